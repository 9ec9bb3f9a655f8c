/** Shows what a block or a list holds. The server says what changes; nothing is compared here. */
import { showLater } from "./cells";
import { call, of } from "./dom";
import { patch, valueAt, write, writeAll } from "./holes";
import { rows } from "./instance";
import { BLOCK, LIST } from "./kinds";
import { make } from "./templates";
import type { Instance, Region } from "./types";

/** The place of a block or list. */
export function regionAt(owner: Instance, hole: number, anchor: Node): Region {
  const region: Region = { _owner: owner, _hole: hole, _anchor: anchor, _base: [], _layers: [], _show: (items) => arrange(region, items) };
  return region;
}

/** Sets a block: `0` for nothing, `[-1, hole, value, …]` for a patch, `[arm, value, …]` for all values. */
export function setBlock(region: Region, value: 0 | any[]): void {
  let [item] = region._base;
  const [arm] = value || [];
  if (arm < 0) return void patch(item!, value as any[], 1);
  const stays = item?._key == arm;
  if (!stays) clear(region);
  if (value) {
    if (!stays) item = make(holeOf(region)[2 + arm], region, arm);
    writeAll(item!, value, 1);
    if (!stays) place(region, 0, [item!]);
  }
  if (region._shown) showLater(region);
}

/** Follows a stream of operations on a list; a position stands for a patch of the row there. */
export function setList(region: Region, stream: any[]): void {
  const made: Instance[] = [];
  let at = 0;
  const next = () => stream[at++];
  const operations = [
    () => remove(region, next(), next()),
    () => {
      for (let count = next(); count--; ) {
        const item = make(holeOf(region)[2], region, rows._next++);
        at = writeAll(item, stream, at);
        made.push(item);
      }
    },
    () => place(region, next(), made.splice(0, next())),
    () => move(region, next(), next()),
  ];
  while (at < stream.length) {
    const op = next();
    if (op < 0) operations[~op]!();
    else write(region._base[op]!, next(), next());
  }
  if (at > stream.length || made.length) throw "rows are missing";
  if (region._shown) showLater(region);
}

/** Removes all that a block or list shows. */
export const clear = (region: Region): void => remove(region, 0, region._base.length);

const holeOf = ({ _owner, _hole }: Region) => _owner._template._holes[_hole]!;

function remove(region: Region, from: number, count: number): void {
  const { _anchor, _base, _shown } = region;
  const parent = of(_anchor, "parentNode");
  // Where nothing else is there, a browser is quicker to take all at once.
  if (count > 1 && count == _base.length && !_shown && of(parent, "childNodes").length == count + 1) {
    call(parent, "replaceChildren", _anchor);
    region._base = [];
    return;
  }
  for (; count--; ) nodes(region._base.splice(from + count, 1)[0]!, (node) => call(node, "remove"));
}

function place(region: Region, at: number, items: Instance[]): void {
  const before = nodeAt(region, at);
  // Under predictions, what is shown is arranged when all is said.
  if (!region._shown) for (const { _first } of items) insert(region, "insertBefore", of(_first, "parentNode"), before);
  region._base = region._base.slice(0, at).concat(items, region._base.slice(at));
}

function move(region: Region, from: number, to: number): void {
  const [item] = region._base.splice(from, 1);
  if (!region._shown) moveTo(region, item!, nodeAt(region, to));
  region._base.splice(to, 0, item!);
}

const moveTo = (region: Region, item: Instance, before: Node | null): void =>
  nodes(item, (node) => {
    try {
      insert(region, "moveBefore", node, before);
    } catch {
      // A browser that cannot move, or a node that is not in the page.
      insert(region, "insertBefore", node, before);
    }
  });

const insert = ({ _anchor }: Region, how: string, node: Node, before: Node | null) =>
  call(of(_anchor, "parentNode"), how, node, before);

/** The node before which an item comes to stand. */
const nodeAt = (region: Region, at: number): Node | null =>
  region._base[at]?._first ?? (holeOf(region)[0] == BLOCK ? region._anchor.nextSibling : region._anchor);

/** Visits the nodes of an instance, which may go away meanwhile. */
function nodes({ _first, _last }: Instance, visit: (node: Node) => void): void {
  for (let node: Node | null = _first, next; node; node = next) {
    next = node == _last ? null : of(node, "nextSibling");
    visit(node);
  }
}

/** Brings the page into the order of what is predicted; what it leaves out waits in a fragment. */
function arrange(region: Region, items: Instance[]): void {
  const before = region._shown ?? region._base;
  const parent = of(region._anchor, "parentNode");
  const isAway = ({ _last }: Instance) => of(_last, "parentNode") != parent;
  let next: Node | null = region._anchor;
  if (holeOf(region)[0] == BLOCK) next = of(before[0] && !isAway(before[0]) ? before[0]._last : next, "nextSibling");
  for (const item of before) {
    if (items.includes(item)) continue;
    const away = new DocumentFragment();
    nodes(item, (node) => away.append(node));
  }
  for (const item of [...items].reverse()) {
    if (isAway(item) || of(item._last, "nextSibling") != next) moveTo(region, item, next);
    next = item._first;
  }
  region._shown = region._layers.length ? [...items] : undefined;
}

/** Lays the content that a value stands for over a region. The server does not know of it. */
export function overlay(region: Region, value: any): Instance[] {
  const anchor = new Comment();
  new DocumentFragment().append(anchor);
  const ghost = regionAt(region._owner, region._hole, anchor);
  const next = rows._next;
  rows._next = NaN;
  try {
    if (holeOf(region)[0] == LIST) setList(ghost, value);
    else setBlock(ghost, value);
  } finally {
    rows._next = next;
  }
  for (const item of ghost._base) item._region = region;
  return ghost._base;
}

/** Where the server has come to say what a lifted overlay shows, the overlay's nodes are the region's from now on. */
export function adopt(region: Region, items: Instance[]): void {
  const { _owner, _hole, _base } = region;
  const now = JSON.stringify(valueAt(_owner, _hole));
  region._base = items;
  if (JSON.stringify(valueAt(_owner, _hole)) == now) items.forEach((item, at) => become(item, _base[at]!));
  else region._base = _base;
}

/** Takes over the numbers by which the server knows an instance. */
function become(ghost: Instance, item: Instance): void {
  ghost._key = item._key;
  ghost._template._holes.forEach(([kind], hole) => {
    if (kind == BLOCK || kind == LIST) {
      const { _base } = item._at[hole] as Region;
      (ghost._at[hole] as Region)._base.forEach((inner, at) => become(inner, _base[at]!));
    }
  });
}
