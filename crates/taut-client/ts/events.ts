/** Listens once for each type of event, and finds the listeners of the templates that it is for. */
import { begin } from "./act";
import { tell } from "./controls";
import { call, doc } from "./dom";
import { each } from "./instance";
import { ANYWHERE, ITSELF, ONCE, OUTSIDE, PREVENT, STOP } from "./kinds";
import { page } from "./page";
import { read } from "./projections";
import type { Act, Instance } from "./types";

/** Listens for a type of event, as often as that is asked for. */
export const listen = (type: string, flags: number): void => {
  const target = flags & (ANYWHERE | OUTSIDE) ? window : doc;
  for (const [capture, hear] of [[true, onWayDown], [false, onWayUp]]) call(target, "addEventListener", type, hear, { capture, passive: false });
};

/** Events that bubble are handled when they have, all others on their way down. */
const onWayDown = (event: Event) => event.bubbles || handle(event);
const onWayUp = (event: Event) => event.bubbles && handle(event);

/** Hears an event in the listeners of the window, or from the inside out, until one of them stops it. */
const handle = (event: Event): void => {
  const path = event.composedPath();
  const isOutermost = event.currentTarget == window;
  const targets = isOutermost ? [window] : event.bubbles ? path.slice(0, -1) : [event.target];
  const listeners: [at: number, instance: Instance, hole: number][] = [];
  each(page._root, event.type, (instance, hole) => {
    const flags = instance._template._holes[hole]![3];
    const at = targets.indexOf(flags & (ANYWHERE | OUTSIDE) ? window : instance._at[hole]);
    if (at >= 0) listeners.push([at, instance, hole]);
  }, isOutermost ? undefined : path);
  let last: number | undefined;
  for (const [at, instance, hole] of listeners.sort(([one], [other]) => one - other)) {
    if (at != last && event.cancelBubble) return;
    hear(instance, hole, event);
    last = at;
  }
};

const hear = (instance: Instance, hole: number, event: any): void => {
  const element = instance._at[hole];
  const [, , type, flags, keys, handler, , ...projections] = instance._template._holes[hole]!;
  const address = addressOf(instance, hole);
  if (
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
  const target = event.target == window ? element : event.target;
  const act: Act = {
    _instance: instance,
    _hole: hole,
    _type: type,
    _element: element,
    _target: target,
    _submitter: event.submitter,
    _handler: page._handlers[handler]!,
    _values: projections.map((projection: string) => read(projection, event, element)),
    _seen: page._frame,
    _layers: [],
    _marks: [],
    _commits: [],
    _timers: [],
    _address: address,
    _number: 0,
  };
  if (projections.includes("form")) tell(element, act);
  else if (/value|checked|input|change|toggle/.test(projections + type)) tell(target, act);
  begin(act);
};

/**
 * The way to a hole: pairs of a hole and the arm or row in it, then the hole. None to what is gone, and with
 * something that is no number to what the server does not know of yet.
 */
export const addressOf = (instance: Instance, hole: number): number | number[] | undefined => {
  const address = [hole];
  for (let region; (region = instance._region); instance = region._owner) {
    const isKnown = region._base.includes(instance);
    if (!isKnown && !region._shown?.includes(instance)) return;
    address.unshift(region._hole, isKnown ? instance._key : NaN);
  }
  return address.length > 1 ? address : hole;
};
