/** The values that a page shares: handlers publish them, templates and scripts follow them, without the server. */
import { parameterOf } from "../event/pending_event";
import { cell, lay, show } from "../page/cells";
import { chain, count, inChain } from "../event/chain";
import { api, log } from "../debug";
import { isBoolean, like } from "../page/control";
import { dispatch, isConnected, json } from "../page/dom";
import type { BindingHole, Json } from "../facts";
import { each, viewOf } from "../page/instance";
import { KEY } from "../kinds";
import { MOST_LINKS } from "../limits";
import { areEqual, numberFrom, shownAs } from "../numbers";
import { page } from "../page/page";
import type { Feature } from "../hooks";
import type { PendingEvent, Cell, Instance, Layer } from "../types";

/** A key. The server's word is the base, and what handlers on their way have published lies above it. */
interface Value extends Cell {
  _value?: any;
  /** The number of the last event when it became so. */
  _since: number;
  /** The places where the server may have said something else since, each with the number of the last event before it did. */
  _news: Map<Binding, number>;
}

/** What shows a key in a place of the page, above what the server says there. */
interface Binding extends Layer {
  _spec: BindingHole;
}

const values: Record<string, Value> = Object.create(null);

const valueCell = (key: string): Value => {
  return (values[key] ||= { _base: undefined, _name: key, _layers: [], _show: become, _since: 0, _news: new Map() });
};

/** Tells all that follow a key, unless nothing has changed; no view where too many values have led to each other. */
const become = (value: any, own: Value): void => {
  if (typeof value == "number" ? Object.is(own._value, value) : json(own._value) === json(value)) return;
  own._value = value;
  own._since = count;
  if (page._root) each(page._root, KEY + own._name, bind);
  const links = chain ?? { _count: 0 };
  if (links._count++ < MOST_LINKS) inChain(links, () => dispatch(window, "client-" + own._name, value));
  else console.info(`taut: no view is told of "${own._name}" any more, because it follows from itself`);
};

/** The value of a key. */
const valueOf = (key: string): any => values[key]?._value;

/** What a binding shows of a value. Some attributes have words of their own for what is true or false, or are absent then. */
const shownIn = ([, , , , , op, literal, yes, no]: BindingHole, value: any): any => {
  const shown = op == null ? value : areEqual(value, literal) == !!op;
  return yes != null && isBoolean(shown) ? (shown ? yes : no) : op == null ? shownAs(shown) : shown;
};

/** Shows the value of a key in a place of the page; above what the server says there, which may be news of the key. */
const bind = (instance: Instance, hole: number): void => {
  const spec = instance._template._holes[hole] as BindingHole;
  const [, , name, key] = spec;
  let known: any;
  const shown = (below: any) => {
    const own: Binding | undefined = instance._said[hole];
    const said = like(known, below);
    if (own && said !== known && isConnected(own._cell._node)) valueCell(key)._news.set(own, page._answers?._order ?? count);
    known = own || !isBoolean(below) ? said : below;
    const value = valueOf(key);
    return value === undefined ? below : shownIn(spec, value);
  };
  const own: Binding = (instance._said[hole] ||= Object.assign(lay(cell(instance._at[hole], name), shown, []), { _spec: spec }));
  show(own._cell);
};

/** Publishes a value for an event on its way; it stays if the event is accepted, as long as the view has no other one of its own. */
const publishFor = (pending: PendingEvent, key: string, value: any): void => {
  const own = valueCell(key);
  const layer = lay(own, value, pending._layers);
  const { _since } = own;
  pending._commits.push(() => {
    const isPast = typeof layer._value == "function";
    for (const [news, order] of own._news) if (isPast || order < _since) own._news.delete(news);
    if (isPast) return;
    own._base = value;
    askView(pending, key);
  });
};

