/**
 * Remembers what handlers have answered, by their parameters. A hit is a prediction like any other; the server
 * learns of it with the next event.
 */
import { drop, merge, parameterOf } from "../event/pending_event";
import { varies } from "../event/address";
import { cell, lay, lift } from "../page/cells";
import { enqueue } from "../net/connection";
import { api, log } from "../debug";
import { addTo, closest, isConnected, isElement, json, parentOf, time } from "../page/dom";
import { BLOCK, hasValue, isPlace, type Json, LIST } from "../facts";
import { isBoolean } from "../page/control";
import { cellsOf, valueAt, valuesOf } from "../page/holes";
import { isInContent, viewOf } from "../page/instance";
import { cancel, flushBefore } from "../event/gates";
import type { Feature } from "../hooks";
import { numberFrom } from "../numbers";
import { page } from "../page/page";
import { overlay } from "../page/regions";
import { templatesIn } from "../kinds";
import type { PendingEvent, Handler, Hit, Hole, Instance, Layer, Region, Result, Results } from "../types";

/** The hits that are shown and not settled, and the events of those that the server has not heard of, in their order. */
const hits = new Set<Hit>();
const unreported = new Set<PendingEvent>();

/** What is known of a handler; what was used last comes last. */
const resultsOf = (handler: Handler): Results => (handler._results ||= new Map());

let views = 0;

/** The key of an event's result: the values that make a difference, and its view. */
const keyOf = (pending: PendingEvent): string | undefined => {
  const [ttl, , , , ...parts] = pending._handler.cache ?? [];
  const values = parts.map((part) => {
    const [parameter, kind] = [part].flat();
    const value = parameterOf(pending, parameter!);
    // What is empty is no number, and a parameter that may be none takes it for that.
    return kind && value === "" ? null : (numberFrom(value, kind) ?? value);
  });
  if (ttl && !values.includes(undefined)) return json(values) + (viewOf(pending._instance)._view ||= ++views);
};

/** Finds the result that is known for an event. */
const recall = (pending: PendingEvent): Result | undefined => {
  for (const hit of hits) if (hit._event._done) hits.delete(hit);
  pending._hits = [...hits];
  const key = (pending._key = keyOf(pending));
  const results = resultsOf(pending._handler);
  const result = key && results.get(key);
  if (!result) return;
  results.delete(key);
  if (result._until < time()) return;
  results.set(key, result);
  return result;
};

/** Shows a result that is known; tells whether there is nothing more to do. */
const hit = (pending: PendingEvent, { _view, _values }: Result): boolean => {
  const { _handler, _layers, _commits } = pending;
  log("hit", pending, pending._key);
  for (const [hole, value] of _values) cover(pending, _view, hole, value);
  const [, , , revalidates] = _handler.cache!;
  if (revalidates) return false;
  const shown = _layers.map(({ _cell, _value }): Shown => [_cell, _value, isRegion(_cell) && json(_value.map(valuesOf))]);
  const own: Hit = { _event: pending, _view, _holes: new Set(_layers[0] ? _values.keys() : []) };
  _commits.push(() => {
    if (shown.every(isSaid)) own._confirmed ??= page._frame;
  });
  pending._settles.push(own);
  for (const before of unreported) if (replaces(pending, before) && unreported.delete(before)) drop(before);
  hits.add(own);
  unreported.add(pending);
  return true;
};

/** Where a hit has shown what; of arms and rows also what was in them. */
type Shown = [cell: Layer["_cell"], value: any, inside: any];

const isRegion = (cell: any): boolean => "_anchor" in cell;

/** Whether the server has come to say what a hit has shown. */
const isSaid = ([{ _base }, value, inside]: Shown): boolean =>
  inside
    ? value.length == _base.length && value.every((item: Instance, at: number) => item == _base[at]) && json(value.map(valuesOf)) == inside
    : textOf(_base) == textOf(value);

/** A value as text, in which it is one whether something is true or `1`. */
const textOf = (value: any): string => (isBoolean(value) ? +value : value) + "";

/** Lays a value over a hole; where the same arm or row is shown, over what is in it, unless only other handlers have changed that. */
const cover = (pending: PendingEvent, instance: Instance, hole: number, value: Json): void => {
  const spec = instance._template._holes[hole]!;
  const at = instance._at[hole];
  const by = changes.get(spec);
  const isOthers = by && !by.has(pending._handler);
  if (isUncached(spec, at)) return;
  if (!isPlace(spec[0])) {
    if (!isOthers) for (const [name, shown] of cellsOf(instance, hole, value)) lay(cell(at, name), shown, pending._layers);
    return;
  }
  const shown = (at as Region)._shown ?? at._base;
  const items = overlay(at, value, (item, values, from) => {
    item._template._holes.forEach(([kind], inner) => hasValue(kind) && cover(pending, item, inner, values[from++]!));
    return from;
  });
  const isSame = items.length == shown.length && items.every((item, at) => item == shown[at]);
  if (!isOthers && (by || !isSame)) lay(at, items, pending._layers);
};

const UNCACHED = "[data-uncached]";

/** Whether a hole is no part of results: a component, a content of one, or in an element that says so. */
const isUncached = (spec: Hole, at: any): boolean => {
  const [kind] = spec;
  const node = isPlace(kind) ? at._anchor : at;
  const element = isElement(node) ? node : parentOf(node);
  return (kind == BLOCK && !!templatesIn(spec)[0]?._part) || (isElement(element) && !!closest(element, UNCACHED));
};

/** Whether an event makes a hit before it void. What is bound to what that has shown does not: it needs it to be so. */
const replaces = (pending: PendingEvent, before: PendingEvent): boolean =>
  pending._handler == before._handler && viewOf(pending._instance) == viewOf(before._instance) && !varies(pending) && !isNeeded(before);

