/**
 * Finds the page in nodes that others have touched. A fresh rendering of what the server says is compared with the page, and each
 * of its nodes gets a twin: the one in the page that is most like it. Nodes of others are stepped over, what they have
 * wrapped is found inside, and what is missing is made.
 */
import { call, childrenOf, doc, firstOf, insertBefore, isElement, isSame, isText, nextOf, parentOf, removeNode } from "./dom";
import { BLOCK, hasValue, HTML, isPlace, type Json } from "../facts";
import { wanted } from "./focus";
import { fill, valueAt, valuesOf, writeAll } from "./holes";
import { fit, isLeaf } from "./hydrate";
import { eachItem, findTwin, outerNodes, rows } from "./instance";
import { isContent, templatesIn } from "../kinds";
import { pair, startOver } from "./likeness";
import { standIn, touch } from "./others";
import { keyOf } from "./regions";
import { make } from "./templates";
import type { Instance, Region, Template } from "../types";

/** By its comment, each region of the fresh rendering; and the elements whose content is a value. */
let regions: Map<Node, Region>;
let contents: Set<Node>;
let twins: Map<Node, Node>;
/** Nodes that are the page's own, whether the server still says so or not; and whether it says other things than the page shows. */
let own: Set<Node>;
let isOther: boolean;

/** Gives the page as an instance that shows the values of all holes. */
export const align = (template: Template, root: Node, values: Json[], known: Set<Node>, hasChanged: boolean): Instance => {
  const row = rows._next;
  const fresh = make(template);
  writeAll(fresh, values, 0, true);
  wanted._focus = undefined;
  [regions, contents, twins, own, isOther] = [new Map(), new Set(), new Map(), known, hasChanged];
  const nodes = outerNodes(fresh);
  startOver(nodes, root);
  touch();
  survey(fresh);
  match(nodes, root);
  rows._next = row;
  const instance = findTwin(template, fresh._first, twins);
  refresh(instance, fresh);
  return instance;
};

/** The nodes of all arms and rows in an instance, as far as they are together. */
export const nodesOf = (instance: Instance): Set<Node> => {
  const nodes: Node[] = [];
  eachItem(instance, (item) => nodes.push(...outerNodes(item)));
  return new Set(nodes);
};

/** What the page has shown, as values. Of a row that is not as the server wrote it that is not known: it counts as what it is to show by now. */
export const shownBy = (root: Instance, values: Json[]): Json[] => {
  const fresh = make(root._template);
  writeAll(fresh, values, 0, true);
  wanted._focus = undefined;
  complete(root, fresh);
  return valuesOf(root);
};

/** Puts fresh rows with the same keys in the place of those that cannot be read, or takes these away. */
const complete = ({ _template, _at }: Instance, fresh?: Instance): void =>
  _template._holes.forEach(([kind], hole) => {
    if (!isPlace(kind)) return;
    const region: Region = _at[hole];
    const others = new Map<unknown, Instance>(fresh?._at[hole]._base.map((item: Instance) => [keyOf(region, item), item]));
    region._base = region._base.flatMap((item) => {
      const other = others.get(keyOf(region, item));
      try {
        complete(item, other);
        return item;
      } catch {
        if (!other) removeNode(item._first);
        return other ?? [];
      }
    });
  });

/** Names the arms of a fresh rendering as the server's HTML does. */
const survey = ({ _template, _at }: Instance): void =>
  _template._holes.forEach((spec, hole) => {
    const [kind] = spec;
    const at = _at[hole];
    if (isContent(spec)) contents.add(at);
    if (!isPlace(kind)) return;
    regions.set(at._anchor, at);
    if (kind == BLOCK) at._anchor.data = at._base[0]?._key ?? "";
    at._base.forEach(survey);
  });

/** Finds the twins of some nodes among the children of a parent in the page, or makes them there. */
const match = (fresh: Node[], parent: Node): void => {
  const [found, doubtful] = pair(fresh, childrenOf(parent));
  for (const node of doubtful) removeNode(node);
  const used = new Set<Node>(found.values());
  let last: Node | undefined;
  for (const node of fresh) {
    const twin = found.get(node);
    if (!twin || (isText(node) && !isText(twin))) {
      const made = call(doc, "importNode", node, true) as Node;
      meetAll(node, made);
      if (twin) standIn(made, twin);
      else insertAfter(last, parent, made);
      used.add((last = twin ?? made));
    } else meet(node, (last = twin));
  }
  const templates = fresh.flatMap((node) => (regions.has(node) ? templatesIn(regions.get(node)!._spec) : []));
  for (const node of childrenOf(parent)) if (!holds(node, used)) dismiss(node, templates, used);
};

/** Inserts a node behind another, which may be in a wrapper, or as the first. */
const insertAfter = (last: Node | undefined, parent: Node, node: Node): void => {
  while (last && parentOf(last) != parent && !nextOf(last)) last = parentOf(last);
  insertBefore.call(last ? parentOf(last) : parent, node, last ? nextOf(last) : firstOf(parent));
};

/** Whether a node is one of some, or holds one. */
const holds = (node: Node, some: Set<Node>): boolean => some.has(node) || childrenOf(node).some((child) => holds(child, some));

/** Removes nodes that are the page's own, but that the server does not show any more. */
const dismiss = (first: any, templates: Template[], used: Set<Node>): void => {
  let end = own.has(first) ? nextOf(first) : undefined;
  if (isOther) for (const template of templates) end ??= fit(template, first);
  if (end === undefined) return;
  for (let node = first, next; node && node != end && !holds(node, used); node = next) {
    next = nextOf(node);
    removeNode(node);
  }
};

/** Makes a node of the page the twin of a fresh one, and finds those of what is in it. */
const meet = (fresh: Node, twin: Node): void => {
  if (isSame(fresh, twin)) return meetAll(fresh, twin);
  twins.set(fresh, twin);
  if (isElement(fresh) && !isLeaf(fresh) && !contents.has(fresh)) match(childrenOf(fresh), twin);
};

/** Makes a node and all in it the twins of the same nodes. */
const meetAll = (fresh: Node, twin: Node): void => {
  twins.set(fresh, twin);
  const same = childrenOf(twin);
  childrenOf(fresh).forEach((node, at) => meetAll(node, same[at]!));
};

/** Writes what the page does not show as the fresh rendering does. */
const refresh = (instance: Instance, fresh: Instance): void => {
  instance._rowKey = fresh._rowKey;
  instance._template._holes.forEach(([kind], hole) => {
    if (isPlace(kind)) instance._at[hole]._base.forEach((item: Instance, at: number) => refresh(item, fresh._at[hole]._base[at]));
    else if (hasValue(kind) && (kind != HTML || isOther)) fill(instance, hole, valueAt(fresh, hole));
  });
};
