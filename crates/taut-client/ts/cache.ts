/**
 * Remembers what handlers have answered, by their parameters. A hit is a prediction like any other; the server
 * learns of it with the next event.
 */
import { drop, merge, parameterOf } from "./act";
import { cell, lay } from "./cells";
import { transmit } from "./connection";
import { log } from "./debug";
import { all, call } from "./dom";
import { cellsOf, valueAt } from "./holes";
import { BLOCK } from "./kinds";
import { page } from "./page";
import { adopt, overlay } from "./regions";
import type { Act, Handler } from "./types";

/** All results together are not greater than this, in characters. */
const MAX_SIZE = 1 << 20;

interface Result {
  /** What each hole of the page held. */
  _values: [hole: number, value: any][];
  _until: number;
  _size: number;
}

interface Results {
  /** All holes that an answer has ever changed. */
  _holes: Set<number>;
  /** The one that was used last comes last. */
  _results: Map<string, Result>;
}

let known = new Map<Handler, Results>();

/** The last hit of each handler that the server has not heard of. */
const unreported = new Map<Handler, Act>();

/** Shows a result that is known; tells whether there is nothing more to do. */
export function hit(act: Act): boolean {
  const [ttl, , revalidate, ...parameters] = act._handler.cache ?? [];
  if (!ttl) return false;
  const values = parameters.map((parameter) => parameterOf(act, parameter));
  if (values.includes(undefined)) return false;
  // Views in rows share their handlers, but not what is known.
  act._key = JSON.stringify(values) + [act._address].flat().slice(0, -1);
  const { _results } = resultsOf(act._handler);
  const result = _results.get(act._key);
  if (!result) return false;
  _results.delete(act._key);
  if (result._until < Date.now()) return false;
  _results.set(act._key, result);
  log("hit", act, act._key);
  for (const [hole, value] of result._values) predictHole(act, hole, value);
  if (revalidate) return false;
  const before = unreported.get(act._handler);
  unreported.delete(act._handler);
  unreported.set(act._handler, act);
  if (before) drop(before);
  return true;
}

function resultsOf(handler: Handler): Results {
  let results = known.get(handler);
  if (!results) known.set(handler, (results = { _holes: new Set(), _results: new Map() }));
  return results;
}

function predictHole(act: Act, hole: number, value: any): void {
  const at = page._root._at[hole];
  if (isRegion(hole)) {
    const items = overlay(at, value);
    lay(at, () => items, act._layers);
    act._commits.push(() => adopt(at, items));
  } else for (const [name, shown] of cellsOf(page._root, hole, value)) lay(cell(at, name), shown, act._layers);
}

/** Tells the server of all hits before an event, whose own handler needs no telling. */
export function report(act: Act): void {
  for (const [handler, hit] of unreported) {
    unreported.delete(handler);
    if (handler == act._handler) merge(hit, act);
    else transmit(hit);
  }
}

/** Before an answer changes holes that no answer has changed: earlier results had in them what is there. */
export function prepare(act: Act, changing: number[]): void {
  const { _holes, _results } = resultsOf(act._handler);
  for (const hole of changing) {
    if (_holes.has(hole) || !isCached(hole)) continue;
    _holes.add(hole);
    for (const { _values } of _results.values()) _values.push([hole, valueAt(page._root, hole)]);
  }
}

/** Remembers the answer to an event. */
export function remember(act: Act): void {
  const { cache } = act._handler;
  const { _holes, _results } = resultsOf(act._handler);
  const values: [number, any][] = [..._holes].map((hole) => [hole, valueAt(page._root, hole)]);
  _results.delete(act._key!);
  _results.set(act._key!, { _values: values, _until: Date.now() + cache![0], _size: JSON.stringify(values).length });
  let size = 0;
  for (const [key, result] of [..._results].reverse()) {
    size += result._size;
    if (size > MAX_SIZE || _results.size > cache![1] && key == [..._results.keys()][0]) _results.delete(key);
  }
}

const isRegion = (hole: number): boolean => page._root._template._holes[hole]![0] >= BLOCK;

/** Whether a hole is part of results: an element around it may say that it is not. */
function isCached(hole: number): boolean {
  const at = page._root._at[hole];
  return !all(document, "[data-uncached]").some((element) => call(element, "contains", isRegion(hole) ? at._anchor : at));
}

/** Forgets results: all, all of a handler, or one by its parameters. */
export function invalidate(name?: string, ...parameters: any[]): void {
  for (const [handler, { _results }] of known) {
    if (name == null || name == handler.name) {
      const start = parameters.length ? JSON.stringify(parameters) : "";
      for (const key of _results.keys()) if (key.startsWith(start)) _results.delete(key);
    }
  }
}

/** Forgets everything: the page has become another. */
export function forget(): void {
  known = new Map();
  for (const hit of unreported.values()) drop(hit);
  unreported.clear();
}
