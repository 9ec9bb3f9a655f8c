/** The table of templates, and nodes made of them. This is the only place that turns text into nodes. */
import { call, doc, ofWindow, typeOf } from "./dom";
import { listen } from "./events";
import { wanted } from "./focus";
import { find } from "./instance";
import { BINDING, BLOCK, CLASSES, DOCUMENT, EVENT, FOREIGN, FRAGMENT, isPlace, KEY, LIST, PROPERTY, VIEW, VIEWS } from "./kinds";
import type { Hole, Instance, Region, Template } from "./types";

const policy = ofWindow("trustedTypes")?.createPolicy("taut", { createHTML: (html: string) => html });

/** HTML that may become nodes: it comes from the asset, or the program vouches for it. */
export const trusted = (html: string): string => policy?.createHTML(html) ?? html;

/** Reads a template from the asset: `[html, what?, tail, hole, …]`; what it is, is `FOREIGN` or `VIEW`. */
export const read = ([html, ...rest]: any[]): Template => {
  const what = typeof rest[0] == "number" ? rest.shift() : 0;
  const [tail, ...holes] = rest;
  const about: Template["_about"] = new Map(what & VIEW ? [[VIEWS, new Set()]] : []);
  holes.forEach((hole: Hole, at: number) => {
    const note = (name: string) => void about.set(name, (about.get(name) ?? new Set()).add(at));
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
  return { _html: html, _inner: !!(what & FOREIGN), _isView: !!(what & VIEW), _holes: holes, _tail: tail, _about: about, _isPlain: isPlain };
};

/** Whether HTML is a whole document. */
export const isDocument = (html: string): boolean => html.startsWith("<!D");

/** Makes an instance that is not in the page yet. */
export const make = (template: Template, region?: Region, key?: number): Instance => {
  const copy: any = (template._root ??= nodesOf(template._html, template._inner)).cloneNode(true);
  if (!holdsMany(copy)) return find(template, copy, region, key);
  wanted._focus = copy.querySelector("[autofocus]") ?? wanted._focus;
  return find(template, copy.firstChild!, region, key);
};

/** Whether what is cloned holds several nodes: a fragment, or a document. */
const holdsMany = (node: Node): boolean => [FRAGMENT, DOCUMENT].includes(typeOf(node)!);

/** Makes nodes of HTML: its only one, a fragment of all, or a whole document. */
export const nodesOf = (html: string, isInner?: boolean): any => {
  if (isDocument(html)) return new DOMParser().parseFromString(trusted(html) as string, "text/html");
  const element = call(doc, "createElement", "template");
  const root = new DocumentFragment();
  element.innerHTML = trusted(html);
  root.append(...(isInner ? element.content.firstChild : element.content).childNodes);
  return root.childNodes.length > 1 || html.includes("autofocus") ? root : root.firstChild;
};
