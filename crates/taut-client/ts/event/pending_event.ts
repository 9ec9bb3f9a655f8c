/** How an event ends: settled, merged into another, dropped, given up. */
import { complain, dismiss } from "./alert";
import { lift } from "../page/cells";
import { answer, settleControls, untell } from "../page/controls";
import { log } from "../debug";
import { attribute, body, doc, focused, isConnected } from "../page/dom";
import type { EventHole } from "../facts";
import { features } from "../hooks";
import { parseExact } from "../numbers";
import type { PendingEvent } from "../types";

/** Sends events: `connection.ts` knows how. */
export const outbox = {} as { _send(pending: PendingEvent): void };

/** The value of a parameter of the handler, if it is known in the browser. */
export const parameterOf = ({ _instance, _hole, _element, _values }: PendingEvent, parameter: number): any => {
  const [, , , , , , sources] = _instance._template._holes[_hole] as EventHole;
  const source = sources && sources[parameter];
  return typeof source == "string" ? parseExact(attribute(_element, source)!) : _values[source as number];
};

/** Ends an event whose work another one does. */
export const merge = (pending: PendingEvent, into: PendingEvent): void => {
  into._layers.push(...pending._layers.splice(0));
  into._marks.push(...pending._marks.splice(0));
  into._commits.unshift(...pending._commits);
  features._merge?.(pending, into);
  end(pending);
  untell(pending, into);
};

/** Ends an event that is not sent. */
export const drop = (pending: PendingEvent): void => {
  log("drop", pending);
  end(pending);
  untell(pending);
};

/**
 * Settles an event: what was predicted gives way to what the server says. A form that leads elsewhere may not have been taken.
 * An error is shown unless the view shows it, which it cannot if it has not heard of it.
 */
export const settle = (pending: PendingEvent, error?: string, isAway?: unknown, isHeard = true): void => {
  if (pending._done) return;
  log("settle", pending, error);
  const { _element, _handler, _commits } = pending;
  pending._error = error;
  if (error == null) for (const commit of _commits) commit(isAway);
  end(pending);
  answer(pending);
  if (error == null) dismiss();
  features._settle?.(pending, error);
  if (error != null) complain(isConnected(_element) ? _element : doc, error, isHeard && _handler.on_reject);
};

/** Ends the marks of an event, and all that it waits for by a timer: later marks, and its answer. */
export const rest = (pending: PendingEvent): void => {
  features._rest?.(pending);
  pending._timers.forEach(clearTimeout);
  lift(pending._marks);
};

const end = (pending: PendingEvent): void => {
  pending._done = true;
  rest(pending);
  lift(pending._layers);
  if (focused() == body()) pending._focused?.focus();
};

/** Reverts an event that the server never takes. */
export const abandon = (pending: PendingEvent, why: string): void => settle(pending, why, undefined, false);

/** Reverts an event that the server does not answer, or never hears of, at once. */
export const expire = (pending: PendingEvent, why: string): void => {
  abandon(pending, why);
  settleControls();
};
