/**
 * Properties that the user changes too. While an edit is on its way, the server does not overwrite it;
 * when the event that told of it is settled, the control shows what the server says.
 */
import { correct } from "./cells";
import { call, contains, doc, isConnected, of, on } from "./dom";
import type { Act } from "./types";

/** The controls that the user has edited, and the last event that tells the server. */
const edited = new Map<any, Act | undefined>();

/** Where an input method is at work. */
let composing: EventTarget | null | false;

const onInput = ({ type, target, isComposing }: any): void => {
  composing = isComposing && target;
  if (type == "input") edited.set(target, undefined);
  else settleControls();
};

on("input compositionend", onInput);

/** Whether the user is at a control: an edit is on its way, or will be. */
export const isHeld = (control: any): boolean =>
  !!edited.get(control) || (edited.has(control) && call(control, "matches", ":focus"));

/** Remembers that an event tells the server of a control, or of all controls in an element. */
export const tell = (element: Element, act: Act): void => {
  for (const control of [element, ...edited.keys()]) if (contains(element, control)) edited.set(control, act);
};

/** Remembers that an event will not tell the server what it should have; another one may. */
export const untell = (act: Act, other?: Act): void => {
  for (const [control, own] of edited) if (own == act) edited.set(control, other);
};

/** What the user changes of a control, or of an option. */
export const stateOf = (part: any): string =>
  "defaultSelected" in part ? "selected" : /checkbox|radio/.test(part.type) ? "checked" : "value" in part ? "value" : "innerText";

/** What changes with a control: the options of a select, all radio buttons of a group. */
export const parts = (control: any): any[] =>
  [...(of(control, "options") ?? (of(control, "type") == "radio" ? call(doc, "getElementsByName", of(control, "name")) : [control]))];

/** Of all edits that the server has answered, shows what it says; after an error, texts stay as the user left them. */
export const settleControls = (): void => {
  for (const [control, act] of edited) {
    if (!act && !isConnected(control)) edited.delete(control);
    if (!act?._done || control == composing) continue;
    edited.delete(control);
    const kept = act._error && !act._handler.optimistic ? "$value" : "";
    for (const part of [control, ...parts(control)]) if (!edited.has(part)) correct(part, kept);
  }
};
