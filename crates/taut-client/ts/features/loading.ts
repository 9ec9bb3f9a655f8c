/** Marks what waits for an event: a class, disabled controls, another text. Each mark is the event's own. */
import { rest } from "../event/pending_event";
import { cell, lay, show } from "../page/cells";
import { all, attribute, call, childrenOf, contains, doc, focused, formOf, isText, matches, of, on, parentOf, time } from "../page/dom";
import { heldIn } from "../page/forms";
import type { Feature } from "../hooks";
import { each, viewAt, viewOf } from "../page/instance";
import { KEY } from "../kinds";
import { page } from "../page/page";
import type { PendingEvent, Instance, Layer } from "../types";

/** Events that mark what asks for it: since when, and what they have come across so far. */
const marking = new Map<PendingEvent, [since: number, met: Set<any>]>();

/** Marks all that asks for it, until the event is settled. */
const mark = (pending: PendingEvent): void => {
  if (!page._options.loading) return;
  marking.set(pending, [time(), new Set()]);
  markMore(pending);
};


const markMore = (pending: PendingEvent): void => {
  const [since, met] = marking.get(pending)!;
  const named = `[data-loading~="${pending._handler.name}"],[data-loading="*"]`;
  const view = viewOf(pending._instance);
  for (const element of all(doc, `${named},[data-loading=''],[data-loading-text]`)) {
    if (met.has(element) || !(isOwn(pending, element) || (matches(element, named) && viewAt(element) == view))) continue;
    met.add(element);
    const delay = attribute(element, "data-loading-delay");
    if (delay) pending._timers.push(setTimeout(showMark, since + +delay - time(), pending, element));
    else showMark(pending, element);
  }
};

/**
 * Whether an event marks an element that names no handler: it is the element's own, or that of one around it. A button waits for what it
 * does, which is its click or to send its form, and a control for what it says itself.
 */
const isOwn = ({ _element, _submitter, _target, _type }: PendingEvent, element: any): boolean => {
  if (element == _submitter) return true;
  if (isButton(element)) return _type == "click" && contains(element, _target) && (element == _element || !listens(element));
  const isAround = !("disabled" in element) || _type == "submit";
  return element == _element || (isAround && contains(_element, element) && !listens(element));
};

/** Whether an element has a listener. Rows that it is not in are not looked at. */
const listens = (element: any): boolean => {
  let found = false;
  const path: any[] = [];
  for (let node = element; node; node = parentOf(node)) path.push(node);
  const look = (instance: Instance, hole: number) => (found ||= instance._at[hole] == element);
  for (const what of page._root._template._about.keys()) if (what[0] != KEY) each(page._root, what, look, path);
  return found;
};

const showMark = (pending: PendingEvent, element: any): void => {
  busy(element, ".loading", pending._marks);
  disable(pending, element, pending._marks);
};

/** Marks an element as busy. */
export const busy = (element: any, name: string, layers: Layer[]): void => {
  lay(cell(element, name), true, layers);
  lay(cell(element, "@aria-busy"), "true", layers);
};

/** Whether an element is a button. */
export const isButton = (element: any): boolean => /^(submit|button|reset|image)$/.test(of(element, "type"));

/** Whether an element, or one in it, sends a form. */
const sends = (element: any): boolean =>
  [element, ...all(element, "button,input")].some((one) => /^(submit|image)$/.test(of(one, "type")) && formOf(one));

/**
 * Disables a control, unless the user is typing there; shows its other text. What sends a form is disabled by what that sends only:
 * nothing else may keep the user from it.
 */
export const disable = (pending: PendingEvent, element: any, layers: Layer[]): void => {
  const active = focused();
  const isFree = isButton(element) || !contains(element, active);
  const isSent = pending._type == "submit" && formOf(element) == formOf(pending._target);
  if ("disabled" in element && isFree && (isSent || !sends(element))) {
    if (active == element) pending._focused = element;
    lay(cell(element, "?disabled"), true, layers);
  }
  const text = attribute(element, "data-loading-text");
  if (text != null) replaceText(element, text, layers);
};

/** A form in which the user goes on is another one than what is on its way, and can be sent. */
on("input", ({ target }) => {
  const form = target != window && formOf(target);
  for (const element of form ? heldIn(form).filter(sends) : []) {
    const own = cell(element, "?disabled");
    own._layers = [];
    show(own);
  }
});

/** All texts in a node. */
const textsIn = (node: any): Text[] => (isText(node) ? [node] : childrenOf(node).flatMap(textsIn));

/** Shows another text in an element; what else it holds stays. */
const replaceText = (element: any, text: string, layers: Layer[]): void => {
  if (element.localName == "input") return void lay(cell(element, "$value"), text, layers);
  const texts = textsIn(element);
  const first = texts.find(({ data }) => data.trim()) ?? texts[0] ?? call(element, "appendChild", new Text());
  for (const node of new Set([first, ...texts])) lay(cell(node, "$data"), node == first ? text : "", layers);
};

export const loading: Feature = {
  _begin: mark,
  _rest: (pending) => void marking.delete(pending),
  _lost: () => [...marking.keys()].forEach(rest),
  // What has come into the page meanwhile is marked, too.
  _finish: () => [...marking.keys()].forEach(markMore),
};
