/** What scripts of the application have registered: hooks by their names. */
import { doc } from "../../page/dom";

/** A hook as a script has registered it: an object, a class, or a function that loads one of them. */
type Registered = any;

/** How long a script may take to register a hook once all of the page is loaded, in milliseconds. */
const GRACE = 1000;

const hooks = new Map<string, Registered>();

/** By names, what waits for a hook. */
const waiting = new Map<string, ((hook: Registered) => void)[]>();

/** Whether a function makes objects; one that does not loads a hook. */
const isClass = (hook: Registered): boolean => !!hook.prototype;

/** Makes the hook of an element. */
export const make = (hook: Registered): any => (typeof hook == "function" ? new hook() : Object.create(hook));

/** Registers a hook, and gives it to what has waited for it. */
export const register = (name: string, hook: Registered): void => {
  hooks.set(name, hook);
  for (const take of waiting.get(name)?.splice(0) ?? []) find(name, take);
};

/** Does not wait any longer for a hook. */
export const cancel = (name: string, take: (hook: Registered) => void): void => {
  waiting.set(name, (waiting.get(name) ?? []).filter((other) => other != take));
};

/** Passes the hook of a name on, once it is registered and loaded. */
export const find = (name: string, take: (hook: Registered) => void): void => {
  const hook = hooks.get(name);
  if (!hook) wait(name, take);
  else if (typeof hook != "function" || isClass(hook)) take(hook);
  else load(name, hook).then(() => find(name, take), reportError);
};

/** Loads a hook once: a module exports it by default. */
const load = async (name: string, hook: Registered): Promise<void> => {
  const found = await (hook._loading ??= hook());
  hooks.set(name, found?.default ?? found ?? {});
};

const wait = (name: string, take: (hook: Registered) => void): void => {
  if (!waiting.has(name)) loaded.then(() => setTimeout(complain, GRACE, name));
  waiting.set(name, [...(waiting.get(name) ?? []), take]);
};

const loaded = new Promise<unknown>((resolve) => (doc.readyState == "complete" ? resolve(0) : addEventListener("load", resolve)));

const complain = (name: string): void => {
  if (hooks.has(name)) return;
  const names = [...hooks.keys()].map((name) => `"${name}"`).join(", ");
  const found = names ? `registered are ${names}` : "there are none";
  console.error(`taut: no script has registered the hook "${name}" with taut.hook("${name}", …); ${found}`);
};
