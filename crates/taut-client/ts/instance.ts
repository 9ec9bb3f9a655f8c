/**
 * Finds the nodes of a template's holes, the same way in the server's HTML and in a clone. Nothing is
 * touched but texts that are empty, which HTML has no node for.
 */
import { bind } from "./bus";
import { keep } from "./cells";
import { attribute, call, of } from "./dom";
import { tokens } from "./holes";
import { ANYWHERE, BINDING, BLOCK, CLASSES, EVENT, LIST, OUTSIDE, PROPERTY, TEXT } from "./kinds";
import { regionAt } from "./regions";
import { wire } from "./wires";
import type { Hole, Instance, Region, Template } from "./types";

/** The number of the next row. The server counts the same way, in the order of the stream. */
export const rows = { _next: 0 };

/** Where the search is; no node where a text is missing at the end of the parent. */
let node: any;
/** Where the last step of the search began, and whether it went down from there. */
let before: any;
let isBelow: boolean;

/** Makes an instance of the nodes from `first` on. */
export function find(template: Template, first: Node, region?: Region, key = 0): Instance {
  const instance: Instance = { _template: template, _at: [], _said: [], _first: first, _last: first, _region: region, _key: key };
  const { _holes, _plain } = template;
  node = first;
  for (let hole = 0; hole < _holes.length; hole++) {
    const spec = _holes[hole]!;
    const kind = spec[0];
    walk(spec[1], _plain);
    if (kind == TEXT && node?.nodeType != 3) {
      const text = call(node || !isBelow ? of(node ?? before, "parentNode") : before, "insertBefore", new Text(), node);
      if (node == first) instance._first = text;
      node = text;
    }
    instance._at[hole] = node;
    if (kind == PROPERTY) keep(node, spec[2])._described = true;
    if (kind == CLASSES) instance._said[hole] = tokens(attribute(node, "class") ?? "", spec[2]);
    if (kind == EVENT && !(spec[3] & (ANYWHERE | OUTSIDE))) wire(instance, hole);
    if (kind == BINDING) bind(instance, hole);
    if (kind == BLOCK || kind == LIST) findRegion(instance, hole);
  }
  walk(template._tail, _plain);
  instance._last = node;
  return instance;
}

/** Goes up, then right, then for each further number down and so many to the right. */
function walk(path: number[], isPlain: boolean): void {
  for (let at = 0; at < path.length; at++) {
    before = node;
    isBelow = at > 1;
    if (isBelow) node = isPlain ? node.firstChild : of(node, "firstChild");
    const way = at ? "nextSibling" : "parentNode";
    for (let count = path[at]!; count--; ) node = isPlain ? node[way] : of(node, way);
  }
}

/** Finds what a block or list shows, and goes to the last node of it. */
function findRegion(owner: Instance, hole: number): void {
  const region = (owner._at[hole] = regionAt(owner, hole, node));
  const [kind, , ...templates] = owner._template._holes[hole]!;
  if (kind == LIST) {
    for (; node.nodeType != 8 || node.data != "/"; node = of(node, "nextSibling")) {
      region._base.push(find(templates[0], node, region, rows._next++));
    }
    region._anchor = node;
  } else if (node.data) {
    region._base.push(find(templates[node.data], node.nextSibling, region, +node.data));
  }
}

/** Visits the holes of a kind in an instance and in all that stands in it, where anything is global. */
export function eachGlobal(instance: Instance, kind: number, visit: (instance: Instance, hole: number, spec: Hole) => void): void {
  if (!instance._template._global) return;
  instance._template._holes.forEach((spec, hole) => {
    if (spec[0] == kind) visit(instance, hole, spec);
    if (spec[0] == BLOCK || spec[0] == LIST) {
      const { _base, _shown = [] }: Region = instance._at[hole];
      for (const item of new Set([..._base, ..._shown])) eachGlobal(item, kind, visit);
    }
  });
}
