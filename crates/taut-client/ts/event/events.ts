/** Listens once for each type of event, and finds the listeners of the templates that it is for. */
import { addressOf } from "./address";
import { begin } from "./begin";
import { tell } from "../page/controls";
import { concerns, isBrowsers } from "./defaults";
import { call, doc } from "../page/dom";
import { type EventHole, ITSELF, ONCE, OUTSIDE, PREVENT, STOP, WINDOW } from "../facts";
import { each } from "../page/instance";
import { features } from "../hooks";
import { MOST_EARLY } from "../limits";
import { lookOver } from "../page/others";
import { attempt, page, tear } from "../page/page";
import { newEvent } from "./new_event";
import { read } from "./projections";
import type { Early, Instance } from "../types";

/** Listens for a type of event, as often as that is asked for. */
export const listen = (type: string, flags: number): void => {
  const target = flags & (WINDOW | OUTSIDE) ? window : doc;
  for (const [capture, hear] of [[true, onWayDown], [false, onWayUp]]) call(target, "addEventListener", type, hear, { capture, passive: false });
};

/** Events that bubble are handled when they have, all others on their way down. */
const onWayDown = (event: Event) => event.bubbles || handle(event);
const onWayUp = (event: Event) => event.bubbles && handle(event);

/** An event, its way through the page, and whether it has come to the window. */
type Entry = [event: Event, path: EventTarget[], isOutermost: boolean];
type Listener = [at: number, instance: Instance, hole: number];

/** What happened before the page was found. */
let early: Entry[] = [];

/** Forms that wait for their listener. */
let held: Event[] = [];

/** Begins with what happened before there was anybody to listen. */
export const recall = (before: Early): void => {
  early = before.flatMap(([event, path]) => [[event, path, false], [event, path, true]]);
  held = before.filter(([, , isHeld]) => isHeld).map(([event]) => event);
};

/** Hears what happened before the page was found. A form that has waited for a listener without success is sent as it is. */
page._onWhole = () => {
  const heard = new Set(early.splice(0).filter(hearAll).map(([event]) => event));
  for (const event of held.splice(0)) if (!heard.has(event)) call(event.target, "submit");
};

const handle = (event: Event): unknown => hearAll([event, event.composedPath(), event.currentTarget == window]);

/** Hears an event in all listeners that it is for, until one of them stops it, or when the page is found; tells whether there are any. */
const hearAll = (entry: Entry): boolean => {
  const [event, path] = entry;
  let listeners: Listener[] | undefined;
  attempt(() => {
    if (page._isWhole && lookOver(page._root, false)) tear();
    if (page._isWhole) listeners = listenersOf(entry);
  });
  if (!listeners) return early.length < MOST_EARLY && !!early.push(entry);
  let last: number | undefined;
  for (const [at, instance, hole] of listeners) {
    if (at != last && event.cancelBubble) break;
    attempt(() => hear(instance, hole, event, path));
    last = at;
  }
  return !!listeners[0];
};

/** The listeners of the window, or those from the inside out, with their places on the way. */
const listenersOf = ([event, path, isOutermost]: Entry): Listener[] => {
  const targets = isOutermost ? [window] : event.bubbles ? path.slice(0, -1) : [event.target];
  const listeners: Listener[] = [];
  each(page._root, event.type, (instance, hole) => {
    const [, , , flags] = instance._template._holes[hole] as EventHole;
    const at = targets.indexOf(flags & (WINDOW | OUTSIDE) ? window : instance._at[hole]);
    if (at >= 0) listeners.push([at, instance, hole]);
  }, isOutermost ? undefined : path);
  return listeners.sort(([one], [other]) => one - other);
};

/** Whether a listener with these flags and keys is meant. */
const isMeant = (event: any, element: any, path: EventTarget[], flags: number, keys: string[]): boolean =>
  !(flags & ITSELF && event.target != element) &&
  !(flags & OUTSIDE && concerns(event, path, element)) &&
  !(flags & PREVENT && isBrowsers(event, path, keys)) &&
  !(keys.length && event.isComposing) &&
  keys.every((key) => event[key + "Key"] ?? event.key?.toLowerCase() == key.toLowerCase());

/** Whether an event is about a number that is not one yet, as `-` is before there are digits. */
const isUnfinished = ({ type, target }: any, reads: string[]): boolean =>
  type == "input" && target.validity?.badInput && /value|form/.test(reads.join());

const hear = (instance: Instance, hole: number, event: any, path: EventTarget[]): void => {
  const element = instance._at[hole];
  const [, , type, flags, keys, handler, , ...projections] = instance._template._holes[hole] as EventHole;
  const address = addressOf(instance, hole);
  const isOver = address == null || (flags & ONCE && instance._said[hole]);
  if (isOver || !isMeant(event, element, path, flags, keys) || isUnfinished(event, projections)) return;
  if (typeof handler == "number" && features._hear?.(event, () => hear(instance, hole, event, path))) return;
  instance._said[hole] = 1;
  if (flags & PREVENT) event.preventDefault();
  if (flags & STOP) event.stopPropagation();
  if (features._command?.(handler, element)) return;
  const pending = newEvent({
    _instance: instance,
    _hole: hole,
    _type: type,
    _element: element,
    _target: event.target instanceof Element ? event.target : element,
    _submitter: event.submitter,
    _handler: page._handlers[handler as number]!,
    _values: projections.map((projection) => read(projection, event, path, element)),
    _address: address,
  });
  tell(pending, projections, event);
  begin(pending);
};
