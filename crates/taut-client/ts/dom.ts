/**
 * Members of nodes that no name in the page can shadow: `<input name=parentNode>` hides that of its form,
 * `<img name=body>` that of the document.
 */

/** The document, and how JSON is written and read, by names that are shortened. */
export const doc = document;
export const { stringify: json, parse: parseJson } = JSON;
export const { getPrototypeOf: prototypeOf } = Reflect;

const isShadowed = (node: unknown): boolean => node instanceof HTMLFormElement || node == doc;

/** Reads a member. */
export const of = (node: any, name: string): any =>
  isShadowed(node) ? Reflect.get(prototypeOf(node)!, name, node) : node[name];

/** What reads a member of all nodes, or elements, quickly. */
const reader = (name: string, { prototype }: { prototype: object } = Node): ((node: any) => any) => {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name)!;
  return (node) => get!.call(node);
};

export const parentOf = reader("parentNode");
export const nextOf = reader("nextSibling");
export const { insertBefore } = Node.prototype;
export const firstOf = reader("firstChild");
export const classesOf = reader("classList", Element);
export const isConnected = reader("isConnected");

/** Calls a method. */
export const call = (node: any, name: string, ...rest: any[]): any => of(node, name).apply(node, rest);

/** Sets a member. */
export const set = (node: any, name: string, value: any): boolean =>
  isShadowed(node) ? Reflect.set(prototypeOf(node)!, name, value, node) : (node[name] = value);

/** The text of an attribute. */
export const attribute = (node: any, name: string): string | null => call(node, "getAttribute", name);

/** Whether a node is another, or contains it. */
export const contains = (node: any, other: any): boolean => call(node, "contains", other);

/** The form of a control. */
export const formOf = (control: any): any => of(control, "form");

/** All elements in a node that match a selector. */
export const all = (node: any, selector: string): any[] => [...call(node, "querySelectorAll", selector)];

/** Listens to types of events, wherever they happen and before anybody else. */
export const on = (types: string, listener: (event: any) => void): void => {
  for (const type of types.split(" ")) addEventListener(type, listener, true);
};

/** Dispatches a custom event. */
export const dispatch = (target: EventTarget, type: string, detail?: unknown): boolean =>
  call(target, "dispatchEvent", new CustomEvent(type, { detail, bubbles: true }));
