/**
 * Properties that the user changes too. While an edit is on its way, the server does not overwrite it;
 * when the event that told of it is settled, the control shows what the server says.
 */
import { call, of } from "./dom";
import { PROPERTY } from "./kinds";
import { wiresOf } from "./wires";
import type { Instance } from "./types";

/** The controls that the user has edited, and the last event that told the server; infinity if none did. */
const edited = new Map<Element, number>();

/** The last event that is settled. */
let settled = 0;

/** Where an input method is at work. */
let composing: EventTarget | null | false;

function onInput({ type, target, isComposing }: any): void {
  composing = isComposing && target;
  if (type == "input") edited.set(target, Infinity);
  else settle(settled);
}

for (const type of ["input", "compositionend"]) addEventListener(type, onInput, true);

/** Remembers that an event tells the server of a control, or of all controls in an element. */
export function tell(element: Element, event: number): void {
  for (const control of [element, ...edited.keys()]) if (call(element, "contains", control)) edited.set(control, event);
}

/** Sets a property, unless the user is at it. */
export function setProperty(node: any, name: string, value: any, instance: Instance, hole: number): void {
  const told = edited.get(node);
  instance._said[hole] = value;
  if (!told || (told == Infinity && !node.matches(":focus"))) assert(node, name, value);
}

/** Ends all events up to one: the server knows what they told. `kept` properties stay as the user left them. */
export function settle(event: number, kept?: string): void {
  settled = event;
  for (const [control, told] of edited) {
    if (told > event || control == composing) continue;
    edited.delete(control);
    const group = of(control, "options") ?? call(document, "getElementsByName", of(control, "name"));
    for (const other of [control, ...group]) if (!edited.has(other)) correct(other, kept);
  }
}

/** Sets the properties of a control to what the server says. */
function correct(control: any, kept?: string): void {
  for (const [{ _template, _said }, hole] of wiresOf(control)) {
    const [kind, , name] = _template._holes[hole]!;
    if (kind == PROPERTY && name != kept) assert(control, name, _said[hole]);
  }
}

/** Writes only what differs, so that a caret stays where it is. */
function assert(node: any, name: string, value: any): void {
  value = typeof node[name] == "boolean" ? !!value : value + "";
  if (node[name] !== value) node[name] = value;
}

/** What the server's HTML said. Some properties have no other trace of it than an attribute. */
export const initial = (node: any, name: string): any =>
  node["default" + name[0]!.toUpperCase() + name.slice(1)] ?? (node[name] = node.hasAttribute(name));
