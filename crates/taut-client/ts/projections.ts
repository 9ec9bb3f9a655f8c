/** What a listener reads from an event. */
import { call, formOf, of } from "./dom";
import { FORM, VALUES } from "./kinds";

/** The member that each projection reads, by its number in the asset: of the event, or else of the element. */
const members =
  "value,checked,form,key,code,ctrlKey,shiftKey,altKey,metaKey,clientX,clientY,x,y,button,values,detail,textContent,scrollTop,open,deltaY".split(",");

/** Reads a projection: from the listener's element if it has a value of its own, or from where the event happened. */
export function read(projection: number, event: any, element: Element): unknown {
  const name = members[projection]!;
  const own = Reflect.getPrototypeOf(element)!;
  const source = "value" in own || "open" in own ? element : event.target;
  if (projection == FORM) {
    const form = formOf(event.target) ?? call(event.target, "closest", "form");
    return [...new FormData(form, event.submitter)].filter(([, value]) => typeof value == "string");
  }
  if (projection == VALUES) return Array.from(source.selectedOptions, (option: any) => option.value);
  if (name.length == 1) return event[name] - call(element, "getBoundingClientRect")[name];
  return (name in event ? event[name] : of(source, name)) ?? null;
}
