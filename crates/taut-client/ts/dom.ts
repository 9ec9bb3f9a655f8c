/**
 * Members of nodes that no name in the page can shadow: `<input name=parentNode>` hides that of its form,
 * `<img name=body>` that of the document.
 */

const isShadowed = (node: unknown): boolean => node instanceof HTMLFormElement || node == document;

/** Reads a member. */
export const of = (node: any, name: string): any =>
  isShadowed(node) ? Reflect.get(Reflect.getPrototypeOf(node)!, name, node) : node[name];

/** Calls a method. */
export const call = (node: any, name: string, ...rest: any[]): any => of(node, name).apply(node, rest);

/** Sets a member. */
export const set = (node: any, name: string, value: any): boolean =>
  Reflect.set(Reflect.getPrototypeOf(node)!, name, value, node);

/** The text of an attribute. */
export const attribute = (node: any, name: string): string | null => call(node, "getAttribute", name);

/** All elements in a node that match a selector. */
export const all = (node: any, selector: string): any[] => [...call(node, "querySelectorAll", selector)];

/** Listens to types of events, wherever they happen and before anybody else. */
export function on(types: string, listener: (event: any) => void): void {
  for (const type of types.split(" ")) addEventListener(type, listener, true);
}

/** Dispatches a custom event. */
export const dispatch = (target: EventTarget, type: string, detail?: unknown): boolean =>
  call(target, "dispatchEvent", new CustomEvent(type, { detail, bubbles: true }));
