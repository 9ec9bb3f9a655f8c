/**
 * What is shown in one place: what the server says (the base), and predictions and marks above it (layers).
 * The page is written to only where it does not show that yet, so a prediction that was right settles unseen.
 */
import { isHeld } from "./controls";
import { call, of, set } from "./dom";
import { trusted } from "./templates";
import type { Cell, Layer } from "./types";

/** A symbol, because any other name could be that of a form's control. */
const CELLS = Symbol();

type Cells = Record<string, Cell & { _bare?: boolean }>;
type Way = [read: (node: any, name: string) => any, write: (node: any, name: string, value: any) => void];

/** How each kind of thing is read and written, by the first letter of the cell's name. */
const ways: Record<string, Way> = {
  $: [(node, name) => node[name], (node, name, value) => (node[name] = value)],
  "@": [
    (node, name) => call(node, "getAttribute", name),
    (node, name, value) => call(node, value === null ? "removeAttribute" : "setAttribute", name, value),
  ],
  "?": [(node, name) => call(node, "hasAttribute", name), (node, name, value) => call(node, "toggleAttribute", name, value)],
  ".": [(node, name) => of(node, "classList").contains(name), (node, name, value) => of(node, "classList").toggle(name, value)],
  ":": [(node, name) => of(node, "style").getPropertyValue(name), (node, name, value) => of(node, "style").setProperty(name, value)],
  "!": [(node) => of(node, "innerHTML"), (node, _, value) => set(node, "innerHTML", trusted(value))],
};

/** What the server's HTML said. Some properties have no other trace of it than an attribute. */
const initial = (node: any, name: string): any =>
  node["default" + name[0]!.toUpperCase() + name.slice(1)] ?? (node[name] = call(node, "hasAttribute", name));

/** Writes a value, if it is not there yet. */
export function assign(node: any, name: string, value: any): void {
  const [read, write] = ways[name[0]!]!;
  const now = read(node, name.slice(1));
  value = typeof now == "boolean" ? !!value : value === null ? value : value + "";
  if (now !== value) write(node, name.slice(1), value);
}

/** What the server says of a place. */
export function said(node: any, name: string): any {
  const own = node[CELLS]?.[name];
  return own?._kept || own?._layers.length ? own._base : ways[name[0]!]![0](node, name.slice(1));
}

/** Writes what a cell shows; no trace stays of a class that was predicted. */
function display(node: any, name: string, value: any, cell: Cells[""]): void {
  assign(node, name, value);
  if (cell._bare && !cell._layers.length && !of(node, "classList").length) call(node, "removeAttribute", "class");
}

/** The cell of a place in the page. */
export function cell(node: any, name: string): Cell {
  const cells: Cells = (node[CELLS] ||= {});
  const own = (cells[name] ||= { _base: 0, _layers: [], _show: (value) => display(node, name, value, own) });
  if (!own._kept && !own._layers.length) {
    own._base = said(node, name);
    own._bare = name[0] == "." && !call(node, "hasAttribute", "class");
  }
  return own;
}

/** Makes the cell of something that the browser does not keep apart from what the user or others do to it. */
export function keep(node: any, name: string): Cell {
  const own = cell(node, name);
  if (!own._kept) {
    own._kept = true;
    own._base = initial(node, name.slice(1));
    own._show = (value) => isHeld(node) || assign(node, name, value);
  }
  return own;
}

/** Shows again what the server says of all that the user can change, but for one thing. */
export function correct(node: any, but?: string): void {
  const cells: Cells = node[CELLS] ?? {};
  for (const name in cells) if (cells[name]!._kept && name != but) show(cells[name]!);
}

/** Writes what the server says. */
export function put(node: any, name: string, value: any): void {
  const own = node[CELLS]?.[name];
  if (own) {
    own._base = value;
    show(own);
  } else if (name == "$data") node.data = value;
  else assign(node, name, value);
}

/** Shows a cell. */
export const show = (cell: Cell): void =>
  cell._show(cell._layers.reduce((below, { _value }) => (typeof _value == "function" ? _value(below) : _value), cell._base));

/** Lays a value over a cell. */
export function lay(cell: Cell, value: any, layers: Layer[]): Layer {
  const layer = { _cell: cell, _value: value };
  cell._layers.push(layer);
  layers.push(layer);
  show(cell);
  return layer;
}

/** What is not shown yet as it is by now. */
const unshown = new Set<Cell>();

/** Shows a cell when all is said, because what is said next might put it right again. */
export const showLater = (cell: Cell): void => void unshown.add(cell);

/** Shows all that waits to be shown. */
export function showNow(): void {
  for (const cell of unshown) {
    unshown.delete(cell);
    show(cell);
  }
}

/** Takes layers away, unseen as yet. */
export function detach(layers: Layer[]): void {
  for (const layer of layers.splice(0)) {
    layer._cell._layers = layer._cell._layers.filter((other) => other != layer);
    showLater(layer._cell);
  }
}

/** Takes layers away. */
export function lift(layers: Layer[]): void {
  detach(layers);
  showNow();
}
