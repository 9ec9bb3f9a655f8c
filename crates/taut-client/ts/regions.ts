/** Shows what a block or a list holds. The server says what changes; nothing is compared here. */
import { call, of } from "./dom";
import { patch, write, writeAll } from "./holes";
import { rows } from "./instance";
import { BLOCK } from "./kinds";
import { make } from "./templates";
import type { Instance, Region } from "./types";

/** Sets a block: `0` for nothing, `[-1, hole, value, …]` for a patch, `[arm, value, …]` for all values. */
export function setBlock(region: Region, value: 0 | any[]): void {
  let [item] = region._items;
  const [arm] = value || [];
  if (arm < 0) return void patch(item!, value as any[], 1);
  const stays = item?._key == arm;
  if (!stays) clear(region);
  if (!value) return;
  if (!stays) item = make(holeOf(region)[2 + arm], region, arm);
  writeAll(item!, value, 1);
  if (!stays) place(region, 0, [item!]);
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
    else write(region._items[op]!, next(), next());
  }
  if (at > stream.length || made.length) throw "rows are missing";
}

/** Removes all that a block or list shows. */
export const clear = (region: Region): void => remove(region, 0, region._items.length);

const holeOf = ({ _owner, _hole }: Region) => _owner._template._holes[_hole]!;

function remove(region: Region, from: number, count: number): void {
  for (; count--; ) nodes(region._items.splice(from + count, 1)[0]!, (node) => call(node, "remove"));
}

function place(region: Region, at: number, items: Instance[]): void {
  const before = nodeAt(region, at);
  for (const { _first } of items) insert(region, "insertBefore", of(_first, "parentNode"), before);
  region._items = region._items.slice(0, at).concat(items, region._items.slice(at));
}

function move(region: Region, from: number, to: number): void {
  const [item] = region._items.splice(from, 1);
  const before = nodeAt(region, to);
  nodes(item!, (node) => {
    try {
      insert(region, "moveBefore", node, before);
    } catch {
      // A browser that cannot move, or a node that another script took out.
      insert(region, "insertBefore", node, before);
    }
  });
  region._items.splice(to, 0, item!);
}

const insert = ({ _anchor }: Region, how: string, node: Node, before: Node | null) =>
  call(of(_anchor, "parentNode"), how, node, before);

/** The node before which an item comes to stand. */
const nodeAt = (region: Region, at: number): Node | null =>
  region._items[at]?._first ?? (holeOf(region)[0] == BLOCK ? region._anchor.nextSibling : region._anchor);

/** Visits the nodes of an instance, which may go away meanwhile. */
function nodes({ _first, _last }: Instance, visit: (node: Node) => void): void {
  for (let node: Node | null = _first, next; node; node = next) {
    next = node == _last ? null : of(node, "nextSibling");
    visit(node);
  }
}
