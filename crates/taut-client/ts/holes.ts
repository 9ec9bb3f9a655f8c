/** Writes a value into a hole. Each kind does what it says and touches nothing else. */
import { setProperty } from "./controls";
import { call, of, set } from "./dom";
import { LIST } from "./kinds";
import { clear, setBlock, setList } from "./regions";
import { trusted } from "./templates";
import type { Instance } from "./types";

type Writer = (node: any, name: string, value: any, instance: Instance, hole: number) => void;

const attribute = (node: Element, name: string, value: any): void =>
  value === null ? call(node, "removeAttribute", name) : call(node, "setAttribute", name, value);

const tokens = (text: string): string[] => text.match(/\S+/g) ?? [];

/** The classes of an element but for some. */
export const classesOf = (node: Element, beside: string): string[] => without(beside, [...of(node, "classList")]);

const without = (beside: string, classes: string[]) => classes.filter((name) => !tokens(beside).includes(name));

/** By kind, in the order of the numbers in the asset. */
const writers: Writer[] = [
  (node, _, value) => (node.data = value),
  attribute,
  (node, name, value) => call(node, "toggleAttribute", name, !!value),
  setProperty,
  (node, name, value) => of(node, "classList").toggle(name, !!value),
  (node, beside, value, { _said }, hole) => {
    const classes = of(node, "classList");
    classes.remove(..._said[hole]);
    classes.add(...(_said[hole] = without(beside, tokens(value))));
  },
  (node, name, value) => of(node, "style").setProperty(name, value),
  (node, _, value) => {
    for (let at = 0; at < value.length; at += 2) attribute(node, value[at], value[at + 1]);
  },
  (node, _, value) => set(node, "innerHTML", trusted(value)),
  (region, _, value) => setBlock(region, value),
  (region, _, value) => setList(region, value),
];

/** Writes a value into a hole. */
export function write(instance: Instance, hole: number, value: any): void {
  const [kind, , name] = instance._template._holes[hole]!;
  writers[kind]!(instance._at[hole], name, value, instance, hole);
}

/** Writes the values of all holes that have one, from a position on; gives the position after them. */
export function writeAll(instance: Instance, values: any[], at: number): number {
  instance._template._holes.forEach(([kind], hole) => {
    if (kind == LIST) clear(instance._at[hole]);
    if (writers[kind]) write(instance, hole, values[at++]);
  });
  return at;
}

/** Writes pairs of a hole and a value; gives the position after the last pair. */
export function patch(instance: Instance, pairs: any[], at: number): number {
  for (; at + 1 < pairs.length; at += 2) write(instance, pairs[at], pairs[at + 1]);
  return at;
}
