/** Writes a value into a hole, and reads what the server has said there. */
import { put, said, showLater } from "./cells";
import { attribute, of } from "./dom";
import { BLOCK, type CellHole, type ClassesHole, CLASSES, hasValue, isPlace, isSeveral, type Json, keepsEmpty, LIST, MAKE, PLACE, SPREAD, STYLES } from "./facts";
import { page } from "./page";
import { renew, setBlock, setList } from "./regions";
import type { Hole, Instance, Region } from "./types";

/** The classes in a text, but for those that stand beside it. */
export const tokens = (text: string, [, , beside]: ClassesHole): string[] =>
  (text.match(/\S+/g) ?? []).filter((token) => !beside.split(" ").includes(token));

/** The pairs in a list of names and values. */
const pairsIn = (list: Json[]): [name: Json, value: Json][] => list.flatMap((name, at) => (at % 2 ? [] : [[name, list[at + 1]!]]));

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
  if (isPlace(kind)) {
    (kind == LIST ? setList : setBlock)(at, value as any);
    if (at._shown) showLater(at);
  } else if (!hasValue(kind)) throw "no such hole";
  else if (!isSeveral(kind)) put(at, name as string, value);
  else {
    for (const [name, shown] of cellsOf(instance, hole, value)) put(at, name, shown);
    instance._said[hole] =
      spec[0] == CLASSES ? tokens(value as string, spec) : [...new Map([instance._said[hole], value].flatMap(pairsIn))].flat();
  }
};

/** What an element says at first in a hole that stands for several things of it. */
export const saidAt = (element: any, spec: Hole): any => {
  if (spec[0] == CLASSES) return tokens(attribute(element, "class") ?? "", spec);
  if (spec[0] == SPREAD) return [...of(element, "attributes")].flatMap(({ name, value }: Attr) => [name, value]);
  const style = of(element, "style");
  return [...style].flatMap((name) => [name, style.getPropertyValue(name)]);
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
    if (!isNew && kind == LIST) renew(instance._at[hole], value as Json[]);
    else if (!isNew || value || keepsEmpty(kind)) fill(instance, hole, value);
  }
  return at;
};

/** Writes pairs of a hole and a value. */
export const patch = (instance: Instance, pairs: Json[], at: number): void => {
  for (; at + 1 < pairs.length; at += 2) write(instance, pairs[at] as number, pairs[at + 1]!);
};
