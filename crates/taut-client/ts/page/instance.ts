/**
 * Finds the nodes of a template's holes, the same way in the server's HTML and in a clone. Nothing is
 * touched but texts that are empty, which HTML has no node for.
 */
import { keep } from "./cells";
import { firstOf, insertBefore, isElement, isText, nextOf, parentOf, typeOf } from "./dom";
import { BINDING, CONTENT, FORMULA, isPlace, isSeveral, type Json, LIST, PROPERTY, TEXT, VIEW } from "../facts";
import { saidAt } from "./several";
import { afterAlike, canWait, fit, isEnd } from "./hydrate";
import { features } from "../hooks";
import { COMPONENTS, templatesIn } from "../kinds";
import { ROWS_AT_ONCE } from "../limits";
import { attempt, page, tear } from "./page";
import { holds } from "./selection";
import type { Instance, Region, Template } from "../types";

/** What `regions.ts` does for the places of blocks and lists, which instances have and which hold instances. */
export const places = {} as {
  /** Writes a value. */
  _set(region: Region, value: Json): void;
  /** Writes a list of which all is said, as of another session. */
  _renew(region: Region, stream: Json[]): void;
  /** Brings the page into the order of what is predicted. */
  _arrange(items: Instance[], region: Region): void;
};

/** The place of a block or list. */
const regionAt = (owner: Instance, hole: number, anchor: Node): Region => ({
  _owner: owner,
  _hole: hole,
  _spec: owner._template._holes[hole]!,
  _anchor: anchor,
  _base: [],
  _layers: [],
  _show: places._arrange,
});

/** The number of the next row. The server counts the same way, in the order of the stream. */
export const rows = { _next: 0 };

/** What the server's HTML says of the keys of its rows, in the order of their numbers. */
let keys: number[] = [];

/** Notes the keys of the rows in the server's HTML. */
export const noteKeys = (listed?: string): void => void (keys = listed ? listed.split(",").map(Number) : []);

/** Where the search is; no node where a text is missing at the end of the parent. */
let node: any;
/** Where the last step of the search began. */
let before: any;

/** For each node of a fresh rendering, its twin in the page, while the page is found by way of one. */
let twins: Map<Node, Node> | undefined;

const twinOf = (node: any): any => twins?.get(node) ?? node;

/** Makes an instance of the twins of a fresh rendering's nodes. */
export const findTwin = (template: Template, first: Node, map: Map<Node, Node>): Instance => {
  twins = map;
  const instance = find(template, first);
  twins = undefined;
  return instance;
};

/** Gives the page as an instance of its template; nothing if others have changed it. */
export const hydrate = (template: Template, root: Node): Instance | undefined => {
  const first = firstOf(root);
  return isEnd(fit(template, first)) ? find(template, first) : undefined;
};

/** Makes an instance of the nodes from `first` on. */
export const find = (template: Template, first: Node, region?: Region, key = 0): Instance => {
  const { _holes, _tail } = template;
  const at = new Array(_holes.length);
  const instance: Instance = { _template: template, _at: at, _said: [], _first: twinOf(first), _last: first, _region: region, _key: key };
  node = first;
  for (let hole = 0; hole < at.length; hole++) {
    const spec = _holes[hole]!;
    const [kind, path] = spec;
    walk(path);
    if (kind == TEXT && !isText(node)) {
      const parent = node || path.length < 3 ? parentOf(node ?? before) : before;
      const text = insertBefore.call(parent, new Text(), node);
      if (node == first) instance._first = text;
      node = text;
    }
    // A formula has no node of its own.
    const own = (at[hole] = kind == FORMULA ? instance._first : twinOf(node));
    if (spec[0] == PROPERTY) {
      const [, , name, mode] = spec;
      keep(own, name, mode)._described = true;
    }
    if (isSeveral(kind)) instance._said[hole] = saidAt(node, spec);
    if (kind == BINDING) features._bind?.(instance, hole);
    if (isPlace(kind)) findRegion(instance, hole);
  }
  walk(_tail);
  instance._last = twinOf(node);
  return instance;
};

/** Goes up, then right, then for each further number down and so many to the right. */
const walk = (path: number[]): void => {
  for (let step = 0; step < path.length; step++) {
    before = node;
    if (step > 1) node = firstOf(node);
    for (let count = path[step]!; count--; ) node = step ? nextOf(node) : parentOf(node);
  }
};

