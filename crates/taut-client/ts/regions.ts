/** Shows what a block or a list holds. The server says what changes; nothing is compared here. */
import { call, insertBefore, json, nextOf, of, parentOf } from "./dom";
import { patch, valueAt, write, writeAll } from "./holes";
import { rows } from "./instance";
import { BLOCK, isPlace, LIST, MAKE } from "./kinds";
import { make } from "./templates";
import type { Instance, Region } from "./types";

/** The place of a block or list. */
export const regionAt = (owner: Instance, hole: number, anchor: Node): Region => ({
  _owner: owner,
  _hole: hole,
  _spec: owner._template._holes[hole]!,
  _anchor: anchor,
  _base: [],
  _layers: [],
  _show: arrange,
});

/** Sets a block: `0` for nothing, `[-1, hole, value, …]` for a patch, `[arm, value, …]` for all values. */
export const setBlock = (region: Region, value: 0 | any[]): void => {
  const [item] = region._base;
  const [arm] = value || [];
  if (arm < 0) return patch(item!, value as any[], 1);
  if (item && item._key == arm) writeAll(item, value as any[], 1);
  else {
    clear(region);
    if (value) {
      const made = make(region._spec[2 + arm], region, arm);
      writeAll(made, value, 1, true);
      place(region, 0, 1, [made]);
    }
  }
};

/** Follows a stream of operations on a list; a position stands for a patch of the row there. */
export const setList = (region: Region, stream: any[]): void => {
  const made: Instance[] = [];
  for (let at = 0; at < stream.length; ) {
    const op = stream[at++];
    const first = stream[at++];
    if (op == MAKE) {
      for (let count = first; count--; ) {
        const item = make(region._spec[2], region, rows._next++);
        at = writeAll(item, stream, at, true);
        made.push(item);
      }
    } else if (op < 0) operations[~op]!(region, first, stream[at++], made);
    else write(region._base[op]!, first, stream[at++]);
    if (at > stream.length) throw "missing values";
  }
  if (made[0]) throw "rows left";
};

/** Removes all that a block or list shows. */
export const clear = (region: Region): void => remove(region, 0, region._base.length);

const remove = (region: Region, from: number, count: number): void => {
  const { _anchor, _base, _shown } = region;
  const parent = parentOf(_anchor);
  // Where nothing else is there, a browser is quicker to take all at once.
  if (count > 1 && count == _base.length && !_shown && of(parent, "childNodes").length == count + 1) {
    call(parent, "replaceChildren", _anchor);
    region._base = [];
    return;
  }
  for (; count--; ) nodes(region._base.splice(from + count, 1)[0]!, (node) => call(node, "remove"));
};

const place = (region: Region, at: number, count: number, made: Instance[]): void => {
  const items = made.splice(0, count);
  const before = nodeAt(region, at);
  const parent = parentOf(region._anchor);
  // Under predictions, what is shown is arranged when all is said.
  if (!region._shown) for (const { _first } of items) insertBefore.call(parent, parentOf(_first) ?? _first, before);
  region._base = region._base.slice(0, at).concat(items, region._base.slice(at));
};

const move = (region: Region, from: number, to: number): void => {
  const [item] = region._base.splice(from, 1);
  if (!region._shown) moveTo(region, item!, nodeAt(region, to));
  region._base.splice(to, 0, item!);
};

/** What the operations do that have two numbers, by the complement of theirs; the other one is `MAKE`. */
const operations = [remove, , place, move];

const moveTo = ({ _anchor }: Region, item: Instance, before: Node | null): void =>
  nodes(item, (node) => {
    const parent = parentOf(_anchor);
    try {
      call(parent, "moveBefore", node, before);
    } catch {
      // A browser that cannot move, or a node that is not in the page.
      insertBefore.call(parent, node, before);
    }
  });

/** The node before which an item comes to stand. */
const nodeAt = (region: Region, at: number): Node | null =>
  region._base[at]?._first ?? (region._spec[0] == BLOCK ? region._anchor.nextSibling : region._anchor);

/** Visits the nodes of an instance, which may go away meanwhile. */
const nodes = ({ _first, _last }: Instance, visit: (node: Node) => void): void => {
  for (let node: Node | null = _first, next; node; node = next) {
    next = node == _last ? null : nextOf(node);
    visit(node);
  }
};

/** Brings the page into the order of what is predicted; what it leaves out waits in a fragment. */
const arrange = (items: Instance[], region: Region): void => {
  const before = region._shown ?? region._base;
  const parent = parentOf(region._anchor);
  const isAway = ({ _last }: Instance) => parentOf(_last) != parent;
  for (const item of before) {
    if (items.includes(item)) continue;
    const away = new DocumentFragment();
    nodes(item, (node) => away.append(node));
  }
  const isList = region._spec[0] == LIST;
  let next: Node | null = isList ? region._anchor : nextOf(region._anchor);
  for (const item of [...items].reverse()) {
    if (isAway(item) || (isList && nextOf(item._last) != next)) moveTo(region, item, next);
    next = item._first;
  }
  region._shown = region._layers.length ? [...items] : undefined;
};

/** Makes the content that a value stands for, to be laid over a region. The server does not know of it. */
export const overlay = (region: Region, value: any): Instance[] => {
  const { _owner, _hole } = region;
  const ghost = regionAt(_owner, _hole, new Comment());
  const next = rows._next;
  rows._next = NaN;
  new DocumentFragment().append(ghost._anchor);
  (region._spec[0] == LIST ? setList : setBlock)(ghost, value);
  rows._next = next;
  for (const item of ghost._base) item._region = region;
  return ghost._base;
};

/** Where the server has come to say what a lifted overlay shows, the overlay's nodes are the region's from now on. */
export const adopt = (region: Region, items: Instance[]): void => {
  const { _owner, _hole, _base } = region;
  const now = json(valueAt(_owner, _hole));
  region._base = items;
  if (json(valueAt(_owner, _hole)) == now) items.forEach((item, at) => become(item, _base[at]!));
  else region._base = _base;
};

/** Takes over the numbers by which the server knows an instance. */
const become = (ghost: Instance, item: Instance): void => {
  ghost._key = item._key;
  ghost._template._holes.forEach(([kind], hole) => {
    if (isPlace(kind)) {
      const { _base } = item._at[hole] as Region;
      (ghost._at[hole] as Region)._base.forEach((inner, at) => become(inner, _base[at]!));
    }
  });
};
