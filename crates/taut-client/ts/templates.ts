/** The table of templates, and nodes made of them. This is the only place that turns text into nodes. */
import { call } from "./dom";
import { listen } from "./events";
import { find } from "./instance";
import { ANYWHERE, BINDING, BLOCK, EVENT, LIST, OUTSIDE } from "./kinds";
import type { Hole, Instance, Region, Template } from "./types";

const policy = (globalThis as any).trustedTypes?.createPolicy("taut", { createHTML: (html: string) => html });

/** HTML that may become nodes: it comes from the asset, or the program vouches for it. */
export const trusted = (html: string): string => policy?.createHTML(html) ?? html;

/** The element that came last of those that want the focus. */
export const wanted: { _focus?: any } = {};

/** By kind of hole, how the names of its cells start. */
const prefixes = ["$", "@", "?", "$", ".", , ":", , "!"];

/** Reads a template from the asset: `[html, 1?, tail, hole, …]`. */
export function read([html, ...rest]: any[]): Template {
  const inner = rest[0] == 1 && rest.shift();
  const [tail, ...holes] = rest;
  let global = false;
  for (const hole of holes as Hole[]) {
    const [kind, , name = "data", ...more] = hole;
    if (prefixes[kind]) hole[2] = prefixes[kind] + name;
    if (kind == EVENT) listen(name, more[0]);
    if (kind == BINDING && /\w/.test(name[0])) hole[2] = "$" + name;
    if (kind == BINDING || (kind == EVENT && more[0] & (ANYWHERE | OUTSIDE))) global = true;
    if (kind == BLOCK || kind == LIST) {
      for (let at = 2; at < hole.length; at++) global = (hole[at] = read(hole[at]))._global || global;
    }
  }
  return { _html: html, _inner: inner, _holes: holes, _tail: tail, _plain: !/<form|^<!D/.test(html), _global: global };
}

/** Makes an instance that is not in the page yet. */
export function make(template: Template, region: Region, key: number): Instance {
  const copy = (template._root ||= parse(template)).cloneNode(true) as DocumentFragment;
  if (template._html.includes("autofocus")) wanted._focus = copy.querySelector("[autofocus]");
  return find(template, copy.firstChild!, region, key);
}

function parse({ _html, _inner }: Template): DocumentFragment {
  const element = call(document, "createElement", "template");
  const root = new DocumentFragment();
  element.innerHTML = trusted(_html);
  root.append(...(_inner ? element.content.firstChild : element.content).childNodes);
  return root;
}