/** Finds what a block or list shows, and goes to the last node of it. */
const findRegion = (owner: Instance, hole: number): void => {
  const region = (owner._at[hole] = regionAt(owner, hole, twinOf(node)));
  const spec = owner._template._holes[hole]!;
  if (spec[0] == LIST) {
    const { _base } = region;
    const [, , row] = spec;
    const add = (item: Instance): void => {
      item._rowKey = keys[item._key];
      _base.push(item);
    };
    while (typeOf(node) != 8 || node.data != "/") {
      add(find(row, node, region, rows._next++));
      node = nextOf(node);
      const { _first, _last } = _base[0]!;
      if (twins || !canWait(row, _first, _last)) continue;
      for (const end = afterAlike(_first); node != end; node = node.nextSibling) add(new Later(row, node, region, rows._next++));
    }
    region._anchor = twinOf(node);
  } else {
    const arm = templatesIn(spec)[node.data];
    if (arm) region._base.push(find(arm, nextOf(node), region, +node.data));
  }
};

/** The outermost nodes of an instance. */
export const outerNodes = ({ _first, _last }: Instance): Node[] => {
  const nodes = [];
  for (let node: Node | null = _first; node; node = node == _last ? null : nextOf(node)) nodes.push(node);
  return nodes;
};

/** Visits all arms and rows in an instance that the server knows of, and whose holes are found. */
export const eachItem = (instance: Instance, visit: (item: Instance) => void): void => {
  for (const at of instance._isWaiting ? [] : instance._at)
    for (const item of at?._base ?? []) {
      visit(item);
      eachItem(item, visit);
    }
};

/** Whether an instance is one element. */
const isOne = ({ _first, _last }: Instance): boolean => _first == _last && isElement(_first);

/** A row in the server's HTML, whose holes are found when they are needed, and soon in any case: what others do to it comes later. */
class Later implements Instance {
  declare _found?: Instance;
  declare _rowKey?: number;
  _isWaiting = true;

  constructor(
    public _template: Template,
    public _first: Node,
    public _region: Region,
    public _key: number,
    public _last = _first,
  ) {
    if (waiting.push(this) == 1) setTimeout(findSome);
  }

  _find() {
    const { _template, _first } = this;
    if (this._found) return this._found;
    if (fit(_template, _first) === undefined) tear();
    this._found = find(_template, _first);
    this._isWaiting = false;
    return this._found;
  }

  get _at() {
    return this._find()._at;
  }

  get _said() {
    return this._find()._said;
  }
}

/** Rows whose holes may not be found yet. */
const waiting: Later[] = [];

/** Finds the holes of a few rows; between them the browser may do other things. */
const findSome = (): void => {
  const some = waiting.splice(0, ROWS_AT_ONCE);
  if (waiting[0]) setTimeout(findSome);
  attempt(() => some.forEach((row) => row._find()));
};

/** The view that an instance is part of. */
export const viewOf = (instance: Instance): Instance => {
  // How many components hold it only as a content.
  let depth = 0;
  for (; instance._region; instance = instance._region._owner) {
    const { _part } = instance._template;
    if (_part == VIEW && !depth--) break;
    if (_part == CONTENT) depth++;
  }
  return instance;
};

/** Whether an instance is in a content of a component. */
export const isInContent = ({ _template: { _part }, _region }: Instance): boolean => (_part ? _part == CONTENT : !!_region && isInContent(_region._owner));

/** The view that an element is part of. */
export const viewAt = (element: Node, instance = page._root): Instance => {
  for (const hole of instance._template._about.get(COMPONENTS) ?? []) {
    for (const item of shownIn(instance._at[hole])) {
      if (holds(item, element)) return viewAt(element, item);
    }
  }
  return viewOf(instance);
};

/** What a block or list shows, and what the server knows of it. */
const shownIn = ({ _base, _shown }: Region): Iterable<Instance> => (_shown ? new Set([..._base, ..._shown]) : _base);

/**
 * Visits the holes in an instance, and in all that stands in it, that have to do with a type of event or a key
 * of the client state; where a path is given, only in elements on it.
 */
export const each = (instance: Instance, what: string, visit: (instance: Instance, hole: number) => void, path?: EventTarget[]): void => {
  for (const hole of instance._template._about.get(what) ?? []) {
    const at = instance._at[hole];
    const [kind] = instance._template._holes[hole]!;
    if (!isPlace(kind)) visit(instance, hole);
    else
      for (const item of shownIn(at))
        if (!path || path.includes(item._first) || !isOne(item)) each(item, what, visit, path);
  }
};
