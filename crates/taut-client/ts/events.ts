/** Listens once for each type of event, and finds the listeners of the templates that it is for. */
import { numberOf, send } from "./connection";
import { tell } from "./controls";
import { call, of } from "./dom";
import { ANYWHERE, EVENT, FORM, ITSELF, ONCE, OUTSIDE, PREVENT, STOP } from "./kinds";
import { read } from "./projections";
import { everywhere, wiresOf } from "./wires";
import type { Instance } from "./types";

/** Listens for a type of event, as often as that is asked for. */
export function listen(type: string, flags: number): void {
  const target = flags & (ANYWHERE | OUTSIDE) ? window : document;
  call(target, "addEventListener", type, onWayDown, { capture: true, passive: false });
  call(target, "addEventListener", type, onWayUp, { passive: false });
}

/** Events that bubble are handled when they have, all others on their way down. */
const onWayDown = (event: Event) => event.bubbles || handle(event);
const onWayUp = (event: Event) => event.bubbles && handle(event);

function handle(event: Event): void {
  const isGlobal = event.currentTarget == window;
  for (const target of !isGlobal && event.bubbles ? event.composedPath() : [event.target]) {
    for (const wire of isGlobal ? everywhere : wiresOf(target)) {
      const [instance, hole] = wire;
      if (isGlobal && !of(instance._at[hole], "isConnected")) everywhere.delete(wire);
      else act(instance, hole, event);
    }
    if (event.cancelBubble) return;
  }
}

function act(instance: Instance, hole: number, event: any): void {
  const element = instance._at[hole];
  const [kind, , type, flags, keys, ...projections] = instance._template._holes[hole]!;
  const address = addressOf(instance, hole);
  if (
    kind != EVENT ||
    type != event.type ||
    address == null ||
    (flags & ITSELF && event.target != element) ||
    (flags & OUTSIDE && event.composedPath().includes(element)) ||
    (keys.length && event.isComposing) ||
    !keys.every((key: string) => event[key + "Key"] ?? event.key?.toLowerCase() == key.toLowerCase()) ||
    (flags & ONCE && instance._said[hole])
  )
    return;
  instance._said[hole] = 1;
  if (flags & PREVENT) event.preventDefault();
  if (flags & STOP) event.stopPropagation();
  send(element, address, projections.map((projection: number) => read(projection, event, element)));
  if (projections.includes(FORM)) tell(element, numberOf());
  else if (projections.some((projection: number) => projection < FORM) || /input|change|toggle/.test(type)) tell(event.target, numberOf());
}

/** The way to a hole: pairs of a hole and the arm or row in it, then the hole. None to what is gone. */
function addressOf(instance: Instance, hole: number): number | number[] | undefined {
  const address = [hole];
  for (let region; (region = instance._region); instance = region._owner) {
    if (!region._items.includes(instance)) return;
    address.unshift(region._hole, instance._key);
  }
  return address.length > 1 ? address : hole;
}
