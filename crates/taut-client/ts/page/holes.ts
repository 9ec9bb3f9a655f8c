/** Writes a value into a hole, and reads what the server has said there. */
import { put, said } from "./cells";
import { BLOCK, type CellHole, CLASSES, hasValue, isPlace, isSeveral, type Json, keepsEmpty, LIST, MAKE, PLACE, SPREAD, STYLES } from "../facts";
import { places } from "./instance";
import { page } from "./page";
import { pairsIn, tokens } from "./several";
import type { Instance, Region } from "../types";

/** What a value means for the cells of a hole: pairs of a name and a value. */
export const cellsOf = ({ _template, _said }: Instance, hole: number, value: any): [name: string, value: any][] => {
  const spec = _template._holes[hole]!;
  if (spec[0] == CLASSES) {
    const after = tokens(value, spec);
    return [..._said[hole].map((token: string) => ["." + token, after.includes(token)]), ...after.map((token) => ["." + token, true])];
  }
  if (spec[0] == SPREAD) return pairsIn(value).map(([name, shown]) => ["@" + name, shown]);
  if (spec[0] == STYLES) return pairsIn(value).map(([name, shown]) => [":" + name, shown ?? ""]);
  const [, , name] = spec as CellHole;
  return [[name, value]];
};

/** Writes a value that a frame changes. */
export const write = (instance: Instance, hole: number, value: Json): void => {
  page._onChange?.(instance, hole, value);
  fill(instance, hole, value);
};

/** Writes a value into a hole. */
export const fill = (instance: Instance, hole: number, value: Json): void => {
  const spec = instance._template._holes[hole]!;
  const [kind, , name] = spec;
  const at = instance._at[hole];
  if (isPlace(kind)) places._set(at, value);
  else if (!hasValue(kind)) throw "no such hole";
  else if (!isSeveral(kind)) put(at, name as string, value);
  else {
    for (const [name, shown] of cellsOf(instance, hole, value)) put(at, name, shown);
    instance._said[hole] =
      spec[0] == CLASSES ? tokens(value as string, spec) : [...new Map([instance._said[hole], value].flatMap(pairsIn))].flat();
  }
};

/** What the server has said of a hole: what would write it into a new instance. */
export const valueAt = (instance: Instance, hole: number): any => {
  const [kind, , name] = instance._template._holes[hole]!;
  const at = instance._at[hole];
  if (isSeveral(kind)) return kind == CLASSES ? instance._said[hole].join(" ") : instance._said[hole];
  if (!isPlace(kind)) return said(at, name as string);
  const { _base } = at as Region;
  if (kind == BLOCK) return _base[0] ? [_base[0]._key, ...valuesOf(_base[0])] : 0;
  return _base[0] ? [MAKE, _base.length, ..._base.flatMap((item) => [item._rowKey, ...valuesOf(item)]), PLACE, 0, _base.length] : [];
};

/** The same of all holes that have a value. */
export const valuesOf = (instance: Instance): Json[] =>
  instance._template._holes.flatMap(([kind], hole) => (hasValue(kind) ? [valueAt(instance, hole)] : []));

/** Writes the values of all holes that have one, from a position on; gives the position after them. What is new shows nothing yet; what is not keeps its rows. */
export const writeAll = (instance: Instance, values: Json[], at: number, isNew?: boolean): number => {
  const { _holes } = instance._template;
  for (let hole = 0; hole < _holes.length; hole++) {
    const [kind] = _holes[hole]!;
    if (!hasValue(kind)) continue;
    const value = values[at++]!;
    if (!isNew && kind == LIST) places._renew(instance._at[hole], value as Json[]);
    else if (!isNew || value || keepsEmpty(kind)) fill(instance, hole, value);
  }
  return at;
};

/** Writes pairs of a hole and a value. */
export const patch = (instance: Instance, pairs: Json[], at: number): void => {
  for (; at + 1 < pairs.length; at += 2) write(instance, pairs[at] as number, pairs[at + 1]!);
};
