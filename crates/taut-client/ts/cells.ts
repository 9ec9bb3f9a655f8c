/**
 * What is shown in one place: what the server says (the base), and predictions and marks above it (layers).
 * The page is written to only where it does not show that yet, so a prediction that was right settles unseen.
 */
import { isHeld } from "./controls";
import { call, classesOf, of, set } from "./dom";
import { trusted } from "./templates";
import type { Cell, Layer } from "./types";

/** A symbol, because any other name could be that of a form's control. */
const CELLS = Symbol();

/** By the first letter of a cell's name, the member that has it, and what reads and writes it. All others are properties. */
const ways: Record<string, [member: string, read: string, write: string]> = {
  "@": ["", "getAttribute", "setAttribute"],
  "?": ["", "hasAttribute", "toggleAttribute"],
  ".": ["classList", "contains", "toggle"],
  ":": ["style", "getPropertyValue", "setProperty"],
};

/** What a place of the page shows. */
const look = (node: any, name: string): any => {
  const [member, read] = ways[name[0]!] ?? [];
  name = name.slice(1);
  return read ? call(member ? of(node, member) : node, read, name) : of(node, name);
};

/** Writes a value, if it is not there yet. */
export const assign = (node: any, name: string, value: any): void => {
  const now = look(node, name);
  value = typeof now == "boolean" ? !!value : value === null ? value : value + "";
  if (now === value) return;
  const [member, , write] = ways[name[0]!] ?? [];
  name = name.slice(1);
  if (write) call(member ? of(node, member) : node, value === null ? "removeAttribute" : write, name, value);
  else set(node, name, name == "innerHTML" ? trusted(value) : value);
};

/** What the server's HTML said of a property, if the browser keeps it. */
export const original = (node: any, name: string): any => node["default" + name[0]!.toUpperCase() + name.slice(1)];

/** What the server says of a place. */
export const said = (node: any, name: string): any => {
  const own = node[CELLS]?.[name];
  return own?._kept || own?._layers.length ? own._base : look(node, name);
};

/** Writes what a cell shows, unless the user is there; no trace stays of a class that was predicted. */
const display = (value: any, { _node, _name, _kept }: Cell): void => {
  if (_kept && isHeld(_node)) return;
  assign(_node, _name!, value);
  if (_name![0] == "." && !classesOf(_node).length) call(_node, "removeAttribute", "class");
};

/** The cell of a place in the page. */
export const cell = (node: any, name: string): Cell => {
  const own: Cell = ((node[CELLS] ||= {})[name] ||= { _node: node, _name: name, _base: 0, _layers: [], _show: display });
  own._base = said(node, name);
  return own;
};

/** Makes the cell of something that the browser does not keep apart from what the user or others do to it. */
export const keep = (node: any, name: string): Cell => {
  const own = cell(node, name);
  if (!own._kept) {
    name = name.slice(1);
    // Some properties have no other trace of what the HTML said than an attribute.
    own._base = original(node, name) ?? (node[name] = call(node, "hasAttribute", name));
    own._kept = true;
  }
  return own;
};

/** Shows again what the server says of all that the user can change, but for one thing. */
export const correct = (node: any, but?: string): void => {
  const cells: Record<string, Cell> = node[CELLS] ?? {};
  for (const name in cells) if (cells[name]!._kept && name != but) show(cells[name]!);
};

const { get: readClasses, set: writeClasses } = Object.getOwnPropertyDescriptor(Element.prototype, "className")! as any;

/** Adds or removes a class, if it is not so yet; quickly, where it is the only one. */
const toggle = (node: any, name: string, isOn: unknown): void => {
  if (readClasses.call(node) == (isOn ? "" : name)) writeClasses.call(node, isOn ? name : "");
  else classesOf(node).toggle(name, !!isOn);
};

/** Writes what the server says. */
export const put = (node: any, name: string, value: any): void => {
  const own = node[CELLS]?.[name];
  if (own) {
    own._base = value;
    show(own);
  } else if (name == "$data") node.data = value;
  else if (name[0] == ".") toggle(node, name.slice(1), value);
  else assign(node, name, value);
};

/** Shows a cell. */
export const show = (cell: Cell): void =>
  cell._show(
    cell._layers.reduce((below, { _value }) => (typeof _value == "function" ? _value(below) : _value), cell._base),
    cell,
  );

/** Lays a value over a cell. */
export const lay = (cell: Cell, value: any, layers: Layer[]): Layer => {
  const layer = { _cell: cell, _value: value };
  cell._layers.push(layer);
  layers.push(layer);
  show(cell);
  return layer;
};

/** What is not shown yet as it is by now. */
const unshown = new Set<Cell>();

/** Shows a cell when all is said, because what is said next might put it right again. */
export const showLater = (cell: Cell): void => void unshown.add(cell);

/** Shows all that waits to be shown. */
export const showNow = (): void => {
  if (!unshown.size) return;
  unshown.forEach(show);
  unshown.clear();
};

/** Takes layers away, unseen as yet. */
export const detach = (layers: Layer[]): void => {
  for (const layer of layers.splice(0)) {
    layer._cell._layers = layer._cell._layers.filter((other) => other != layer);
    showLater(layer._cell);
  }
};

/** Takes layers away. */
export const lift = (layers: Layer[]): void => {
  detach(layers);
  showNow();
};
