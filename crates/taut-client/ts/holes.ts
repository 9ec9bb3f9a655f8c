/** Writes a value into a hole, and reads what the server has said there. */
import { put, said, showLater } from "./cells";
import { of } from "./dom";
import { BLOCK, CLASSES, FLAG, isPlace, LIST, SPREAD } from "./kinds";
import { page } from "./page";
import { renew, setBlock, setList } from "./regions";
import type { Instance, Region } from "./types";

/** The classes in a text, but for those that stand beside it. */
export const tokens = (text: string, beside: string): string[] =>
  (text.match(/\S+/g) ?? []).filter((token) => !beside.split(" ").includes(token));

/** What a value means for the cells of a hole: pairs of a name and a value. */
export const cellsOf = ({ _template, _said }: Instance, hole: number, value: any): [name: string, value: any][] => {
  const [kind, , name] = _template._holes[hole]!;
  if (kind == CLASSES) {
    const after = tokens(value, name);
    return [..._said[hole].map((token: string) => ["." + token, after.includes(token)]), ...after.map((token) => ["." + token, true])];
  }
  return kind == SPREAD ? value.flatMap((name: any, at: number) => (at % 2 ? [] : [["@" + name, value[at + 1]]])) : [[name, value]];
};

/** Writes a value that a frame changes. */
export const write = (instance: Instance, hole: number, value: any): void => {
  page._onChange?.(instance, hole, value);
  fill(instance, hole, value);
};

/** Writes a value into a hole. */
export const fill = (instance: Instance, hole: number, value: any): void => {
  const spec = instance._template._holes[hole]!;
  const kind = spec[0];
  const at = instance._at[hole];
  if (isPlace(kind)) {
    (kind == LIST ? setList : setBlock)(at, value);
    if (at._shown) showLater(at);
  } else if (kind > LIST) throw "no such hole";
  else if (kind != CLASSES && kind != SPREAD) put(at, spec[2], value);
  else for (const [name, shown] of cellsOf(instance, hole, value)) put(at, name, shown);
  if (kind == CLASSES) instance._said[hole] = tokens(value, spec[2]);
  if (kind == SPREAD) instance._said[hole] = value;
};

/** The attributes of an element, as a spread has them. */
export const spreadOf = (element: any): string[] => [...of(element, "attributes")].flatMap(({ name, value }: Attr) => [name, value]);

/** What the server has said of a hole: what would write it into a new instance. */
export const valueAt = (instance: Instance, hole: number): any => {
  const [kind, , name] = instance._template._holes[hole]!;
  const at = instance._at[hole];
  if (kind == CLASSES) return instance._said[hole].join(" ");
  if (kind == SPREAD) return instance._said[hole];
  if (kind < BLOCK) return said(at, name);
  const { _base } = at as Region;
  if (kind == BLOCK) return _base[0] ? [_base[0]._key, ...valuesOf(_base[0])] : 0;
  return _base[0] ? [-2, _base.length, ..._base.flatMap((item) => [item._rowKey, ...valuesOf(item)]), -3, 0, _base.length] : [];
};

/** The same of all holes that have a value. */
export const valuesOf = (instance: Instance): any[] =>
  instance._template._holes.flatMap((spec, hole) => (spec[0] <= LIST ? [valueAt(instance, hole)] : []));

/** Writes the values of all holes that have one, from a position on; gives the position after them. What is new shows nothing yet; what is not keeps its rows. */
export const writeAll = (instance: Instance, values: any[], at: number, isNew?: boolean): number => {
  const { _holes } = instance._template;
  for (let hole = 0; hole < _holes.length; hole++) {
    const kind = _holes[hole]![0];
    if (kind > LIST) continue;
    const value = values[at++];
    if (!isNew && kind == LIST) renew(instance._at[hole], value);
    else if (!isNew || value || kind < FLAG) fill(instance, hole, value);
  }
  return at;
};

/** Writes pairs of a hole and a value. */
export const patch = (instance: Instance, pairs: any[], at: number): void => {
  for (; at + 1 < pairs.length; at += 2) write(instance, pairs[at], pairs[at + 1]);
};