/** Once an event that has to do with a key is handled, its view knows better, if it has a value of its own. */
const askView = (pending: PendingEvent, key: string): void => {
  const view = viewOf(pending._instance);
  const { _news } = valueCell(key);
  each(view, KEY + key, (instance, hole) => {
    const [, , , , isKept] = instance._template._holes[hole] as BindingHole;
    if (isKept && viewOf(instance) == view) _news.set(instance._said[hole], pending._order);
  });
};

/** Whether a binding shows the value itself, and no comparison. */
const isPlain = ({ _spec: [, , , , , op] }: Binding): boolean => op == null;

/** The kind of number that handlers publish under a key. */
const kindOf = (key: string): number | undefined =>
  page._handlers.flatMap(({ client_state }) => client_state ?? []).find(([name]) => name == key)?.[2];

/** The value that the server says where a binding is, in the type of another one; nothing if it cannot be told. */
const wordOf = ({ _cell, _spec }: Binding, like: any): any => {
  const { _base, _name } = _cell;
  const [, , , key, , , , yes] = _spec;
  if (isBoolean(like)) return yes == null ? ["true", true, 1].includes(_base) : _base === yes;
  if (_base == null || yes != null || /^[?.]/.test(_name!)) return;
  const kind = kindOf(key) ?? (typeof like == "number" ? 2 : 0);
  return kind ? numberFrom(_base, kind) : typeof like == "string" ? _base + "" : undefined;
};

/** Whether the server says the same of a place as the value of the key. */
const agrees = ({ _cell, _spec }: Binding, value: any): boolean => {
  const { _base, _name } = _cell;
  const shown = shownIn(_spec, value);
  const [, , , , , , , yes] = _spec;
  if (yes != null) return shown === _base;
  if (/^[?.]/.test(_name!) || (isBoolean(shown) && typeof _base != "string")) return !!shown == !!_base;
  return areEqual(shown ?? "", _base ?? "");
};

/** Where the server says something else of a key than what is published, and nothing of it is on its way, that is its value; what no place can tell is none. */
const followServer = (): void => {
  for (const key in values) {
    const own = values[key]!;
    if (own._layers[0]) continue;
    const news = [...own._news.keys()].filter(({ _cell }) => isConnected(_cell._node));
    own._news.clear();
    const value = own._value;
    const plain = news.find((binding) => isPlain(binding) && wordOf(binding, value) !== undefined);
    const word = plain ?? news.find((binding) => !agrees(binding, value));
    if (value === undefined || !word || agrees(word, value)) continue;
    own._base = plain && wordOf(plain, value);
    log("correct", own, own._base);
    show(own);
  }
};

/** Publishes a value. What was published before it by events on their way is past. */
const publish = (key: string, value: any): void => {
  for (const layer of valueCell(key)._layers) layer._value = (below: any) => below;
  correct({ [key]: value });
};

/** Takes over what the server says; what was published since stands. */
const correct = (said?: Record<string, Json>): void => {
  for (const key in said) {
    const own = valueCell(key);
    own._base = said[key];
    own._news.clear();
    show(own);
  }
};

/** Calls a listener with the value of a key, if it has one, and with each that follows; gives what ends that. */
const subscribe = (key: string, listener: (value: any) => void): () => void => {
  const hear = ({ detail }: any) => listener(detail);
  addEventListener("client-" + key, hear);
  if (valueOf(key) !== undefined) listener(valueOf(key));
  return () => removeEventListener("client-" + key, hear);
};

/** The event publishes what its handler declares; the view of one that follows a key knows better, once it is handled. */
const begin = (pending: PendingEvent): void => {
  const [, key] = /^client-(.+)/.exec(pending._type) ?? [];
  if (key) pending._commits.push(() => askView(pending, key));
  for (const [key, parameter, kind] of pending._handler.client_state ?? []) {
    const value = numberFrom(parameterOf(pending, parameter), kind);
    if (value !== undefined) publishFor(pending, key, value);
  }
};

Object.assign(api, { publish, subscribe, value: valueOf });

export const clientState: Feature = {
  _bind: bind,
  _begin: begin,
  _effects: ({ publish }) => correct(publish),
  _finish: followServer,
};
