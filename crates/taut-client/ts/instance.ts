/**
 * Finds the nodes of a template's holes, the same way in the server's HTML and in a clone. Nothing is
 * touched but texts that are empty, which HTML has no node for.
 */
import { initial } from "./controls";
import { call, of } from "./dom";
import { classesOf } from "./holes";
import { BLOCK, CLASSES, EVENT, LIST, PROPERTY, TEXT } from "./kinds";
import { wire } from "./wires";
import type { Instance, Region, Template } from "./types";

/** The number of the next row. The server counts the same way, in the order of the stream. */
export const rows = { _next: 0 };

/** Where the search is; no node where a text is missing at the end of the parent. */
let node: any;
let parent: any;

/** Makes an instance of the nodes from `first` on. */
export function find(template: Template, first: Node, region?: Region, key = 0): Instance {
  const instance: Instance = { _template: template, _at: [], _said: [], _first: first, _last: first, _region: region, _key: key };
  node = first;
  template._holes.forEach(([kind, path, name], hole) => {
    walk(path);
    if (kind == TEXT && node?.nodeType != 3) {
      const text = call(parent, "insertBefore", new Text(), node);
      if (node == first) instance._first = text;
      node = text;
    }
    instance._at[hole] = node;
    if (kind == PROPERTY) instance._said[hole] = initial(node, name);
    if (kind == CLASSES) instance._said[hole] = classesOf(node, name);
    if (kind == PROPERTY || kind == EVENT) wire(instance, hole);
    if (kind == BLOCK || kind == LIST) findRegion(instance, hole);
  });
  walk(template._tail);
  instance._last = node;
  return instance;
}

/** Goes up, then right, then for each further number down and so many to the right. */
function walk(path: number[]): void {
  path.forEach((count, at) => {
    parent = at > 1 ? node : of(node, "parentNode");
    if (at > 1) node = of(node, "firstChild");
    for (; count--; ) node = of(node, at ? "nextSibling" : "parentNode");
  });
}

/** Finds what a block or list shows, and goes to the last node of it. */
function findRegion(owner: Instance, hole: number): void {
  const region: Region = (owner._at[hole] = { _owner: owner, _hole: hole, _anchor: node, _items: [] });
  const [kind, , ...templates] = owner._template._holes[hole]!;
  if (kind == LIST) {
    for (; node.nodeType != 8 || node.data != "/"; node = of(node, "nextSibling")) {
      region._items.push(find(templates[0], node, region, rows._next++));
    }
    region._anchor = node;
  } else if (node.data) {
    region._items.push(find(templates[node.data], node.nextSibling, region, +node.data));
  }
}
