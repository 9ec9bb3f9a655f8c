/** Shows what a block or a list holds. The server says what changes; nothing is compared here. */
import { showLater } from "./cells";
import { call, insertBefore, isBefore, isConnected, json, nextOf, of, parentOf } from "./dom";
import { patch, valueAt, write, writeAll } from "./holes";
import { rows } from "./instance";
import { BLOCK, isPlace, LIST, MAKE } from "./kinds";
import { isSound } from "./line";
import { asOwn, isShown, isTouched, placeOf, takeOut } from "./others";
import { keepSelection } from "./selection";
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
        const item = makeRow(region, stream[at++]);
        at = writeAll(item, stream, at, true);
        made.push(item);
      }
    } else if (op < 0) operations[~op]!(region, first, stream[at++], made);
    else write(region._base[op]!, first, stream[at++]);
    if (at > stream.length) throw "missing values";
  }
  if (made[0]) throw "rows left";
  if (isTouched && !region._shown && isConnected(region._anchor)) sort(region, region._base);
};

const makeRow = (region: Region, key: number): Instance => {
  const item = make(region._spec[2], region, rows._next++);
  item._rowKey = key;
  return item;
};

/**
 * Writes a list of which all is said, as of another session: rows with the keys of those that are there are these, with all that the
 * user has left in them. Where it is not certain what is there, all rows are made anew, and so are those whose keys only look the same.
 */
export const renew = (region: Region, [, count = 0, ...stream]: any[]): void => {
  const known = new Map<unknown, Instance | undefined>();
  if (!isSound) clear(region);
  for (const item of region._base) known.set(item._rowKey, known.has(item._rowKey) ? undefined : item);
  const gone = new Set(region._base);
  const items: Instance[] = [];
  for (let at = 0; items.length < count; ) {
    const key = stream[at++];
    const old = known.get(key);
    known.delete(key);
    gone.delete(old!);
    if (old) old._key = rows._next++;
    const item = old ?? makeRow(region, key);
    if ((at = writeAll(item, stream, at, !old)) > stream.length) throw "missing values";
    items.push(item);
  }
  region._base = [...gone];
  clear(region);
  region._base = items;
  if (region._shown) return showLater(region);
  for (const { _first } of items) if (!isShown(_first)) insert(region, parentOf(_first) ?? _first, region._anchor);
  sort(region, items);
};

/** Removes all that a block or list shows. */
export const clear = (region: Region): void => remove(region, 0, region._base.length);

const remove = (region: Region, from: number, count: number): void => {
  const { _anchor, _base, _shown } = region;
  const parent = parentOf(_anchor);
  if (from + count > _base.length) throw "missing rows";
  // Where nothing else is there, a browser is quicker to take all at once.
  if (count > 1 && count == _base.length && !_shown && !isTouched && of(parent, "childNodes").length == count + 1) {
    call(parent, "replaceChildren", _anchor);
    region._base = [];
    return;
  }
  for (const item of _base.splice(from, count)) {
    if (isTouched) takeOut(item._first, item._last);
    else nodes(item, (node) => call(node, "remove"));
  }
};

const place = (region: Region, at: number, count: number, made: Instance[]): void => {
  const items = made.splice(0, count);
  const before = nodeAt(region, at);
  // Under predictions, what is shown is arranged when all is said.
  if (!region._shown) for (const { _first } of items) insert(region, parentOf(_first) ?? _first, before);
  region._base = region._base.slice(0, at).concat(items, region._base.slice(at));
};

const move = (region: Region, from: number, to: number): void => {
  const [item] = region._base.splice(from, 1);
  if (!region._shown) moveTo(region, item!, nodeAt(region, to));
  region._base.splice(to, 0, item!);
};

/** What the operations do that have two numbers, by the complement of theirs; the other one is `MAKE`. */
const operations = [remove, , place, move];

const moveTo = (region: Region, item: Instance, before: Node | null): void =>
  keepSelection(item, () => moveNodes(region, item, before));

const moveNodes = (region: Region, item: Instance, before: Node | null): void => {
  if (isTouched && isShown(item._first)) return insert(region, takeOut(item._first, item._last), before);
  nodes(item, (node) => {
    try {
      call(parentOf(region._anchor), "moveBefore", node, before);
    } catch {
      // A browser that cannot move, or a node that is not in the page.
      insert(region, node, before);
    }
  });
};

/** Inserts a node, or all in a fragment. */
const insert = ({ _anchor }: Region, node: Node, before: Node | null): void => {
  const at = isTouched && before && isConnected(_anchor) ? placeOf(_anchor, before) : before;
  insertBefore.call(at ? parentOf(at) : parentOf(_anchor), node, at);
};

/** The node before which an item comes to stand. */
const nodeAt = ({ _anchor, _base, _spec }: Region, at: number): Node | null =>
  _base[at]?._first ?? (_spec[0] == BLOCK ? nextOf(_anchor) : _anchor);

/** Visits the nodes of an instance, which may go away meanwhile. */
const nodes = ({ _first, _last }: Instance, visit: (node: Node) => void): void => {
  for (let node: Node | null = _first, next; node; node = next) {
    next = node == _last ? null : nextOf(node);
    visit(node);
  }
};

/** Brings the page into the order of what is predicted; what it leaves out waits in a fragment. */
const arrange = (items: Instance[], region: Region): void =>
  asOwn(() => {
    for (const item of region._shown ?? region._base) {
      if (items.includes(item)) continue;
      const away = new DocumentFragment();
      if (isTouched && isShown(item._first)) away.append(takeOut(item._first, item._last));
      else nodes(item, (node) => away.append(node));
    }
    sort(region, items);
    region._shown = region._layers.length ? [...items] : undefined;
  });

/** Moves items that are not where they belong. */
const sort = (region: Region, items: Instance[]): void => {
  const { _anchor, _spec } = region;
  let next: Node | null = _spec[0] == LIST ? _anchor : nextOf(_anchor);
  for (const item of [...items].reverse()) {
    if (!isPlaced(region, item, next)) moveTo(region, item, next);
    next = item._first;
  }
};

/** Whether an item stands before a node; right before it, unless others may have put something between. */
const isPlaced = ({ _anchor, _spec }: Region, { _last }: Instance, next: Node | null): boolean => {
  if (isTouched) return isShown(_last) && (!next || isBefore(placeOf(_anchor, _last), placeOf(_anchor, next)));
  return parentOf(_last) == parentOf(_anchor) && (_spec[0] != LIST || nextOf(_last) == next);
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
