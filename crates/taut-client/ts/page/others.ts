/**
 * What others do to the page once the client has it: translators replace texts, extensions wrap and remove nodes. Each node that
 * is taken out is noted, with its place and with what has come there. It is put back when the server next writes to it, and what
 * stands in for it goes. Nodes that are only added are stepped over.
 */
import { closest, contains, doc, insertBefore, isConnected, isElement, isText, nameOf, nextOf, parentOf, previousOf, removeNode } from "./dom";
import { IGNORE, isPlace } from "../facts";
import type { Instance } from "../types";

/** Where a node was, and what has come there. */
interface Place {
  _parent: Node;
  _before: Node | null;
  _after: Node | null;
  _instead: Node[];
  /** Whether all that stood there was replaced at once. */
  _isTorn?: boolean;
}

const places = new WeakMap<Node, Place>();

/** Whether anything was ever taken out. */
export let isTouched = false;

/** Whether anything was taken out since the page was last looked over. */
let isNew = false;

const note = (records: MutationRecord[]): void => {
  const added = new Set<Node | null>();
  let last: Place | undefined;
  for (const { target, addedNodes, removedNodes, previousSibling, nextSibling } of records) {
    if (isElement(target) && closest(target, `[${IGNORE}]`)) continue;
    if (last?._parent == target && last._before == previousSibling && last._after == nextSibling) last._instead.push(...addedNodes);
    for (const node of removedNodes) {
      const beside = [previousSibling, nextSibling].filter((node) => added.has(node)) as Node[];
      const isTorn = !!addedNodes[0] && !!removedNodes[1];
      last = { _parent: target, _before: previousSibling, _after: nextSibling, _instead: [...addedNodes, ...beside], _isTorn: isTorn };
      places.set(node, last);
      isTouched = isNew = true;
    }
    for (const node of addedNodes) added.add(node);
  }
};

const observer = new MutationObserver(note);

/** Begins to watch the page. */
export const watch = (): void => observer.observe(doc, { childList: true, subtree: true });

/** How many of the client's own doings go on, one in the other. */
let depth = 0;

/** Does something to the page that is the client's own doing. */
export const asOwn = (run: () => void): void => {
  if (!depth++) note(observer.takeRecords());
  try {
    run();
  } finally {
    observer.takeRecords();
    depth--;
  }
};

/** Does something to the page, in the midst of the client's own doings, that is another's. */
export const asOthers = (run: () => void): void => {
  const outer = depth;
  if (depth) observer.takeRecords();
  depth = 0;
  try {
    run();
  } finally {
    if (outer) note(observer.takeRecords());
    depth = outer;
  }
};

/** Notes that the page was touched before it was taken over. */
export const touch = (): void => void (isTouched = true);

/** Notes what stands in for a text that the page does not have. */
export const standIn = (text: Node, other: Node): void =>
  void places.set(text, { _parent: parentOf(other), _before: null, _after: null, _instead: [other] });

/** The ancestor of a node, or the node itself, that is a child of a parent. */
const childOf = (parent: Node, node: Node | null | undefined): Node | null => {
  while (node && parentOf(node) != parent) node = parentOf(node);
  return node ?? null;
};

/** The outermost node that a node is in. */
const topOf = (node: Node): Node => {
  for (let up; (up = parentOf(node)); ) node = up;
  return node;
};

/** What stands in the page for a node, or for what stood in for it before. */
const insteadOf = (node: Node, seen = new Set([node])): Node[] =>
  (places.get(node)?._instead ?? []).flatMap((other) => {
    if (isConnected(other)) return [other];
    return seen.has(other) ? [] : insteadOf(other, seen.add(other));
  });

/** Whether the page has a node, or something that stands in for it. */
export const isShown = (node: Node): boolean => isConnected(node) || !!insteadOf(node)[0];

/** Puts a node back to where it was, if it was taken out or moved. What was only wrapped stays in its wrapper. */
export const putBack = (node: Node): void => {
  const top = isConnected(node) ? node : topOf(node);
  const place = places.get(top);
  if (!place || isIn(place, top)) return;
  const { _parent, _before, _after } = place;
  putBack(_parent);
  const instead = insteadOf(top);
  const next = [...instead, _after].map((other) => childOf(_parent, other)).find(Boolean);
  const before = childOf(_parent, _before);
  insertBefore.call(_parent, top, next ?? (before && nextOf(before)));
  for (const other of instead) removeNode(other);
  places.delete(top);
};

/** Whether a node is in its place, or in something that was put around it there. */
const isIn = ({ _parent, _before, _after }: Place, node: Node): boolean =>
  parentOf(node) == _parent ? nextOf(node) == _after || previousOf(node) == _before : contains(_parent, node);

/** All from one node of the page to another, also if they are in wrappers. */
export const takeOut = (first: Node, last: Node): DocumentFragment => {
  putBack(first);
  putBack(last);
  const range = new Range();
  range.setStartBefore(first);
  range.setEndAfter(last);
  return range.extractContents();
};

/** Where something comes to stand before a node that may be in a wrapper; another one is outside, or its last. */
export const placeOf = (anchor: Node, node: Node): Node => {
  if (!isConnected(node) && !insteadOf(node)[0]) putBack(node);
  let at = isConnected(node) ? node : (insteadOf(node)[0] ?? anchor);
  while (!contains(parentOf(at), anchor) && !previousOf(at)) at = parentOf(at);
  return at;
};

/** Puts back what was taken out with nothing instead; tells whether others have put copies in the place of what has holes. */
export const lookOver = (root: Instance, canPut: boolean): boolean => {
  if (!depth) note(observer.takeRecords());
  if (!isNew) return false;
  isNew = !canPut;
  let isTorn = false;
  for (const node of nodesIn(root)) {
    if (isConnected(node)) continue;
    const top = topOf(node);
    const instead = insteadOf(top);
    isTorn ||= instead.some((other) => places.get(top)!._isTorn || (!isText(other) && nameOf(other) == nameOf(top)));
    if (canPut && !instead[0]) putBack(node);
  }
  return isTorn;
};

/** The nodes of an instance, and of all in it, that the server writes to or puts others next to. */
const nodesIn = (instance: Instance): Node[] => {
  const { _first, _last, _template } = instance;
  // Where nothing was found yet, nobody has written either.
  const inside = instance._isWaiting ? [] : instance._at.flatMap((at, hole) => (isPlace(_template._holes[hole]![0]) ? [at._anchor, ...at._base.flatMap(nodesIn)] : at));
  return [_first, _last, ...inside];
};
