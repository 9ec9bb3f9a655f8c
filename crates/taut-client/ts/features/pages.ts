/** Links to other pages of the view, and back and forward between them: the server is told the address, and all else stays. */
import { begin } from "../event/begin";
import { opensTab } from "../event/defaults";
import { newEvent } from "../event/new_event";
import { attribute, createElement, on } from "../page/dom";
import type { Feature } from "../hooks";
import { joined } from "../net/transport";
import { address, moveTo, page } from "../page/page";

/** What a proxy strips from paths. */
let prefix = "";

/** Whether a path is that of a page of the view. */
const isOwn = (path: string): boolean =>
  path.startsWith(prefix) && !!page._options.pages?.some((pattern) => fits(pattern.split("/"), path.slice(prefix.length).split("/")));

const fits = (pattern: string[], parts: string[]): boolean =>
  pattern.length == parts.length && pattern.every((part, at) => (part[0] == "{" ? parts[at] : part == parts[at]));

/** Tells the server that the page is at another address. */
const visit = (element: Element = createElement("a")): void => {
  moveTo();
  const at = address.slice(location.origin.length + prefix.length);
  begin(newEvent({ _instance: page._root, _hole: NaN, _type: "page", _element: element, _target: element, _handler: { name: "params" }, _values: [], _address: at }));
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
  !isOwn(link.pathname);

const onClick = (event: MouseEvent): void => {
  const link: any = event.composedPath().find((node) => /^(a|area)$/.test((node as Element).localName) && (node as HTMLAnchorElement).href);
  // While there is no connection, links are links.
  if (!link || !joined || !page._isWhole || isBrowsers(event, link)) return;
  event.preventDefault();
  if (link.href != location.href) history.pushState(null, "", link.href);
  visit(link);
};

const onBack = (): void => {
  if (address != location.origin + location.pathname + location.search && isOwn(location.pathname)) visit();
};

export const pages: Feature = {
  _start(said) {
    if (!page._options.pages) return;
    prefix = said.prefix ?? "";
    // After the listeners of the page, which may have something else to do.
    addEventListener("click", onClick);
    on("popstate", onBack);
  },
  _effects({ go, replace, redirect }) {
    if (redirect || (go ?? replace) == null) return;
    if (go) history.pushState(null, "", go);
    else history.replaceState(null, "", replace);
    moveTo();
  },
  _restored: () => page._options.pages && visit(),
};
