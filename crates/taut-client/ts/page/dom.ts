/**
 * Members of nodes that no name in the page can shadow: `<input name=parentNode>` hides that of its form,
 * `<img name=body>` that of the document.
 */

/** The document, the time, and how JSON is written and read, by names that are shortened. */
export const doc = document;
export const time = (): number => Date.now();
export const { stringify: json, parse: parseJson } = JSON;
export const { getOwnPropertyDescriptor: descriptorOf } = Reflect;
const { getPrototypeOf: prototypeOf } = Reflect;

const isShadowed = (node: unknown): boolean => node instanceof HTMLFormElement || node == doc;

/** Reads a member. */
export const of = (node: any, name: string): any =>
  isShadowed(node) ? Reflect.get(prototypeOf(node)!, name, node) : node[name];

/** What reads a member of all nodes, or elements, quickly. */
const reader = (name: string, { prototype }: { prototype: object } = Node): ((node: any) => any) => {
  const { get } = descriptorOf(prototype, name)!;
  return (node) => get!.call(node);
};

export const parentOf = reader("parentNode");
export const nextOf = reader("nextSibling");
export const previousOf = reader("previousSibling");
export const { insertBefore } = Node.prototype;
export const firstOf = reader("firstChild");
export const classesOf = reader("classList", Element);
export const isConnected = reader("isConnected");
export const nameOf = reader("nodeName");

const numberOf = reader("nodeType");
const listOf = reader("childNodes");

/** The type of a node, if there is one. */
export const typeOf = (node: any): number | undefined => node && numberOf(node);

/** The nodes in a node, as they are now. */
export const childrenOf = (node: any): any[] => [...listOf(node)];

/** Whether a node is an element. */
export const isElement = (node: any): boolean => typeOf(node) == 1;

/** Whether a node is a text. */
export const isText = (node: any): boolean => typeOf(node) == 3;

/** Whether a node is there, and has the same content as another. */
export const isSame = (node: any, other: any): boolean => !!node && call(node, "isEqualNode", other);

/** Reads what not all browsers have of the window; where it is missing, an element may be called so. */
export const ofWindow = (name: string): any => descriptorOf(globalThis, name)?.get?.call(globalThis);

/** Calls a method. */
export const call = (node: any, name: string, ...rest: any[]): any => of(node, name).apply(node, rest);

/** Sets a member. */
export const set = (node: any, name: string, value: any): boolean =>
  isShadowed(node) ? Reflect.set(prototypeOf(node)!, name, value, node) : (node[name] = value);

/** What has the focus. */
export const focused = (): any => of(doc, "activeElement");

/** The document's body. */
export const body = (): any => of(doc, "body");

/** Makes an element with some members. */
export const createElement = (name: string, members?: object): any => Object.assign(call(doc, "createElement", name), members);

/** Whether an element is one that a selector selects. */
export const matches = (element: any, selector: string): boolean => call(element, "matches", selector);

/** The nearest element around another, or that itself, that a selector selects. */
export const closest = (element: any, selector: string): any => call(element, "closest", selector);

/** Takes a node out of its parent. */
export const removeNode = (node: any): void => call(node, "remove");

/** The text of an attribute. */
export const attribute = (node: any, name: string): string | null => call(node, "getAttribute", name);

/** Whether a node is another, or contains it. */
export const contains = (node: any, other: any): boolean => call(node, "contains", other);

/** How `compareDocumentPosition` says that the other node follows. */
const FOLLOWS = 4;

/** Whether a node comes before another in the page. */
export const isBefore = (node: any, other: any): boolean => !!(call(node, "compareDocumentPosition", other) & FOLLOWS);

/** The form that a node belongs to: a control's own, which may stand elsewhere, or else the one around it. */
export const formOf = (node: any): any => {
  for (; node; node = parentOf(node)) {
    if (node instanceof HTMLFormElement) return node;
    const form = of(node, "form");
    if (form || "willValidate" in node) return form;
  }
};

/** The controls of a form, wherever they stand; what is no form has none. */
export const elementsOf = (form: any): any[] => [...(of(form, "elements") ?? [])];

/** Adds a value to those that a map has under a key. */
export const addTo = <K, V>(map: { get(key: K): Set<V> | undefined; set(key: K, values: Set<V>): unknown }, key: K, value: V): void =>
  void map.set(key, (map.get(key) ?? new Set()).add(value));

/** All elements in a node that match a selector. */
export const all = (node: any, selector: string): any[] => [...call(node, "querySelectorAll", selector)];

/** Listens to types of events, wherever they happen and before anybody else. */
export const on = (types: string, listener: (event: any) => void): void => {
  for (const type of types.split(" ")) addEventListener(type, listener, true);
};

/** Dispatches a custom event; tells whether what follows is wanted. */
export const dispatch = (target: EventTarget, type: string, detail?: unknown): boolean =>
  call(target, "dispatchEvent", new CustomEvent(type, { detail, bubbles: true, cancelable: true }));
