/** The values that a page shares: handlers publish them, templates and scripts follow them, without the server. */
import { cell, lay, lift, show } from "./cells";
import { dispatch } from "./dom";
import { eachGlobal } from "./instance";
import { BINDING } from "./kinds";
import { page } from "./page";
import type { Act, Cell, Instance, Layer } from "./types";

/** By key; the server's word is the base, and what handlers on their way have published lies above it. */
const values: Record<string, Cell & { _value?: any }> = Object.create(null);

function valueCell(key: string): Cell & { _value?: any } {
  const own = (values[key] ||= { _base: undefined, _layers: [], _show: (value) => become(key, own, value) });
  return own;
}

/** Tells all that follow a key, unless nothing has changed. */
function become(key: string, own: { _value?: any }, value: any): void {
  if (JSON.stringify(own._value) === JSON.stringify(value)) return;
  own._value = value;
  eachGlobal(page._root, BINDING, (instance, hole, spec) => spec[3] == key && bind(instance, hole));
  dispatch(window, "client-" + key, value);
}

/** The value of a key. */
export const valueOf = (key: string): any => values[key]?._value;

/** Shows the value of a key in a place of the page; above what the server says there, if there is any. */
export function bind(instance: Instance, hole: number): void {
  const [, , name, key, op, literal] = instance._template._holes[hole]!;
  const value = valueOf(key);
  const layer: Layer | undefined = instance._said[hole];
  const shown = op == null ? value : (value === literal) == !!op;
  if (value === undefined) {
    if (layer) lift([layer]);
    instance._said[hole] = undefined;
  } else if (layer) {
    layer._value = shown;
    show(layer._cell);
  } else instance._said[hole] = lay(cell(instance._at[hole], name), shown, []);
}

/** Publishes a value for an event on its way; it stays if the event is accepted. */
export function publishFor(act: Act, key: string, value: any): void {
  const own = valueCell(key);
  const layer = lay(own, value, act._layers);
  act._commits.push(() => {
    if (typeof layer._value != "function") own._base = value;
  });
}

/** Publishes a value. What was published before it by events on their way is past. */
export function publish(key: string, value: any): void {
  const own = valueCell(key);
  for (const layer of own._layers) layer._value = (below: any) => below;
  own._base = value;
  show(own);
}

/** Takes over what the server says; what was published since stands. */
export function correctBus(said: Record<string, any>): void {
  for (const key in said) {
    valueCell(key)._base = said[key];
    show(valueCell(key));
  }
}

/** Calls a listener with the value of a key, if it has one, and with each that follows; gives what ends that. */
export function subscribe(key: string, listener: (value: any) => void): () => void {
  const hear = ({ detail }: any) => listener(detail);
  addEventListener("client-" + key, hear);
  if (valueOf(key) !== undefined) listener(valueOf(key));
  return () => removeEventListener("client-" + key, hear);
}
