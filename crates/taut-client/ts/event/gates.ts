/** Holds events back, for each handler and element: until there is quiet (debounce), or to one in an interval (throttle). */
import { drop, outbox } from "./pending_event";
import { varies } from "./address";
import { log } from "../debug";
import { contains, doc, formOf, isConnected, of, on, time } from "../page/dom";
import { TRAILING } from "../kinds";
import type { PendingEvent } from "../types";

/** Where events of a handler and an element wait. */
interface Gate {
  /** Since when something waits. */
  _since: number;
  /** Ends the quiet, or the interval while one is running. */
  _timer?: any;
}

const GATES = Symbol();

/** What waits, in the order in which it came. */
const waiting = new Map<Gate, PendingEvent>();

const gateOf = ({ _element, _handler }: PendingEvent): Gate => ((_element[GATES] ||= Object.create(null))[_handler.name] ||= { _since: 0 });

/** Sends an event when its handler's gate lets it through. */
export const gate = (pending: PendingEvent): void => {
  const { debounce, throttle } = pending._handler;
  if (debounce) wait(pending, ...debounce);
  else if (throttle) ration(pending, ...throttle);
  else pass(pending);
};

const pass = (pending: PendingEvent): void => {
  flushBefore();
  outbox._send(pending);
};

/** Sends what has waited for longer than something else, or than an event that comes now, and what that may make void. */
export const flushBefore = (last?: Gate): void => {
  for (const [gate, pending] of [...waiting]) {
    if (gate == last) return;
    if (mayGo(pending)) flush(gate);
  }
};

/** Whether other events may take away where an event has happened, or what its listener is bound to. */
const mayGo = (pending: PendingEvent): boolean => {
  let at = pending._instance;
  // A component and its contents are there as long as what they stand in.
  while (at._template._part) at = at._region!._owner;
  return !!at._region || varies(pending);
};

/** Takes away what waits. */
const take = (gate: Gate): PendingEvent | undefined => {
  const pending = waiting.get(gate);
  waiting.delete(gate);
  return pending;
};

/** Drops what waits for an event whose work is done. */
export const cancel = (pending: PendingEvent): void => {
  const before = take(gateOf(pending));
  if (before) drop(before);
};

/** Lets an event wait in the place of the one before. */
const hold = (pending: PendingEvent): void => {
  const before = take(gateOf(pending));
  waiting.set(gateOf(pending), pending);
  log("wait", pending);
  if (before) drop(before);
};

const wait = (pending: PendingEvent, quiet: number, most: number): void => {
  const gate = gateOf(pending);
  const now = time();
  if (!waiting.has(gate)) gate._since = now;
  hold(pending);
  clearTimeout(gate._timer);
  if (quiet >= 0) gate._timer = setTimeout(flush, most ? Math.min(quiet, gate._since + most - now) : quiet, gate);
};

const ration = (pending: PendingEvent, interval: number, edges: number): void => {
  const gate = gateOf(pending);
  if (gate._timer ? edges & TRAILING : edges == TRAILING) hold(pending);
  else (gate._timer ? drop : pass)(pending);
  if (!gate._timer) open(gate, interval);
};

/** Runs an interval; what waits at its end opens the next one. */
const open = (gate: Gate, interval: number): void => {
  gate._timer = setTimeout(() => {
    gate._timer = 0;
    if (waiting.has(gate)) open(gate, interval);
    flush(gate);
  }, interval);
};

const flush = (gate: Gate): void => {
  if (!waiting.has(gate)) return;
  flushBefore(gate);
  outbox._send(take(gate)!);
};

/** Sends what waits for elements that are gone. */
export const flushGone = (): void => {
  for (const [gate, { _element }] of waiting) if (!isConnected(_element)) flush(gate);
};

/** Sends all that waits. */
export const flushAll = (): void => [...waiting.keys()].forEach(flush);

/** The events that wait. */
export const held = (): PendingEvent[] => [...waiting.values()];

/** Sends what waits in an element that is left, submitted or confirmed, or in a page that goes. */
const onEnd = ({ type, target, key, isComposing }: any): void => {
  if (target == window) return;
  if (type == "keydown" && (key != "Enter" || isComposing)) return;
  if (type == "visibilitychange" && of(doc, "visibilityState") == "visible") return;
  for (const [gate, { _target, _type }] of [...waiting]) {
    if (_type != type && (formOf(_target) == target || contains(target, _target))) flush(gate);
  }
};

/** Forgets what waits in a form that is reset. */
on("reset", ({ target }) => {
  for (const [, pending] of [...waiting]) if (formOf(pending._target) == target) cancel(pending);
});

on("submit change keydown focusout pagehide visibilitychange", onEnd);
