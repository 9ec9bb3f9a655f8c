/**
 * Predicts what handlers do, from their own Rust: the values that the page shows are those of the server, changed by each pending event
 * in its order. Whenever either changes, all of it is computed again.
 */
import type { Client } from "../add_ons";
import { ATTRIBUTE, BLOCK, type EventHole, FORMULA, hasValue, LIST, TEXT } from "../facts";
import type { Feature } from "../hooks";
import { FORMULAS, templatesIn } from "../kinds";
import type { Cell, Hole, Instance, Layer, PendingEvent, Template } from "../types";
import { evaluator, run, type Tree } from "./predict/run";
import { as, attempt, panic, parse, row, shown, unknown, type Value } from "./predict/values";

// For tests, which run what the browser does.
export { attempt, evaluator, parse, run, shown };

/** A formula: the hole whose value it gives, and how a boolean is written there. */
type Formula = [kind: typeof FORMULA, path: number[], hole: number, tree: Tree, yes?: string, no?: string | null];

/** The fields that a formula reads. */
const fieldsIn = (tree: any): number[] => (!Array.isArray(tree) ? [] : tree[0] == "get" ? [tree[2]] : tree.flatMap(fieldsIn));

/** Values of fields, by what they belong to; nothing if they are not known. */
type Values = Map<Owner | undefined, Map<number, Value | undefined>>;

/** The view, or a row by its key: several loops may show it. */
type Owner = Instance | number;

