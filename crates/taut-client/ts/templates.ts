/** The table of templates, and nodes made of them. This is the only place that turns text into nodes. */
import { call, doc } from "./dom";
import { listen } from "./events";
import { find } from "./instance";
import { BINDING, BLOCK, CLASSES, EVENT, FRAGMENT, isPlace, KEY, LIST, PROPERTY } from "./kinds";
import type { Hole, Instance, Region, Template } from "./types";

const policy = (globalThis as any).trustedTypes?.createPolicy("taut", { createHTML: (html: string) => html });

/** HTML that may become nodes: it comes from the asset, or the program vouches for it. */
export const trusted = (html: string): string => policy?.createHTML(html) ?? html;

/** The element that came last of those that want the focus. */
export const wanted: { _focus?: any } = {};

/** Reads a template from the asset: `[html, 1?, tail, hole, …]`. */
export const read = ([html, ...rest]: any[]): Template => {
  const inner = rest[0] == 1 && rest.shift();
  const [tail, ...holes] = rest;
  const about: Template["_about"] = new Map();
  holes.forEach((hole: Hole, at: number) => {
    const note = (what: string) => void about.set(what, (about.get(what) ?? new Set()).add(at));
    const [kind, , name, more] = hole;
    if (kind == EVENT) {
      listen(name, more);
      note(name);
    }
    if (kind == BINDING) note(KEY + more);
    if (isPlace(kind)) {
      for (let inner = 2; inner < hole.length; inner++) [...(hole[inner] = read(hole[inner]))._about.keys()].forEach(note);
    }
  });
  const isPlain = holes.every(([kind]: Hole) => ![PROPERTY, CLASSES, BLOCK, LIST, BINDING].includes(kind));
  return { _html: html, _inner: inner, _holes: holes, _tail: tail, _about: about, _isPlain: isPlain };
};

/** Makes an instance that is not in the page yet. */
export const make = (template: Template, region: Region, key: number): Instance => {
  const copy: any = (template._root ||= nodesOf(template._html, template._inner)).cloneNode(true);
  if (copy.nodeType != FRAGMENT) return find(template, copy, region, key);
  wanted._focus = copy.querySelector("[autofocus]") ?? wanted._focus;
  return find(template, copy.firstChild!, region, key);
};

/** Makes nodes of HTML: its only one, or a fragment of all. */
export const nodesOf = (html: string, isInner?: boolean): any => {
  const element = call(doc, "createElement", "template");
  const root = new DocumentFragment();
  element.innerHTML = trusted(html);
  root.append(...(isInner ? element.content.firstChild : element.content).childNodes);
  return root.childNodes.length > 1 || html.includes("autofocus") ? root : root.firstChild;
};
