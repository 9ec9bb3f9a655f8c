/** Marks what waits for an event: a class, disabled controls, another text. Each mark is the event's own. */
import { cell, lay } from "./cells";
import { all, attribute, call, contains, doc, formOf, isText, of } from "./dom";
import { each } from "./instance";
import { KEY } from "./kinds";
import { page } from "./page";
import type { Act, Instance, Layer } from "./types";

const OWN = "[data-loading=''],[data-loading-text]";

/** Marks all that asks for it, until the event is settled. */
export const mark = (act: Act): void => {
  if (!page._hasMarks) return;
  const { _element, _submitter, _handler, _timers } = act;
  const named = `[data-loading~="${_handler.name}"],[data-loading="*"]`;
  for (const element of all(doc, `${named},${OWN}`)) {
    const isIn = element == _element || element == _submitter || (contains(_element, element) && !listens(element));
    if (!isIn && !call(element, "matches", named)) continue;
    const delay = attribute(element, "data-loading-delay");
    if (delay) _timers.push(setTimeout(show, +delay, act, element));
    else show(act, element);
  }
};

/** Whether an element has a listener. */
const listens = (element: any): boolean => {
  let found = false;
  const look = (instance: Instance, hole: number) => (found ||= instance._at[hole] == element);
  for (const what of page._root._template._about.keys()) if (what[0] != KEY) each(page._root, what, look);
  return found;
};

const show = (act: Act, element: any): void => {
  busy(element, ".loading", act._marks);
  disable(act, element, act._marks);
};

/** Marks an element as busy. */
export const busy = (element: any, name: string, layers: Layer[]): void => {
  lay(cell(element, name), true, layers);
  lay(cell(element, "@aria-busy"), "true", layers);
};

/** Whether an element is a button. */
export const isButton = (element: any): boolean => /^(submit|button|reset|image)$/.test(of(element, "type"));

/** Disables a control, unless the user is typing there or the browser has yet to act on it; shows its other text. */
export const disable = (act: Act, element: any, layers: Layer[]): void => {
  const isFocused = of(doc, "activeElement") == element;
  const sends = act._type == "click" && isButton(element) && formOf(element) && of(element, "type") == "submit";
  if ("disabled" in element && (isButton(element) || !isFocused) && !sends) {
    if (isFocused) act._focused = element;
    lay(cell(element, "?disabled"), true, layers);
  }
  const text = attribute(element, "data-loading-text");
  if (text != null) replaceText(element, text, layers);
};

/** All texts in a node. */
const textsIn = (node: any): Text[] => (isText(node) ? [node] : [...of(node, "childNodes")].flatMap(textsIn));

/** Shows another text in an element; what else it holds stays. */
const replaceText = (element: any, text: string, layers: Layer[]): void => {
  if (element.localName == "input") return void lay(cell(element, "$value"), text, layers);
  const texts = textsIn(element);
  const first = texts.find(({ data }) => data.trim()) ?? texts[0] ?? call(element, "appendChild", new Text());
  for (const node of new Set([first, ...texts])) lay(cell(node, "$data"), node == first ? text : "", layers);
};
