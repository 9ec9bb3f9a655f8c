/** What a listener reads from an event. */
import { call, formOf, of, prototypeOf } from "./dom";

/** Reads a projection: from the listener's element if it has a value of its own, or from where the event happened. */
export const read = (name: string, event: any, element: Element): unknown => {
  const own = prototypeOf(element)!;
  const source = "value" in own || "open" in own ? element : event.target;
  if (name == "form") {
    const form = formOf(event.target) ?? call(event.target, "closest", "form");
    return [...new FormData(form, event.submitter)].filter(([, value]) => typeof value == "string");
  }
  if (name == "selectedOptions") return Array.from(source.selectedOptions, (option: any) => option.value);
  if (name.length == 1) return event[name] - call(element, "getBoundingClientRect")[name];
  return (name in event ? event[name] : of(source, name)) ?? null;
};