export default ({ _cell, _detach, _each, _lay, _overlay, _page, _parameterOf, _showLater, _showNow, _valueAt, _viewOf }: Client): Feature => {
  /** The events whose handlers are predicted. */
  let pending: PendingEvent[] = [];
  /** Those that are sent, in their order: the server handles them before what still waits. */
  const sent = new Map<PendingEvent, number>();
  /** Those whose prediction is shown. */
  let predicted = new Set<PendingEvent>();
  /** What is shown for all of them: one layer of each cell. */
  let layers: Layer[] = [];
  let count = 0;
  /** Whether a frame is being applied. */
  let isBusy = false;

  /** The view of an event; that of the page may have been found again since. */
  const viewOf = ({ _instance }: PendingEvent): Instance => {
    const view = _viewOf(_instance);
    return view._region ? view : _page._root;
  };

  /** The row so many loops further out. */
  const rowAt = (instance: Instance, depth: number): Instance => {
    for (; ; instance = instance._region!._owner) if (instance._region!._spec[0] == LIST && !--depth) return instance;
  };

  /** Whether the server knows of all that an instance is in. */
  const isKnown = (instance: Instance): boolean => {
    const { _key, _region } = instance;
    return !_region || (_region._spec[0] == LIST ? _key >= 0 : _region._base[0] == instance) && isKnown(_region._owner);
  };

  /** The formulas of a view, with their instances. */
  const formulasOf = (view: Instance): [Instance, Formula][] => {
    const found: [Instance, Formula][] = [];
    _each(view, FORMULAS, (instance, hole) => {
      if (_viewOf(instance) == view) found.push([instance, instance._template._holes[hole] as unknown as Formula]);
    });
    return found;
  };

  /** Computes what a view shows, for each cell that changes. */
  const predict = (view: Instance, events: PendingEvent[], wanted: Map<Cell, any>): void => {
    const [kinds] = events[0]!._handler.predict!;
    const sources = new Map<Owner, [Instance, number][]>();
    const state: Values = new Map();
    let hasChanged = false;
    /** The fields that the page shows, and whether an event has set one. */
    const read = new Set<number>();
    let isShown = false;

    const ownerOf = (instance: Instance, depth: number | Instance): Owner => {
      if (!depth) return view;
      const row = typeof depth == "object" ? depth : rowAt(instance, depth);
      return row._rowKey ?? row;
    };
    const get = (owner: Owner, field: number): Value => {
      const own = state.get(owner);
      if (own?.has(field) || state.get(undefined)?.has(field)) {
        hasChanged = true;
        return own?.get(field) ?? unknown();
      }
      const [instance, hole] = sources.get(owner)?.[field] ?? unknown();
      return parse(kinds[field], _valueAt(instance, hole));
    };
    const set = (owner: Owner | undefined, field: number, value?: Value): void => {
      if (!state.has(owner)) state.set(owner, new Map());
      state.get(owner)!.set(field, value);
      if (value && read.has(field)) isShown = true;
    };
    const forget = (field: number): void => {
      for (const own of state.values()) if (own.has(field)) own.set(field, undefined);
      set(undefined, field);
    };
    /** What evaluates trees at an instance. */
    const evaluatorAt = (instance: Instance, sourcesOf?: any, locals: (Value | undefined)[] = []) =>
      evaluator(
        (of, field) => get(ownerOf(instance, of), field),
        (of, field, value) => set(ownerOf(instance, of), field, attempt(() => as(kinds[field], value ?? unknown()))),
        forget,
        (key, parameter) => {
          const [depth, own] = sourcesOf[parameter] ?? [];
          // Whether it finds a row decides what the handler does.
          if (own != key || [...state.values()].some((values) => values.has(key))) panic();
          const found = rowAt(instance, depth);
          return found._region!._base.includes(found) ? row(found) : panic();
        },
        locals,
      );

    /** What a hole shows, as a frame says it. */
    const valueOf = (instance: Instance, spec: Hole, [, , , tree, yes, no]: Formula): any => {
      const value = evaluatorAt(instance)(tree);
      const [kind] = spec;
      if (kind == BLOCK) return value < 0 ? 0 : [value, ...valuesIn(instance, templatesIn(spec)[value]!)];
      if (value._kind != "bool" || (kind != TEXT && kind != ATTRIBUTE)) return value._kind == "bool" ? value._value : shown(value);
      return yes == null ? value._value + "" : value._value ? yes : no;
    };

    /** What an arm shows that is not in the page, if all of it is known. */
    const valuesIn = (instance: Instance, { _holes }: Template): any[] =>
      _holes.flatMap((spec, hole) => {
        const isOf = (formula: any): boolean => formula[0] == FORMULA && formula[2] == hole;
        return hasValue(spec[0]) ? [valueOf(instance, spec, (_holes.find(isOf) as any) ?? unknown())] : [];
      });

    const formulas = formulasOf(view);
    for (const [instance, [, , hole, tree]] of formulas) {
      fieldsIn(tree).forEach((field) => read.add(field));
      const [op, of, field] = tree as [string, number, number];
      if (op != "get" || !isKnown(instance)) continue;
      const owner = ownerOf(instance, of);
      if (!sources.has(owner)) sources.set(owner, []);
      sources.get(owner)![field] ??= [instance, hole];
    }
    for (const event of events) {
      const [, parameters, body] = event._handler.predict!;
      const hole = event._instance._template._holes[event._hole] as EventHole;
      // A parameter that the server would refuse is none: whatever throws here, the event goes on without a prediction.
      const evaluate = (tree: Tree): unknown => {
        const locals = parameters.map((kind, at) => attempt(() => parse(kind, _parameterOf(event, at))));
        return evaluatorAt(event._instance, hole[6], locals)(tree);
      };
      isShown = false;
      const before = new Map([...state].map(([owner, values]) => [owner, new Map(values)]));
      if (run(evaluate, body as Tree)) isShown && predicted.add(event);
      else {
        state.clear();
        before.forEach((values, owner) => state.set(owner, values));
      }
    }
    for (const [instance, formula] of formulas) {
      const [, , hole] = formula;
      const spec = instance._template._holes[hole]!;
      hasChanged = false;
      try {
        const value = valueOf(instance, spec, formula);
        const at = instance._at[hole];
        if (!hasChanged) continue;
        if (spec[0] != BLOCK) {
          if (value + "" != _valueAt(instance, hole) + "") wanted.set(_cell(at, spec[2] as string), value);
        } else if ((value ? value[0] : -1) != (at._base[0]?._key ?? -1)) wanted.set(at, _overlay(at, value, () => NaN));
      } catch {
        // It is left to the server.
      }
    }
  };

  /** Shows what is predicted by now. Within a frame, what goes is shown when all of it is there. */
  const update = (isFrame?: boolean): void => {
    if (isBusy && !isFrame) return;
    const wanted = new Map<Cell, any>();
    predicted = new Set();
    const placeOf = (event: PendingEvent): number => sent.get(event) ?? 1e9;
    pending.sort((one, other) => placeOf(one) - placeOf(other) || one._order - other._order);
    for (const view of new Set(pending.map(viewOf))) {
      const found = new Map<Cell, any>();
      try {
        predict(view, pending.filter((event) => viewOf(event) == view), found);
        found.forEach((value, cell) => wanted.set(cell, value));
      } catch {
        // What the page says of itself was altered: it shows what the server says.
        pending.forEach((event) => viewOf(event) == view && predicted.delete(event));
      }
    }
    const gone = layers.filter((layer) => {
      const { _cell, _value } = layer;
      if (!wanted.has(_cell)) return true;
      const value = wanted.get(_cell);
      wanted.delete(_cell);
      if (value !== _value) {
        layer._value = value;
        _showLater(_cell);
      }
    });
    layers = layers.filter((layer) => !gone.includes(layer));
    _detach(gone);
    wanted.forEach((value, cell) => _lay(cell, value, layers));
    if (!isFrame) _showNow();
  };

  const end = (isEnded: (event: PendingEvent) => unknown): void => {
    pending = pending.filter((event) => !isEnded(event) || void sent.delete(event));
  };

  return {
    _predict(event) {
      if (!event._handler.predict) return false;
      pending.push(event);
      update();
      return predicted.has(event);
    },
    _transmit(event) {
      if (event._handler.predict) {
        sent.set(event, ++count);
        update();
      }
      return false;
    },
    _rest(event) {
      if (!event._done || !pending.includes(event)) return;
      end((other) => other == event);
      update();
    },
    _replace() {
      isBusy = true;
    },
    _patch() {
      isBusy = true;
    },
    _patched() {
      const last = _page._answers?._number;
      end(({ _number }) => last && _number && _number <= last);
      update(true);
    },
    _finish() {
      isBusy = false;
      if (pending[0] || layers[0]) update();
    },
    _entered() {
      isBusy = false;
      update();
    },
    _lift() {
      _detach(layers);
      _showNow();
    },
  };
};
