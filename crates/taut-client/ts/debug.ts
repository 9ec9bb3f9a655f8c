/** Tells of each step of an event in one line, with the element that it is about, if `taut.debug` is set. */
import { attribute, isElement, json, nameOf, parentOf } from "./page/dom";
import type { PendingEvent, Cell } from "./types";

export const api: any = ((globalThis as any).taut ??= {});
api.debug ||= /[?&]taut-debug\b/.test(location.search);

/** Tells of a step of an event, or of what is shown in one place. */
export const log = (step: string, about?: PendingEvent | Cell, detail?: unknown): void => {
  if (!api.debug) return;
  const { _handler, _element, _node, _anchor, _name }: any = about ?? {};
  const node = _element ?? _node ?? _anchor;
  const element = !node || isElement(node) ? node : parentOf(node);
  const words = ["taut", step, _handler?.name, element && describe(element), _name, write(detail)];
  console.debug(words.filter((word) => word != null).join(" "), ...(element ? [element] : []));
};

/** How an element would be found. */
const describe = (element: any): string =>
  nameOf(element).toLowerCase() + [["#", "id"], [".", "class"]].map(([mark, name]) => {
    const words = attribute(element, name!)?.match(/\S+/g);
    return words ? mark + words.join(mark) : "";
  }).join("");

const write = (detail: unknown): string | undefined => {
  try {
    return json(detail);
  } catch {
    return detail + "";
  }
};
