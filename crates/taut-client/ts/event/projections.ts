/** What a listener reads from an event. */
import { controlAt, editableAt, isOpen, openableAt, textOf } from "../page/control";
import { attribute, call, doc, formOf, of } from "../page/dom";
import type { Json } from "../facts";
import { unmarked } from "../page/forms";

/** Reads what belongs to the control that the event is about. */
const ofControl: Record<string, (control: any) => Json | undefined> = {
  value: ({ value }) => (typeof value == "number" ? value + "" : value),
  name: (control) => attribute(control, "name") ?? "",
  checked: ({ checked }) => checked,
  selectedOptions: ({ selectedOptions }) => selectedOptions && Array.from(selectedOptions, (option: any) => option.value),
};

/** Reads what else is no member of the event: from where it happened in the listener's element, or from that element. */
const readers: Record<string, (at: any, element: any, event: any) => Json | undefined> = {
  form(at, _, { submitter }) {
    const form = formOf(at);
    return form && unmarked(form, () => [...new FormData(form, submitter)]).filter(([, value]) => typeof value == "string");
  },
  open(at) {
    const openable = openableAt(at);
    return openable && isOpen(openable);
  },
  textContent: (at, element) => textOf(editableAt(at) ?? element),
  scrollTop: (_, element, { target }) => of(target == doc ? of(doc, "scrollingElement") : element, "scrollTop"),
  x: (_, element, { x }) => x - call(element, "getBoundingClientRect").x,
  y: (_, element, { y }) => y - call(element, "getBoundingClientRect").y,
};

/** Reads a projection. What happened elsewhere, a listener on the window reads from its own element. */
export const read = (name: string, event: any, path: EventTarget[], element: Element): Json => {
  const at = path.includes(element) ? event.target : element;
  return (name in ofControl ? ofControl[name]!(controlAt(at, element)) : name in readers ? readers[name]!(at, element, event) : event[name]) ?? null;
};
