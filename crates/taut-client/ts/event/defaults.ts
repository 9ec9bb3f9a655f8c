/** What a browser does of its own accord, and where no handler takes its place. */
import { call, of, on } from "../page/dom";

/** Where the pointer went down last, and where it came up since. */
let stroke: EventTarget[][] = [];

on("pointerdown pointerup", (event) => {
  stroke = [...(event.type == "pointerup" ? stroke : []), event.composedPath()];
});

/** Whether an event has to do with an element: it happened in it, or is a click by a pointer that went down or up in it. */
export const concerns = (event: any, path: EventTarget[], element: any): boolean =>
  [path, ...(event instanceof MouseEvent && event.detail ? stroke : [])].some((path) => path.includes(element));

const HELD = ["ctrl", "meta", "shift", "alt"];

/** Whether a click on a link is meant for another tab, or a download. */
export const opensTab = (event: any, path: any[], keys: string[]): boolean =>
  HELD.some((key) => event[key + "Key"] && !keys.includes(key)) &&
  path.some((node) => /^(a|area)$/.test(node.localName) && (node.hasAttribute("href") || node.hasAttribute("xlink:href")));

/** Whether a form closes its dialog, or goes where its button says. */
const goesElsewhere = ({ target, submitter }: any): boolean => {
  const [hasMethod, ...others] = ["formmethod", "formaction", "formtarget"].map((name) => submitter && call(submitter, "hasAttribute", name));
  return others.includes(true) || (hasMethod ? submitter.formMethod : of(target, "method")) == "dialog";
};

/** Whether an event is the browser's, though a listener would prevent what it does. */
export const isBrowsers = (event: any, path: EventTarget[], keys: string[]): boolean =>
  event.type == "click" ? opensTab(event, path, keys) : event.type == "submit" && goesElsewhere(event);
