/** Holes whose value stands for several things of a node: classes, attributes, style properties. */
import { attribute, of } from "./dom";
import { CLASSES, type ClassesHole, type Json, SPREAD } from "../facts";
import type { Hole } from "../types";

/** The classes in a text, without the static ones and those with holes of their own. */
export const tokens = (text: string, [, , beside]: ClassesHole): string[] =>
  (text.match(/\S+/g) ?? []).filter((token) => !beside.split(" ").includes(token));

/** The pairs in a list of names and values. */
export const pairsIn = (list: Json[]): [name: Json, value: Json][] => list.flatMap((name, at) => (at % 2 ? [] : [[name, list[at + 1]!]]));

/** What an element says at first in a hole that stands for several things of it. */
export const saidAt = (element: any, spec: Hole): any => {
  if (spec[0] == CLASSES) return tokens(attribute(element, "class") ?? "", spec);
  if (spec[0] == SPREAD) return [...of(element, "attributes")].flatMap(({ name, value }: Attr) => [name, value]);
  const style = of(element, "style");
  return [...style].flatMap((name) => [name, style.getPropertyValue(name)]);
};
