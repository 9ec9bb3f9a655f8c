/** Hooks: what scripts of the application do with elements that have them, from when these are in the page until they are not. */
import type { Client } from "../add_ons";
import { HOOK } from "../facts";
import type { Feature } from "../hooks";
import { all, attribute, contains, doc, isConnected, isElement, matches, on } from "../page/dom";
import type { Cell } from "../types";
import { cancel, find, make, register } from "./hooks/registry";
import { replies } from "./hooks/replies";

/** A hook of an element. */
interface Hook {
  _element: any;
  /** What the script has registered, for this element; nothing until it is registered and loaded. */
  _own?: any;
  /** Ends its listeners. */
  _end: AbortController;
}

export default (client: Client): Feature => {
  const { _add: add, _api, _asOthers } = client;
  const [send, answers] = replies(client);
  /** The hooks of each element of the page that has some. */
  const known = new Map<any, Hook[]>();

  /** Calls a method of a hook, if it has it. A mistake in one keeps no other from its call. */
  const call = (hook: Hook, method: string): void =>
    _asOthers(() => {
      try {
        hook._own?.[method]?.();
      } catch (error) {
        reportError(error);
      }
    });

  const callAll = (hooks: Hook[], method: string): void => hooks.forEach((hook) => call(hook, method));

  const mount = (element: any): void => {
    if (known.has(element)) return;
    changes.observe(element, CHANGES);
    const names = attribute(element, HOOK)!.split(" ");
    const hooks: Hook[] = names.map(() => ({ _element: element, _end: new AbortController() }));
    known.set(element, hooks);
    hooks.forEach((hook, at) => {
      const take = (registered: any) => begin(hook, registered);
      find(names[at]!, take);
      hook._end.signal.onabort = () => cancel(names[at]!, take);
    });
  };

  /** Begins with a hook, unless its element is gone by now. */
  const begin = (hook: Hook, registered: any): void => {
    if (!known.get(hook._element)?.includes(hook)) return;
    _asOthers(() => {
      try {
        hook._own = Object.assign(make(registered), membersOf(hook));
      } catch (error) {
        reportError(error);
      }
    });
    call(hook, "mounted");
  };

  /** What a hook has of its own. */
  const membersOf = ({ _element, _end: { signal } }: Hook): object => ({
    el: _element,
    send: (type: string, detail?: unknown) => send(_element, type, detail),
    on: (type: string, listener: (detail: unknown) => void) =>
      doc.addEventListener(type, (event: any) => _asOthers(() => listener(event.detail)), { signal }),
  });

  const unmount = (element: any, hooks: Hook[]): void => {
    known.delete(element);
    callAll(hooks, "destroyed");
    for (const { _end } of hooks) _end.abort();
  };

  /** Looks for elements with hooks among nodes that are new. */
  const look = (node: any): void => {
    if (!isConnected(node)) return;
    if (isElement(node) && matches(node, `[${HOOK}]`)) mount(node);
    if (node == doc || isElement(node)) all(node, `[${HOOK}]`).forEach(mount);
  };

  /** Follows what has come into the page or has gone; what was only moved has done neither. */
  const follow = (records: MutationRecord[]): void => {
    if (records.some(({ removedNodes }) => removedNodes[0])) {
      for (const [element, hooks] of known) if (!isConnected(element)) unmount(element, hooks);
    }
    for (const { addedNodes } of records) addedNodes.forEach(look);
  };

  const nodes = new MutationObserver(follow);

  /** What has changed in elements with hooks, or on them. It counts while a frame is applied: all else others have done. */
  const changes = new MutationObserver(() => {});
  const CHANGES = { attributes: true, attributeOldValue: true, characterData: true, childList: true, subtree: true };

  const forget = (): void => void changes.takeRecords();

  /** Where the page shows other values since hooks were told last, with a frame or without one. */
  const written = new Set<any>();

  const write = ({ _node, _name }: Cell): void => {
    if (MARKED.test(_name!)) return;
    if (!written.size) queueMicrotask(() => update([...known]));
    written.add(_node);
  };

  /** Tells hooks of what has changed. */
  const update = (hooks: [element: any, own: Hook[]][]): void => {
    const targets = [...written];
    written.clear();
    for (const [element, own] of hooks) {
      if (known.has(element) && targets.some((target) => contains(element, target))) callAll(own, "updated");
    }
    // What hooks do themselves is no news to them.
    forget();
  };

  /** Tells hooks of what a frame has changed. */
  const tell = (): void => {
    const hooks = [...known];
    follow(nodes.takeRecords());
    for (const record of changes.takeRecords()) if (!isMark(record)) written.add(record.target);
    update(hooks);
  };

  let isOffline = false;

  /** Tells all hooks that the connection is lost, or there again. */
  const connected = (isLost: boolean): void => {
    if (isLost == isOffline) return;
    isOffline = isLost;
    for (const hooks of known.values()) callAll(hooks, isLost ? "disconnected" : "reconnected");
  };

  on("taut:offline", () => connected(true));
  on("taut:online", () => connected(false));

  const start = (): void => {
    for (const [name, hook] of _api.hooks.splice(0)) register(name, hook);
    _api.hooks.push = ([name, hook]: [string, any]) => register(name, hook);
    nodes.observe(doc, { childList: true, subtree: true });
    look(doc);
    // What was written before it was shown is no news.
    written.clear();
  };

  add(answers);
  return { _start: start, _entered: start, _write: write, _patch: forget, _replace: forget, _effects: tell, _finish: tell };
};

/** Marks of events that are on their way: they say nothing of the page. */
const MARK = /^(loading|optimistic-\w+)$/;
const MARKED = /^(\.(loading|optimistic-\w+)|@aria-busy|\?disabled)$/;

const classes = (text: string | null): string => (text?.match(/\S+/g) ?? []).filter((name) => !MARK.test(name)).join(" ");

/** Whether a change is only that of a mark. */
const isMark = ({ attributeName, oldValue, target }: MutationRecord): boolean =>
  attributeName == "aria-busy" || (attributeName == "class" && classes(oldValue) == classes(attribute(target, "class")));
