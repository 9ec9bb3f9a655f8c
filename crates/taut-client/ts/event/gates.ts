/** Holds events back, for each handler and element: until there is quiet (debounce), or to one in an interval (throttle). */
import { drop, outbox } from "./act";
import { varies } from "./address";
import { log } from "../debug";
import { contains, doc, formOf, isConnected, of, on, time } from "../page/dom";
import { TRAILING } from "../kinds";
import type { Act } from "../types";

/** Where events of a handler and an element wait. */
interface Gate {
  /** Since when something waits. */
  _since: number;
  /** Ends the quiet, or the interval while one is running. */
  _timer?: any;
}

const GATES = Symbol();

/** What waits, in the order in which it came. */
const waiting = new Map<Gate, Act>();

const gateOf = ({ _element, _handler }: Act): Gate => ((_element[GATES] ||= Object.create(null))[_handler.name] ||= { _since: 0 });

/** Sends an event when its handler's gate lets it through. */
export const gate = (act: Act): void => {
  const { debounce, throttle } = act._handler;
  if (debounce) wait(act, ...debounce);
  else if (throttle) ration(act, ...throttle);
  else pass(act);
};

const pass = (act: Act): void => {
  flushBefore();
  outbox._send(act);
};

/** Sends what has waited for longer than something else, or than an event that comes now, and what that may make void. */
export const flushBefore = (last?: Gate): void => {
  for (const [gate, act] of [...waiting]) {
    if (gate == last) return;
    if (mayGo(act)) flush(gate);
  }
};

/** Whether other events may take away where an event has happened, or what its listener is bound to. */
const mayGo = (act: Act): boolean => {
  let at = act._instance;
  // A view is there as long as what it stands in.
  while (at._template._isView) at = at._region!._owner;
  return !!at._region || varies(act);
};

/** Takes away what waits. */
const take = (gate: Gate): Act | undefined => {
  const act = waiting.get(gate);
  waiting.delete(gate);
  return act;
};

/** Drops what waits for an event whose work is done. */
export const cancel = (act: Act): void => {
  const before = take(gateOf(act));
  if (before) drop(before);
};

/** Lets an event wait in the place of the one before. */
const hold = (act: Act): void => {
  const before = take(gateOf(act));
  waiting.set(gateOf(act), act);
  log("wait", act);
  if (before) drop(before);
};

const wait = (act: Act, quiet: number, most: number): void => {
  const gate = gateOf(act);
  const now = time();
  if (!waiting.has(gate)) gate._since = now;
  hold(act);
  clearTimeout(gate._timer);
  if (quiet >= 0) gate._timer = setTimeout(flush, most ? Math.min(quiet, gate._since + most - now) : quiet, gate);
};

const ration = (act: Act, interval: number, edges: number): void => {
  const gate = gateOf(act);
  if (gate._timer ? edges & TRAILING : edges == TRAILING) hold(act);
  else (gate._timer ? drop : pass)(act);
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

/** The events that wait. */
export const held = (): Act[] => [...waiting.values()];

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
  for (const [, act] of [...waiting]) if (formOf(act._target) == target) cancel(act);
});

on("submit change keydown focusout pagehide visibilitychange", onEnd);
