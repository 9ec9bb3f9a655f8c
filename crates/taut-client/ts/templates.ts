/** The table of templates, and nodes made of them. This is the only place that turns text into nodes. */
import { call } from "./dom";
import { listen } from "./events";
import { find } from "./instance";
import { BLOCK, EVENT, LIST } from "./kinds";
import type { Hole, Instance, Region, Template } from "./types";

const policy = (globalThis as any).trustedTypes?.createPolicy("taut", { createHTML: (html: string) => html });

/** HTML that may become nodes: it comes from the asset, or the program vouches for it. */
export const trusted = (html: string): string => policy?.createHTML(html) ?? html;

/** The element that came last of those that want the focus. */
export const wanted: { _focus?: any } = {};

/** Reads a template from the asset: `[html, 1?, tail, hole, …]`. */
export function read([html, ...rest]: any[]): Template {
  const inner = rest[0] == 1 && rest.shift();
  const [tail, ...holes] = rest;
  for (const hole of holes as Hole[]) {
    const [kind, , ...more] = hole;
    if (kind == EVENT) listen(more[0], more[1]);
    if (kind == BLOCK || kind == LIST) hole.splice(2, more.length, ...more.map(read));
  }
  return { _html: html, _inner: inner, _holes: holes, _tail: tail };
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
