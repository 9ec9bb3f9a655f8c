/** Shows at once what an event will most likely do, without knowing the handler: marks, controls, buttons, rows. */
import { cell, keep, lay, lift } from "../page/cells";
import { partsOf, stateIn, stateOf } from "../page/control";
import { log } from "../debug";
import { attribute, call, closest, doc } from "../page/dom";
import { type Feature, features } from "../hooks";
import { isList } from "../page/regions";
import { busy, disable, isButton } from "./loading";
import type { PendingEvent, Instance, Layer } from "../types";

/** Predicts what an event does. */
const predict = (pending: PendingEvent): void => {
  const { _handler, _element, _submitter, _layers } = pending;
  if (!_handler.optimistic) return;
  log("predict", pending);
  busy(targetOf(pending), ".optimistic-pending", _layers);
  const button = _submitter ?? _element;
  const isPredicted = features._predict?.(pending);
  if (isButton(button) && !isPredicted) disable(pending, button, _layers);
  remember(pending);
  const [, , step] = _handler.optimistic;
  let row = pending._instance;
  while (row._region && !isList(row._region)) row = row._region._owner;
  if (step != null && row._region) lay(row._region, (rows: Instance[]) => move(rows, row, step), _layers);
};

/** Takes a row out, and puts it in again so many places further on, if any. */
const move = (rows: Instance[], row: Instance, step: number): Instance[] => {
  const at = rows.indexOf(row);
  const others = rows.filter((other) => other != row);
  if (step && at >= 0) others.splice(Math.max(0, at + step), 0, row);
  return others;
};

/** The element that is marked; what is no selector marks the event's own. */
const targetOf = ({ _element }: PendingEvent): any => {
  const selector = attribute(_element, "data-optimistic-target");
  try {
    return (selector && (closest(_element, selector) ?? call(doc, "querySelector", selector))) || _element;
  } catch (error) {
    console.warn("taut:", error);
    return _element;
  }
};

/** A control that no hole describes goes back to what was accepted last, should the handler refuse. */
const remember = ({ _control, _commits }: PendingEvent): void => {
  for (const part of _control ? partsOf(_control) : []) {
    const name = stateOf(part);
    if (!name) continue;
    const own = keep(part, "$" + name);
    const now = stateIn(part, name);
    _commits.push(() => own._described || (own._base = now));
  }
};

/** Marks for a while that an event was refused. */
const markError = (pending: PendingEvent): void => {
  const marks: Layer[] = [];
  lay(cell(targetOf(pending), ".optimistic-error"), true, marks);
  const [, time] = pending._handler.optimistic!;
  setTimeout(lift, time, marks);
};

export const optimistic: Feature = {
  _begin: predict,
  _settle(pending, error) {
    if (error != null && pending._handler.optimistic) markError(pending);
  },
};
