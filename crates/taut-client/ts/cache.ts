/**
 * Remembers what handlers have answered, by their parameters. A hit is a prediction like any other; the server
 * learns of it with the next event.
 */
import { drop, merge, parameterOf } from "./act";
import { cell, lay } from "./cells";
import { transmit } from "./connection";
import { log } from "./debug";
import { all, contains, doc, json } from "./dom";
import { cellsOf, valueAt } from "./holes";
import { isPlace } from "./kinds";
import { CACHE_SIZE } from "./limits";
import { page } from "./page";
import { adopt, overlay } from "./regions";
import type { Act, Handler, Results } from "./types";


/** The last hit of each handler that the server has not heard of. */
const unreported = new Map<Handler, Act>();

/** What is known of a handler; what was used last comes last. */
const resultsOf = (handler: Handler): Results => (handler._results ||= new Map());

/** Shows a result that is known; tells whether there is nothing more to do. */
export const hit = (act: Act): boolean => {
  const { _handler, _address, _layers, _commits } = act;
  const [ttl, , revalidate, ...parameters] = _handler.cache ?? [];
  const values = parameters.map((parameter) => parameterOf(act, parameter));
  if (!ttl || values.includes(undefined)) return false;
  // Views in rows share their handlers, but not what is known.
  const key = (act._key = json(values) + [_address].flat().slice(0, -1));
  const results = resultsOf(_handler);
  const result = results.get(key);
  results.delete(key);
  if (!result || result._until < Date.now()) return false;
  results.set(key, result);
  log("hit", act, key);
  for (const [hole, value] of result._values) {
    const at = page._root._at[hole];
    if (isRegion(hole)) {
      const items = overlay(at, value);
      lay(at, () => items, _layers);
      _commits.push(() => adopt(at, items));
    } else for (const [name, shown] of cellsOf(page._root, hole, value)) lay(cell(at, name), shown, _layers);
  }
  if (revalidate) return false;
  const before = unreported.get(_handler);
  unreported.delete(_handler);
  unreported.set(_handler, act);
  if (before) drop(before);
  return true;
};

/** Tells the server of the hits that it has not heard of; one of an event's own handler needs no telling. */
export const report = (act: Act): void => {
  for (const [handler, hit] of unreported) {
    unreported.delete(handler);
    if (handler == act._handler) merge(hit, act);
    else transmit(hit);
  }
};

/**
 * Before an answer changes holes: what earlier results have in those that no answer has changed is what is there.
 * Gives what remembers the answer when it was applied.
 */
export const prepare = ({ _handler, _key }: Act, changing: number[]): () => void => {
  const results = resultsOf(_handler);
  const holes = new Set(changing.filter(isCached));
  for (const { _values } of results.values()) {
    for (const hole of holes) if (!_values.has(hole)) _values.set(hole, valueAt(page._root, hole));
    for (const hole of _values.keys()) holes.add(hole);
  }
  return () => {
    let [ttl, most] = _handler.cache!;
    let size = 0;
    const values = new Map([...holes].map((hole) => [hole, valueAt(page._root, hole)]));
    results.delete(_key!);
    results.set(_key!, { _values: values, _until: Date.now() + ttl, _size: json([...values]).length });
    for (const [key, { _size }] of [...results].reverse()) if ((size += _size) > CACHE_SIZE || most-- < 1) results.delete(key);
  };
};

const isRegion = (hole: number): boolean => isPlace(page._root._template._holes[hole]![0]);

/** Whether a hole is part of results: an element around it may say that it is not. */
const isCached = (hole: number): boolean => {
  const at = page._root._at[hole];
  return !all(doc, "[data-uncached]").some((element) => contains(element, isRegion(hole) ? at._anchor : at));
};

/** Forgets results: all, all of a handler, or one by its parameters. */
export const invalidate = (name?: string, ...parameters: any[]): void => {
  const start = parameters[0] === undefined ? "" : json(parameters);
  for (const handler of page._handlers) {
    if (name == null || name == handler.name) {
      for (const key of resultsOf(handler).keys()) if (key.startsWith(start)) resultsOf(handler).delete(key);
    }
  }
};

/** Forgets everything: the page has become another. */
export const forget = (): void => {
  invalidate();
  unreported.forEach(drop);
  unreported.clear();
};
