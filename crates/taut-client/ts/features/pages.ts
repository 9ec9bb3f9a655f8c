/**
 * Links to other pages, and back and forward between them. For a page of the same view the server is told the address, and all else
 * stays; a page of another view comes over the same socket, and is shown in the place of this one.
 */
import { begin } from "../event/begin";
import { opensTab } from "../event/defaults";
import { flushAll } from "../event/gates";
import { newEvent } from "../event/new_event";
import { attribute, createElement, dispatch, doc, on } from "../page/dom";
import type { Feature } from "../hooks";
import { PAGE } from "../facts";
import { ask, isSettled } from "../net/connection";
import { joined, socket } from "../net/transport";
import { address, moveTo, page } from "../page/page";

/** What a proxy strips from paths. */
let prefix = "";

/** Whether a path is one of some pages. */
const isAmong = (pages: string[] | undefined, path: string): boolean =>
  path.startsWith(prefix) && !!pages?.some((pattern) => fits(pattern.split("/"), path.slice(prefix.length).split("/")));

const fits = (pattern: string[], parts: string[]): boolean =>
  pattern.length == parts.length && pattern.every((part, at) => (part[0] == "{" ? parts[at] : part == parts[at]));

const isOwn = (path: string): boolean => isAmong(page._options.pages, path);

/** Whether a path is that of a page of another view, and that can come over the socket. */
const isOther = (path: string): boolean =>
  joined && !isOwn(path) && socket instanceof WebSocket && !page._options.draft && isAmong(page._options.others, path);

/** By entries of the history, where they were scrolled to when they were left. */
const scrolls = new Map<number, [x: number, y: number]>();
let entry = 0;
let entries = 0;
/** Where to scroll when the page is shown to which the user has gone back. */
let scroll: [x: number, y: number] | undefined;

/** Whether a page of another view is on its way. */
let isAway = false;

/** The address of another page, as soon as all that was done in this one is settled; and whether it takes the place of this one. */
let next: string | undefined;
let isInstead: unknown;

const push = (url: string): void => {
  scrolls.set(entry, [scrollX, scrollY]);
  history.pushState({ page: (entry = ++entries) }, "", url);
};

/** The address as the server knows it. */
const path = (): string => address.slice(location.origin.length + prefix.length);

/** Tells the server that the page is at another address. */
const visit = (element: Element = createElement("a")): void => {
  moveTo();
  begin(newEvent({ _instance: page._root, _hole: NaN, _type: "page", _element: element, _target: element, _handler: { name: "params" }, _values: [], _address: path() }));
};

/** Goes to a page of another view. */
const leave = (url: string, isReplaced?: unknown): void => {
  next = url;
  isInstead = isReplaced;
  flushAll();
  depart();
};

const depart = (): void => {
  if (!isSettled()) return;
  if (!next) return restoreScroll();
  // The browser would scroll before the page is there.
  history.scrollRestoration = "manual";
  if (isInstead) history.replaceState(history.state, "", next);
  else if (next != location.href) push(next);
  next = undefined;
  moveTo();
  isAway = true;
  ask(path());
};

const restoreScroll = (): void => {
  if (scroll) scrollTo(...scroll);
  scroll = undefined;
};

/** Whether a click on a link is the browser's own: for another tab, a download, another site, a place in the page. */
const isBrowsers = (event: MouseEvent, link: HTMLAnchorElement): boolean =>
  event.defaultPrevented ||
  opensTab(event, [link], []) ||
  !!link.target ||
  link.isContentEditable ||
  attribute(link, "download") != null ||
  link.origin != location.origin ||
  link.href.includes("#") ||
  link.href.length > PAGE;

const onClick = (event: MouseEvent): void => {
  const link: any = event.composedPath().find((node) => /^(a|area)$/.test((node as Element).localName) && (node as HTMLAnchorElement).href);
  // While there is no connection, links are links.
  if (!link || !joined || !page._isWhole || isBrowsers(event, link)) return;
  const isOthers = isOther(link.pathname);
  if (!isOthers && !isOwn(link.pathname)) return;
  event.preventDefault();
  if (isOthers) return leave(link.href);
  next = undefined;
  if (link.href != location.href) push(link.href);
  visit(link);
};

const onBack = ({ state }: { state: any }): void => {
  if (address == location.origin + location.pathname + location.search) return;
  scrolls.set(entry, [scrollX, scrollY]);
  entry = state?.page ?? 0;
  scroll = history.scrollRestoration == "manual" ? scrolls.get(entry) : undefined;
  next = undefined;
  // What is on its way is not for this address any more.
  if (isAway) location.reload();
  else if (page._isWhole && isOwn(location.pathname)) visit();
  else if (isOther(location.pathname)) leave(location.href);
  else if (isOwn(location.pathname) || isAmong(page._options.others, location.pathname)) location.reload();
};

export const pages: Feature = {
  _start(said) {
    prefix = said.prefix ?? "";
    entry = entries = history.state?.page ?? 0;
    // After the listeners of the page, which may have something else to do.
    addEventListener("click", onClick);
    on("popstate", onBack);
    // When the page is loaded again, the browser knows where it was.
    on("pagehide", () => (history.scrollRestoration = "auto"));
    // The user has gone back before there was anybody to hear of it.
    onBack(history);
  },
  _effects({ go, replace, redirect }) {
    if (redirect || (go ?? replace) == null) return;
    if (go) push(go);
    else history.replaceState(history.state, "", replace);
    moveTo();
  },
  _redirect({ redirect, replace }) {
    const url = new URL(redirect!, location.href);
    if (url.origin != location.origin || url.hash || !isOther(url.pathname)) return;
    leave(url.href, replace);
    return true;
  },
  _lost() {
    isAway = false;
    if (next) location.assign(next);
  },
  _resumed: depart,
  _restored: () => page._options.pages && visit(),
  _entered() {
    isAway = false;
    scroll ??= [0, 0];
    restoreScroll();
    dispatch(doc, "taut:page");
  },
};
