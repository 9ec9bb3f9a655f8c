/**
 * What is shown in one place: what the server says (the base), and predictions and marks above it (layers).
 * The page is written to only where it does not show that yet, so a prediction that was right settles unseen.
 */
import { writeText, writeValue } from "./caret";
import { defaultOf, hearOpen, isBoolean, isShown, isUnheard, like, setOpen, stateIn } from "./control";
import { log } from "../debug";
import { call, classesOf, descriptorOf, doc, isConnected, of, set } from "./dom";
import { isFocusFree, wanted } from "./focus";
import { features } from "../hooks";
import { UNHEARD } from "../limits";
import { isTouched, putBack } from "./others";
import { trusted } from "./html";
import type { Cell, Layer } from "../types";

/** What is known of where the user is: `controls.ts` knows it. */
export const user = {} as {
  /** Whether a cell must not show what the server says, because the user is there. */
  _withholds(own: Cell): boolean;
  /** Whether the user is editing the element around a text. */
  _isEdited(text: Node): boolean;
};

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
  return read ? call(member ? of(node, member) : node, read, name) : stateIn(node, name);
};

/** Writes a value, if it is not there yet; tells whether it was not. */
export const assign = (node: any, name: string, value: any, mode?: string): boolean => {
  const now = look(node, name);
  value = value === null && !isBoolean(now) ? value : like(now, value);
  const [member, , write] = ways[name[0]!] ?? [];
  name = name.slice(1);
  if (write ? now === value : isShown(node, name, value)) return false;
  if (name == "autofocus" && !isConnected(node)) wanted._focus = node;
  if (write) call(member ? of(node, member) : node, value === null ? "removeAttribute" : write, name, value);
  else if (name == "open") setOpen(node, value, mode, isFocusFree());
  else if (name == "value") writeValue(node, value);
  else if (name == "textContent") writeText(node, value);
  else set(node, name, name == "innerHTML" ? trusted(value) : value);
  return true;
};

/** What the server says of a place. */
export const said = (node: any, name: string): any => {
  const own = node[CELLS]?.[name];
  // What is to be shown later is not what the page shows.
  return own && (own._kept || own._layers.length || unshown.has(own)) ? own._base : look(node, name);
};

/** Writes what a cell shows, unless the user is there; no trace stays of a class that was predicted. */
const display = (value: any, own: Cell): void => {
  const { _node, _name, _mode } = own;
  if (_name![0] == "$" && user._withholds(own)) return;
  if (_name == "$open" && !(isConnected(_node) && _node.ownerDocument == doc)) return showLater(own);
  if (_name == "$open" && isUnheard(_node)) return void setTimeout(() => (hearOpen(_node), show(own)), UNHEARD);
  if (assign(_node, _name!, value, _mode)) {
    features._write?.(own);
    if ((own._kept || unshown.has(own)) && !/loading|busy|pending/.test(_name!)) log("correct", own, value);
  }
  if (_name![0] == "." && !classesOf(_node).length) call(_node, "removeAttribute", "class");
};

/** The cell of a place in the page. */
export const cell = (node: any, name: string): Cell => {
  const own: Cell = ((node[CELLS] ||= {})[name] ||= { _node: node, _name: name, _base: 0, _layers: [], _show: display });
  own._base = said(node, name);
  return own;
};

/** Whether the page shows what the server says of a cell that is kept. */
export const agrees = ({ _node, _name, _base }: Cell): boolean => {
  const name = _name!.slice(1);
  return isShown(_node, name, like(stateIn(_node, name), _base));
};

/** Makes the cell of something that the browser does not keep apart from what the user or others do to it. */
export const keep = (node: any, name: string, mode?: string): Cell => {
  const own = cell(node, name);
  if (!own._kept) {
    name = name.slice(1);
    own._base = defaultOf(node, name);
    own._kept = true;
    own._mode = mode;
    if (own._base && name == "indeterminate") node[name] = true;
    if (name == "open") hearOpen(node);
    // HTML knows neither a modal dialog that is open, nor a popover.
    if (own._base && name == "open" && (mode || of(node, "popover"))) {
      call(node, "removeAttribute", name);
      setOpen(node, true, mode);
    }
  }
  return own;
};

/** The cell of a property that the user can change, if there is one. */
export const keptOf = (node: any, name: string): Cell | undefined => keptIn(node).find(({ _name }) => _name == "$" + name);

/** The cells of an element that the user can change. */
export const keptIn = (node: any): Cell[] => Object.values<Cell>(node[CELLS] ?? {}).filter(({ _kept }) => _kept);

const { get: readClasses, set: writeClasses } = descriptorOf(Element.prototype, "className")! as any;

/** Adds or removes a class, if it is not so yet; quickly, where it is the only one. */
const toggle = (node: any, name: string, isOn: unknown): void => {
  if (readClasses.call(node) == (isOn ? "" : name)) writeClasses.call(node, isOn ? name : "");
  else classesOf(node).toggle(name, !!isOn);
};

/** Writes what the server says. */
export const put = (node: any, name: string, value: any): void => {
  if (isTouched && !isConnected(node)) putBack(node);
  const own = node[CELLS]?.[name] ?? (name == "$data" && user._isEdited(node) && cell(node, name));
  if (own) {
    const isNews = !own._kept || own._base + "" != like(own._base, value) + "";
    own._base = value;
    // What has not changed is not said again: the user may have changed it since.
    if (isNews) show(own);
  } else if (name == "$data") {
    if (node.data !== value + "") node.data = value;
  } else if (name[0] == ".") toggle(node, name.slice(1), value);
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
  log("lay", cell, value);
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
    log("lift", layer._cell, layer._value);
    layer._cell._layers = layer._cell._layers.filter((other) => other != layer);
    showLater(layer._cell);
  }
};

/** Takes layers away. */
export const lift = (layers: Layer[]): void => {
  detach(layers);
  showNow();
};
