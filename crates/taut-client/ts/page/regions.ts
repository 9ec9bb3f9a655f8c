/** Shows what a block or a list holds. The server says what changes; nothing is compared here. */
import { showLater } from "./cells";
import { call, insertBefore, isBefore, isConnected, nextOf, of, parentOf, removeNode } from "./dom";
import { type BlockValue, type Json, LIST, MAKE } from "../facts";
import { patch, write, writeAll } from "./holes";
import { outerNodes, places, rows } from "./instance";
import { asOwn, isShown, isTouched, placeOf, takeOut } from "./others";
import { page } from "./page";
import { keepSelection } from "./selection";
import { templatesIn } from "../kinds";
import { make } from "./templates";
import type { Instance, Region } from "../types";

/** Whether a region is a list. */
export const isList = ({ _spec: [kind] }: Region): boolean => kind == LIST;

/** Writes a value into a block or a list. */
places._set = (region, value) => {
  if (isList(region)) setList(region, value as Json[]);
  else setBlock(region, value as BlockValue);
  if (region._shown) showLater(region);
};

/** Sets a block: `0` for nothing, `[-1, hole, value, …]` for a patch, `[arm, value, …]` for all values. */
const setBlock = (region: Region, value: BlockValue): void => {
  const [item] = region._base;
  const [arm] = (value || []) as [arm: number];
  if (arm < 0) return patch(item!, value as Json[], 1);
  if (item && item._key == arm) writeAll(item, value as Json[], 1);
  else {
    clear(region);
    const made: Instance[] = [];
    if (value) fill(region, arm, value, 1, made);
    place(region, 0, made.length, made);
  }
};

/** Follows a stream of operations on a list; a position stands for a patch of the row there. */
const setList = (region: Region, stream: Json[]): void => {
  const made: Instance[] = [];
  for (let at = 0; at < stream.length; ) {
    const op = stream[at++] as number;
    const first = stream[at++] as number;
    if (op == MAKE) {
      for (let count = first; count--; ) at = fill(region, stream[at] as number, stream, at + 1, made);
    } else if (op < 0) operations[~op]!(region, first, stream[at++] as number, made);
    else write(region._base[op]!, first, stream[at++]!);
    if (at > stream.length) throw "missing values";
  }
  if (made[0]) throw "rows left";
  if (isTouched && !region._shown && isConnected(region._anchor)) sort(region, region._base);
};

/** By what an arm or a row is the same as another of the region. */
export const keyOf = (region: Region, { _key, _rowKey }: Instance): unknown => (isList(region) ? _rowKey : _key);

/** Some arms or rows by their keys; what several have is no key. */
const byKey = (region: Region, items: Instance[]): Map<unknown, Instance | undefined> => {
  const known = new Map<unknown, Instance | undefined>();
  for (const item of items) known.set(keyOf(region, item), known.has(keyOf(region, item)) ? undefined : item);
  return known;
};

/** Makes an arm or a row of values from a position on; gives the position after them. One that was predicted, and is shown, stays. */
const fill = (region: Region, key: number, values: Json[], at: number, made: Instance[]): number => {
  const isRow = isList(region);
  const isNew = (item: Instance) => keyOf(region, item) == key && !region._base.includes(item) && !made.includes(item);
  const shown = page._isSound ? region._shown?.find(isNew) : undefined;
  const item = shown ?? make(templatesIn(region._spec)[isRow ? 0 : key]!, region, key);
  if (isRow) {
    item._key = rows._next++;
    item._rowKey = key;
  }
  made.push(item);
  return writeAll(item, values, at, !shown);
};

/**
 * Writes a list of which all is said, as of another session: rows with the keys of those that are there are these, with all that the
 * user has left in them. Where it is not certain what is there, all rows are made anew, and so are those whose keys only look the same.
 */
places._renew = (region, [, count = 0, ...stream]) => {
  if (!page._isSound) clear(region);
  const known = byKey(region, region._base);
  const gone = new Set(region._base);
  const items: Instance[] = [];
  for (let at = 0; items.length < (count as number); ) {
    const key = stream[at++] as number;
    const old = known.get(key);
    known.delete(key);
    if (old) {
      gone.delete(old);
      old._key = rows._next++;
      items.push(old);
      at = writeAll(old, stream, at);
    } else at = fill(region, key, stream, at, items);
    if (at > stream.length) throw "missing values";
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
    // Under predictions, what is shown is arranged when all is said.
    if (_shown) continue;
    if (isTouched) takeOut(item._first, item._last);
    else outerNodes(item).forEach(removeNode);
  }
};

const place = (region: Region, at: number, count: number, made: Instance[]): void => {
  const items = made.splice(0, count);
  const before = nodeAt(region, at);
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
  for (const node of outerNodes(item)) {
    try {
      call(parentOf(region._anchor), "moveBefore", node, before);
    } catch {
      // A browser that cannot move, or a node that is not in the page.
      insert(region, node, before);
    }
  }
};

/** Inserts a node, or all in a fragment. */
const insert = ({ _anchor }: Region, node: Node, before: Node | null): void => {
  const at = isTouched && before && isConnected(_anchor) ? placeOf(_anchor, before) : before;
  insertBefore.call(at ? parentOf(at) : parentOf(_anchor), node, at);
};

/** The node before which an item comes to stand. */
const nodeAt = (region: Region, at: number): Node | null => region._base[at]?._first ?? endOf(region);

/** What stands behind all arms or rows. */
const endOf = (region: Region): Node | null => (isList(region) ? region._anchor : nextOf(region._anchor));

/** Brings the page into the order of what is predicted; what it leaves out waits in a fragment. */
places._arrange = (items, region) =>
  asOwn(() => {
    for (const item of region._shown ?? region._base) {
      if (items.includes(item)) continue;
      const away = new DocumentFragment();
      if (isTouched && isShown(item._first)) away.append(takeOut(item._first, item._last));
      else away.append(...outerNodes(item));
    }
    sort(region, items);
    region._shown = region._layers.length ? [...items] : undefined;
  });

/** Moves items that are not where they belong. */
const sort = (region: Region, items: Instance[]): void => {
  let next = endOf(region);
  for (const item of [...items].reverse()) {
    if (!isPlaced(region, item, next)) moveTo(region, item, next);
    next = item._first;
  }
};

/** Whether an item stands before a node; right before it, unless others may have put something between. */
const isPlaced = (region: Region, { _last }: Instance, next: Node | null): boolean => {
  const { _anchor } = region;
  if (isTouched) return isShown(_last) && (!next || isBefore(placeOf(_anchor, _last), placeOf(_anchor, next)));
  return parentOf(_last) == parentOf(_anchor) && (!isList(region) || nextOf(_last) == next);
};

/**
 * The arms or rows that a value stands for, to be laid over a region. Those that are shown already are kept as they are, and `keep` gets
 * their values, from a position on, and gives the position after them. The server does not know of the others.
 */
export const overlay = (region: Region, value: any, keep: (item: Instance, values: Json[], at: number) => number): Instance[] => {
  const known = byKey(region, region._shown ?? region._base);
  const [count, stream] = isList(region) ? [value[1] ?? 0, value.slice(2)] : value ? [1, value] : [0, []];
  const next = rows._next;
  const items: Instance[] = [];
  rows._next = NaN;
  for (let at = 0; items.length < count; ) {
    const key = stream[at++];
    const old = known.get(key);
    known.delete(key);
    if (old) items.push(old);
    at = old ? keep(old, stream, at) : fill(region, key, stream, at, items);
  }
  rows._next = next;
  return items;
};
