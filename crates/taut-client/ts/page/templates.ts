/** The table of templates, and nodes made of them. This is the only place that turns text into nodes. */
import { addTo, createElement, typeOf } from "./dom";
import { BINDING, type BindingHole, BLOCK, type BlockHole, CLASSES, CONTENT, DOCUMENT, EVENT, type EventHole, FOREIGN, FORMULA, HOOK, type HoleOf, isPlace, LIST, type Path, PROPERTY, VIEW, type WireTemplate } from "../facts";
import { wanted } from "./focus";
import { find } from "./instance";
import { trusted } from "./html";
import { COMPONENTS, DOCUMENT_NODE, FORMULAS, FRAGMENT_NODE, KEY } from "../kinds";
import type { Hole, Instance, Region, Template } from "../types";

/** The kinds of holes that have to be found before they are needed. */
const HELD: number[] = [PROPERTY, CLASSES, BLOCK, LIST, BINDING];

/** Learns of each type of event that a template listens for. */
type Listen = (type: string, flags: number) => void;

/** Reads a template from the asset. */
export const read = ([html, ...rest]: WireTemplate, listen: Listen): Template => {
  const what = typeof rest[0] == "number" ? (rest.shift() as number) : 0;
  const [tail, ...holes] = rest as [tail: Path, ...holes: HoleOf<WireTemplate>[]];
  const part = what & (VIEW | CONTENT);
  const about: Template["_about"] = new Map(part ? [[COMPONENTS, new Set()]] : []);
  const readHole = (hole: HoleOf<WireTemplate>, at: number): Hole => {
    const note = (name: string) => addTo(about, name, at);
    const [kind, , name, more] = hole as EventHole | BindingHole;
    if (kind == EVENT) {
      listen(name, more);
      note(name);
    }
    if (kind == BINDING) note(KEY + more);
    if (hole[0] == FORMULA) note(FORMULAS);
    if (!isPlace(kind)) return hole as Hole;
    const [place, path, ...inner] = hole as BlockHole<WireTemplate>;
    const templates = inner.map((template) => read(template, listen));
    for (const { _about } of templates) _about.forEach((_, name) => note(name));
    return [place, path, ...templates];
  };
  return {
    _html: html,
    _inner: !!(what & FOREIGN),
    _part: part,
    _isDocument: !!(what & DOCUMENT),
    _holes: holes.map(readHole),
    _tail: tail,
    _about: about,
    // What a hook has done to its element is not compared.
    _isPlain: !holes.some(([kind]) => HELD.includes(kind)) && !html.includes(HOOK),
  };
};

/** Makes an instance that is not in the page yet. */
export const make = (template: Template, region?: Region, key?: number): Instance => {
  const copy: any = (template._root ??= nodesOf(template)).cloneNode(true);
  if (!holdsMany(copy)) return find(template, copy, region, key);
  wanted._focus = copy.querySelector("[autofocus]") ?? wanted._focus;
  return find(template, copy.firstChild!, region, key);
};

/** Whether what is cloned holds several nodes: a fragment, or a document. */
const holdsMany = (node: Node): boolean => [FRAGMENT_NODE, DOCUMENT_NODE].includes(typeOf(node)!);

/** HTML, and what of it is wanted. */
type Source = Pick<Template, "_html"> & Partial<Pick<Template, "_inner" | "_isDocument">>;

/** Makes nodes of HTML: its only one, a fragment of all, or a whole document. */
export const nodesOf = ({ _html: html, _inner, _isDocument }: Source): any => {
  if (_isDocument) return new DOMParser().parseFromString(trusted(html) as string, "text/html");
  const element = createElement("template");
  const root = new DocumentFragment();
  element.innerHTML = trusted(html);
  root.append(...(_inner ? element.content.firstChild : element.content).childNodes);
  return root.childNodes.length > 1 || html.includes("autofocus") ? root : root.firstChild;
};