/** Whether another hit that the server has not heard of is bound to what one has shown. */
const isNeeded = (before: PendingEvent): boolean => [...unreported].some((other) => boundTo(other).some(({ _event }) => _event == before));

/** Tells the server of the hits that an event has followed and that it has not heard of; one that the event replaces needs no telling. */
const report = (pending: PendingEvent): void => {
  for (const { _event } of pending._hits) {
    if (!unreported.delete(_event)) continue;
    if (!replaces(pending, _event)) enqueue(_event);
    else {
      // What answers another question confirms nothing.
      for (const hit of _event._settles) hit._confirmed = NaN;
      merge(_event, pending);
    }
  }
};

/** Notes that the next frame, if it confirms no hit, changes what the user sees of a view: what lies under a hit they do not see. */
const noteChange = (view: Instance, hole: number, pending?: PendingEvent): void => {
  const isHidden = [...hits].some(({ _event, _view, _holes }) => !_event._done && _view == view && _holes.has(hole));
  if (!isHidden && !pending?._settles[0]) view._changed = page._frame + 1;
};

/** The hits that an event's listener may be bound to, unless results leave its place alone: there, the user sees older values. */
const boundTo = (pending: PendingEvent): Hit[] => (varies(pending) && !isInContent(pending._instance) && !closest(pending._element, UNCACHED) ? pending._hits.filter(({ _view, _holes }) => _view == viewOf(pending._instance) && _holes.size) : []);

/**
 * Whether a prediction that an event is about has not come true: the handler could run for another row. The frame that has confirmed it
 * shows what the user saw.
 */
const isVoid = (pending: PendingEvent): boolean => {
  const { _seen } = pending;
  return boundTo(pending).some(({ _confirmed, _view }) => {
    pending._seen = Math.max(pending._seen, _confirmed!);
    return !_confirmed || _view._changed! > _seen;
  });
};

/** By hole, the handlers whose answers have changed it; `undefined` stands for all else that has. */
const changes = new Map<Hole, Set<Handler | undefined>>();

/** Whether a value is all of a hole, and no patch of what is in it. */
const isWhole = ([kind]: Hole, value: any): boolean => (kind == BLOCK ? !value || value[0] >= 0 : kind != LIST || value.at(-3) < 0);

/**
 * Notes what a frame changes, as the answer to an event if it is one: what earlier results have in holes that no answer has changed is
 * what is there. Gives what remembers the answer when it was applied, if anything is to.
 */
const record = (pending?: PendingEvent): (() => void) | undefined => {
  if (!page._handlers.some(({ cache }) => cache)) return;
  const handler = pending?._handler;
  const view = pending?._key ? viewOf(pending._instance) : undefined;
  const results = handler ? resultsOf(handler) : new Map<string, Result>();
  const own = view && (handler!._changes ||= new Set());
  page._onChange = (instance, hole, value) => {
    const spec = instance._template._holes[hole]!;
    const isCached = !isUncached(spec, instance._at[hole]);
    if (isCached) noteChange(instance, hole, pending);
    if (isWhole(spec, value)) addTo(changes, spec, handler);
    if (instance != view || !isCached) return;
    for (const { _view, _values } of results.values()) if (_view == view && !_values.has(hole)) _values.set(hole, valueAt(view, hole));
    own!.add(hole);
  };
  if (!view) return;
  return () => {
    let [ttl, most, bytes] = handler!.cache!;
    let size = 0;
    const values = new Map([...own!].map((hole) => [hole, valueAt(view, hole)]));
    results.delete(pending!._key!);
    results.set(pending!._key!, { _view: view, _values: values, _until: time() + ttl, _size: json([...values]).length });
    for (const [key, { _view, _size }] of [...results].reverse()) {
      const isTooMuch = _view == view ? (size += _size) > bytes || most-- < 1 : !isConnected(_view._first);
      if (isTooMuch) results.delete(key);
    }
  };
};

/** Forgets results: all, all of a handler, or one by its parameters. */
const invalidate = (name?: string, ...parameters: any[]): void => {
  const start = parameters[0] === undefined ? "" : json(parameters);
  for (const handler of page._handlers) {
    if (name == null || name == handler.name) {
      for (const key of resultsOf(handler).keys()) if (key.startsWith(start)) resultsOf(handler).delete(key);
    }
  }
};

/** Forgets everything: the page has become another. */
const forget = (waiting: PendingEvent[]): void => {
  for (const pending of waiting) pending._hits = [];
  invalidate();
  unreported.forEach(drop);
  unreported.clear();
};

/** Shows the result of an event, if one is known. */
const begin = (pending: PendingEvent): boolean | undefined => {
  const result = recall(pending);
  if (!result) return;
  cancel(pending);
  flushBefore();
  return hit(pending, result);
};

/** Remembers the answer to an event. */
let store: (() => void) | undefined;

api.invalidate = invalidate;

export const cache: Feature = {
  _begin: begin,
  _send: report,
  _waits: (pending) => boundTo(pending).some(({ _event }) => !_event._done),
  _transmit: isVoid,
  _merge(pending, into) {
    for (const hit of pending._settles) hit._event = into;
    into._settles.push(...pending._settles);
  },
  _rest(pending) {
    // It would keep all hits before it in memory.
    if (pending._done) pending._hits = [];
  },
  _forget: forget,
  _lift() {
    for (const { _event } of hits) lift(_event._layers);
  },
  _patch(pending) {
    store = record(pending);
  },
  _patched(effects) {
    if (effects?.error == null) store?.();
  },
  _effects({ invalidate: stale }) {
    if (stale === 0) invalidate();
    for (const entry of stale || []) invalidate(...([entry].flat() as [string, ...Json[]]));
  },
};
