/** The values that a page shares: handlers publish them, templates and scripts follow them, without the server. */
import { cell, lay, show } from "./cells";
import { dispatch, json } from "./dom";
import { each } from "./instance";
import { KEY } from "./kinds";
import { areEqual, shownAs } from "./numbers";
import { page } from "./page";
import type { Act, Cell, Instance } from "./types";

/** By key; the server's word is the base, and what handlers on their way have published lies above it. */
const values: Record<string, Cell & { _value?: any }> = Object.create(null);

const valueCell = (key: string): Cell & { _value?: any } => {
  return (values[key] ||= { _base: undefined, _name: key, _layers: [], _show: become });
};

/** Tells all that follow a key, unless nothing has changed. */
const become = (value: any, own: Cell & { _value?: any }): void => {
  if (typeof value == "number" ? Object.is(own._value, value) : json(own._value) === json(value)) return;
  own._value = value;
  if (page._root) each(page._root, KEY + own._name, bind);
  dispatch(window, "client-" + own._name, value);
};

/** The value of a key. */
export const valueOf = (key: string): any => values[key]?._value;

/** Shows the value of a key in a place of the page; above what the server says there, if there is any. */
export const bind = (instance: Instance, hole: number): void => {
  const [, , name, key, op, literal, ...words] = instance._template._holes[hole]!;
  const shown = (below: any) => {
    const value = valueOf(key);
    if (value === undefined) return below;
    const shown = op == null ? value : areEqual(value, literal) == !!op;
    // Some attributes have words of their own for what is true or false, or are absent then.
    return words[0] != null && typeof shown == "boolean" ? words[+!shown] : op == null ? shownAs(shown) : shown;
  };
  show((instance._said[hole] ||= lay(cell(instance._at[hole], name), shown, []))._cell);
};

/** Publishes a value for an event on its way; it stays if the event is accepted. */
export const publishFor = (act: Act, key: string, value: any): void => {
  const own = valueCell(key);
  const layer = lay(own, value, act._layers);
  act._commits.push(() => {
    if (typeof layer._value != "function") own._base = value;
  });
};

/** Publishes a value. What was published before it by events on their way is past. */
export const publish = (key: string, value: any): void => {
  for (const layer of valueCell(key)._layers) layer._value = (below: any) => below;
  correctBus({ [key]: value });
};

/** Takes over what the server says; what was published since stands. */
export const correctBus = (said?: Record<string, any>): void => {
  for (const key in said) {
    valueCell(key)._base = said[key];
    show(valueCell(key));
  }
};

/** Calls a listener with the value of a key, if it has one, and with each that follows; gives what ends that. */
export const subscribe = (key: string, listener: (value: any) => void): () => void => {
  const hear = ({ detail }: any) => listener(detail);
  addEventListener("client-" + key, hear);
  if (valueOf(key) !== undefined) listener(valueOf(key));
  return () => removeEventListener("client-" + key, hear);
};
