/** Holds events back, for each handler and element: until there is quiet (debounce), or to one in an interval (throttle). */
import { drop } from "./act";
import { send } from "./connection";
import { log } from "./debug";
import { call, of, on } from "./dom";
import type { Act } from "./types";

interface Gate {
  /** What waits. */
  _act?: Act;
  /** Since when something waits. */
  _since: number;
  _timer?: any;
  /** Whether an interval is running. */
  _closed?: boolean;
}

/** Which events of an interval are sent. */
const TRAILING = 2;

const GATES = Symbol();

/** The gates where something waits, in the order in which it came. */
const waiting = new Set<Gate>();

const gateOf = ({ _element, _handler }: Act): Gate => ((_element[GATES] ||= {})[_handler.name] ||= { _since: 0 });

/** Sends an event when its handler's gate lets it through. */
export function gate(act: Act): void {
  const { debounce, throttle } = act._handler;
  if (debounce) wait(act, ...debounce);
  else if (throttle) ration(act, ...throttle);
  else send(act);
}

/** Drops what waits for an event whose work is done. */
export const cancel = (act: Act): void => hold(gateOf(act));

/** Lets an event wait in the place of the one before. */
function hold(gate: Gate, act?: Act): void {
  const before = gate._act;
  gate._act = act;
  waiting.delete(gate);
  if (act) {
    waiting.add(gate);
    log("wait", act);
  } else if (!gate._closed) clearTimeout(gate._timer);
  if (before) drop(before);
}

function wait(act: Act, quiet: number, most: number): void {
  const gate = gateOf(act);
  if (!gate._act) gate._since = Date.now();
  hold(gate, act);
  clearTimeout(gate._timer);
  if (quiet >= 0) {
    gate._timer = setTimeout(flush, most ? Math.min(quiet, gate._since + most - Date.now()) : quiet, gate);
  }
}

function ration(act: Act, interval: number, edges: number): void {
  const gate = gateOf(act);
  if (gate._closed && !(edges & TRAILING)) return drop(act);
  if (gate._closed || edges == TRAILING) hold(gate, act);
  else send(act);
  if (!gate._closed) open(gate, interval);
}

/** Runs an interval; what waits at its end opens the next one. */
function open(gate: Gate, interval: number): void {
  gate._closed = true;
  gate._timer = setTimeout(() => {
    gate._closed = false;
    if (!gate._act) return;
    flush(gate);
    open(gate, interval);
  }, interval);
}

function flush(gate: Gate): void {
  const act = gate._act;
  gate._act = undefined;
  hold(gate);
  if (act) send(act);
}

/** Sends what waits for elements that are gone. */
export function flushGone(): void {
  for (const gate of waiting) if (!of(gate._act!._element, "isConnected")) flush(gate);
}

/** Forgets what waits: the page has become another. */
export function dropWaiting(): void {
  for (const gate of waiting) hold(gate);
}

/** Sends what waits in an element that is left, submitted or confirmed, or in a page that goes. */
function onEnd({ type, target, key, isComposing }: any): void {
  if (target == window) return;
  if (type == "keydown" && (key != "Enter" || isComposing)) return;
  if (type == "visibilitychange" && of(document, "visibilityState") == "visible") return;
  for (const gate of [...waiting]) {
    const { _target, _type } = gate._act!;
    if (_type != type && (of(_target, "form") == target || call(target, "contains", _target))) flush(gate);
  }
}

on("submit change keydown focusout pagehide visibilitychange", onEnd);
