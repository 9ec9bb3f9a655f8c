/** The way of an event: predict, mark, gate, send, acknowledge, settle. */
import { complain, dismiss } from "./alert";
import { publishFor } from "./bus";
import { hit, recall } from "./cache";
import { lift } from "./cells";
import { answer, settleControls, untell } from "./controls";
import { log } from "./debug";
import { attribute, doc, isConnected, of } from "./dom";
import { sendDraft } from "./draft";
import type { EventHole } from "./facts";
import { cancel, flushBefore, gate } from "./gates";
import { mark, unmark } from "./loading";
import { numberFrom, parseExact } from "./numbers";
import { markError, predict } from "./optimistic";
import type { Act } from "./types";

/** Takes up what the user did. */
export const begin = (act: Act): void => {
  log("event", act, act._values);
  for (const [key, parameter, kind] of act._handler.client_state ?? []) {
    const value = numberFrom(parameterOf(act, parameter), kind);
    if (value !== undefined) publishFor(act, key, value);
  }
  if (act._type == "submit") act._commits.push(sendDraft(act._form));
  const result = recall(act);
  if (result) {
    cancel(act);
    flushBefore();
    if (hit(act, result)) return;
  }
  predict(act);
  mark(act);
  gate(act);
};

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
  for (const hit of act._settles) hit._act = into;
  into._settles.push(...act._settles);
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
  if (error == null) return dismiss();
  if (_handler.optimistic) markError(act);
  complain(isConnected(_element) ? _element : doc, error, isHeard && _handler.on_reject);
};

const end = (act: Act): void => {
  act._done = true;
  // It would keep all hits before it in memory.
  act._hits = [];
  unmark(act);
  lift(act._layers);
  if (of(doc, "activeElement") == of(doc, "body")) act._focused?.focus();
};

/** Reverts an event that the server never takes. */
export const abandon = (act: Act, why: string): void => settle(act, why, undefined, false);

/** Reverts an event that the server does not answer, or never hears of, at once. */
export const expire = (act: Act, why: string): void => {
  abandon(act, why);
  settleControls();
};
