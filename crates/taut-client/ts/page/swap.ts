/** Shows the page of another view in the place of the current one, in the same document: style sheets and scripts in its head stay. */
import { all, attribute, body, call, childrenOf, doc, isSame, matches, of, removeNode } from "./dom";
import type { Json } from "../facts";
import { edits } from "./controls";
import { wanted } from "./focus";
import { writeAll } from "./holes";
import { SERVERS } from "./hydrate";
import { eachItem, outerNodes } from "./instance";
import { page } from "./page";
import { make } from "./templates";
import type { Instance } from "../types";

/** What stays in a head where the other page has the same: to take it out and put it back would load it again. */
const KEPT = "link,style,script";

/** Puts a fresh page of the current template into the document. */
export const swap = (values: Json[]): Instance => {
  const fresh = make(page._template);
  writeAll(fresh, values, 0, true);
  edits.clear();
  if (page._template._isDocument) swapDocument(fresh);
  else call(body(), "replaceChildren", ...outerNodes(fresh));
  giveFocus();
  return fresh;
};

const swapDocument = (fresh: Instance): void => {
  const html: any = fresh._last;
  const root = of(doc, "documentElement");
  const [head, own] = [html, root].map((node) => childrenOf(node).find((child) => matches(child, "head")));
  const kept = new Map<any, any>([[html, root], [head, own]]);
  const others = childrenOf(own);
  for (const node of childrenOf(head)) {
    const twin = node.nodeType == 1 && matches(node, KEPT) && others.find((other) => isSame(other, node));
    if (twin) kept.set(node, twin);
  }
  const stays = new Set(kept.values());
  for (const node of others) if (!stays.has(node) && !(node.nodeType == 1 && matches(node, SERVERS))) removeNode(node);
  call(own, "append", ...childrenOf(head).map((node) => kept.get(node) ?? node).filter((node) => node.parentNode != own));
  copyAttributes(html, root);
  call(body(), "replaceWith", childrenOf(html).find((child) => matches(child, "body")));
  const find = (item: Instance): void => item._at.forEach((node, hole) => (item._at[hole] = kept.get(node) ?? node));
  find(fresh);
  eachItem(fresh, find);
  [fresh._first, fresh._last] = [of(doc, "firstChild"), root];
};

const copyAttributes = (from: any, to: any): void => {
  for (const { name } of [...to.attributes]) if (name != "data-taut") to.removeAttribute(name);
  for (const { name, value } of from.attributes) to.setAttribute(name, value);
};

/** Gives the focus to what wants it, or to the heading, so that a screen reader reads the page from there. */
const giveFocus = (): void => {
  const heading = all(doc, "h1")[0] ?? all(doc, "main")[0] ?? body();
  const target = wanted._focus ?? heading;
  wanted._focus = undefined;
  if (target == heading && attribute(heading, "tabindex") == null) heading.tabIndex = -1;
  target.focus({ preventScroll: true });
};
