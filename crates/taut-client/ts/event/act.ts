/** How an event ends: settled, merged into another, dropped, given up. */
import { complain, dismiss } from "./alert";
import { lift } from "../page/cells";
import { answer, settleControls, untell } from "../page/controls";
import { log } from "../debug";
import { attribute, body, doc, focused, isConnected } from "../page/dom";
import type { EventHole } from "../facts";
import { features } from "../hooks";
import { parseExact } from "../numbers";
import type { Act } from "../types";

/** Sends events: `connection.ts` knows how. */
export const outbox = {} as { _send(act: Act): void };

/** The value of a parameter of the handler, if it is known in the browser. */
export const parameterOf = ({ _instance, _hole, _element, _values }: Act, parameter: number): any => {
  const [, , , , , , sources] = _instance._template._holes[_hole] as EventHole;
  const source = sources && sources[parameter];
  return typeof source == "string" ? parseExact(attribute(_element, source)!) : _values[source!];
};

/** Ends an event whose work another one does. */
export const merge = (act: Act, into: Act): void => {
  into._layers.push(...act._layers.splice(0));
  into._marks.push(...act._marks.splice(0));
  into._commits.unshift(...act._commits);
  features._merge?.(act, into);
  end(act);
  untell(act, into);
};

/** Ends an event that is not sent. */
export const drop = (act: Act): void => {
  log("drop", act);
  end(act);
  untell(act);
};

/**
 * Settles an event: what was predicted gives way to what the server says. A form that leads elsewhere may not have been taken.
 * An error is shown unless the view shows it, which it cannot if it has not heard of it.
 */
export const settle = (act: Act, error?: string, isAway?: unknown, isHeard = true): void => {
  if (act._done) return;
  log("settle", act, error);
  const { _element, _handler, _commits } = act;
  act._error = error;
  if (error == null) for (const commit of _commits) commit(isAway);
  end(act);
  answer(act);
  if (error == null) dismiss();
  features._settle?.(act, error);
  if (error != null) complain(isConnected(_element) ? _element : doc, error, isHeard && _handler.on_reject);
};

/** Ends the marks of an event, and all that it waits for by a timer: later marks, and its answer. */
export const rest = (act: Act): void => {
  features._rest?.(act);
  act._timers.forEach(clearTimeout);
  lift(act._marks);
};

const end = (act: Act): void => {
  act._done = true;
  rest(act);
  lift(act._layers);
  if (focused() == body()) act._focused?.focus();
};

/** Reverts an event that the server never takes. */
export const abandon = (act: Act, why: string): void => settle(act, why, undefined, false);

/** Reverts an event that the server does not answer, or never hears of, at once. */
export const expire = (act: Act, why: string): void => {
  abandon(act, why);
  settleControls();
};
