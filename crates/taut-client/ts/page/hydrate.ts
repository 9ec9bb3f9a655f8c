/**
 * Takes over the server's HTML while it is what the server wrote. Extensions, other scripts and the browser may have added,
 * wrapped or removed nodes before the client starts, so the page is compared with the HTML of its templates before any node is used.
 */
import { attribute, firstOf, isElement, isText, matches, nameOf, nextOf, of, previousOf, typeOf } from "./dom";
import { IGNORE, isPlace } from "../facts";
import { isContent, templatesIn } from "../kinds";
import { LONG_TEXT } from "../limits";
import type { Hole, Template } from "../types";

/** The tags, comments and texts of the template that is compared, and how many of them have been. */
let tokens: string[];
let at: number;
/** The blocks and lists that follow. */
let places: Hole[];
/** Whether the content of some element in the template is a value. */
let hasContent: boolean;
/** Whether there is no text where there may be one. */
let isMissing: boolean;

/** Gives the node after those of a template, `null` at the end of the parent; nothing where the nodes are others. */
export const fit = (template: Template, node: any): any => {
  const outer = [tokens, at, places, hasContent] as const;
  const { _html, _inner, _holes } = template;
  tokens = template._tokens ??= _html.match(/<(?:"[^"]*"|[^">])*>|[^<]+/g)!.slice(_inner ? 1 : 0, _inner ? -1 : undefined);
  at = 0;
  places = _holes.filter(([kind]) => isPlace(kind));
  hasContent = _holes.some(isContent);
  while (at < tokens.length && node !== undefined) node = fitOne(node);
  [tokens, at, places, hasContent] = outer;
  return node;
};

const fitOne = (node: any): any => {
  const token = tokens[at++]!;
  isMissing = false;
  return token[0] != "<" ? fitText(token, node) : token[1] == "!" ? fitComment(token, node) : fitElement(token, node);
};

/** A space may stand for any text, or for one that is empty. */
const fitText = (token: string, node: any): any => {
  const isLoose = !token.trim();
  if (!isText(node)) {
    isMissing = isLoose;
    return isLoose ? node : undefined;
  }
  const text = textOf(node);
  return isLoose || token.includes("&") || token.trim() == text.trim() ? nextOf(node) : undefined;
};

/** The data of a text. A parser splits long ones, which are one in the template. */
const textOf = (node: any): string => {
  for (let next; node.data.length >= LONG_TEXT && isText((next = nextOf(node))); next.remove()) node.data += next.data;
  return node.data;
};

const fitComment = (token: string, node: any): any => {
  if (token[2] == "D") return typeOf(node) == 10 ? nextOf(node) : undefined;
  const templates = token == "<!>" ? [] : templatesIn(places.shift()!);
  if (token == "<!/>") node = fitRows(templates[0]!, node);
  if (typeOf(node) != 8) return;
  const { data } = node;
  if (token != "<!?>") return data == token.slice(2, -1) ? nextOf(node) : undefined;
  return data ? templates[data] && fit(templates[data], nextOf(node)) : nextOf(node);
};

/** Gives the end of a list. What is in rows that can wait is compared when it is needed. */
const fitRows = (row: Template, node: any): any => {
  const first = node;
  while (node && node.data != "/") {
    node = fit(row, node);
    if (canWait(row, first, node && previousOf(node))) node = afterAlike(first);
  }
  return node;
};

/** Whether the rows of a list can wait until they are needed: all are one element, as the first is. Names in forms shadow members. */
export const canWait = (row: Template, first: any, last: any): boolean =>
  row._isPlain && first == last && isElement(first) && !(first instanceof HTMLFormElement);

/** The node after an element and those that are called the same. */
export const afterAlike = (node: any): any => {
  for (const { nodeName } = node; node?.nodeName == nodeName; ) node = node.nextSibling;
  return node;
};

const VOID = new Set("area,base,br,col,embed,hr,img,input,link,meta,source,track,wbr".split(","));

const fitElement = (token: string, node: any): any => {
  const name = nameIn(token);
  if (!isElement(node) || of(node, "localName") != name) return;
  // Others add attributes and classes; these they leave alone.
  for (const said of token.match(/(?<= )(id|name|type|href)="[^"&]*(?=")/g) ?? []) {
    const [key, value] = said.split('="');
    if (attribute(node, key!) !== value) return;
  }
  if (VOID.has(name)) return nextOf(node);
  const end = `</${name}>`;
  // A parser drops the line feed of a `<pre>`.
  const isEmpty = tokens[at + +(tokens[at] == "\n")] == end;
  if (isLeaf(node) || (hasContent && isEmpty)) {
    for (let depth = 0; tokens[at] != end || depth--; at++) if (tokens[at]![0] == "<" && nameIn(tokens[at]!) == name) depth++;
  }
  else {
    let child = firstOf(node);
    for (; tokens[at] != end; ) if ((child = fitOne(child)) === undefined) return;
    if (!isEnd(child)) return;
  }
  at++;
  isMissing = false;
  return nextOf(node);
};

/** The name in a start tag. */
const nameIn = (token: string): string => token.slice(1, token.search(/[\s>]/));

const LEAVES = new Set("textarea,template,noscript,iframe,selectedcontent,script,style".split(","));

/** Whether the content of an element is the browser's, the user's or another script's, or parsed otherwise in a template than in a page. */
export const isLeaf = (node: any): boolean => LEAVES.has(of(node, "localName")) || (isElement(node) && attribute(node, IGNORE) != null);

/** What the server puts behind a view's own nodes. */
export const SERVERS = "[data-templates],[data-templates]+link,.taut-alert";

/**
 * Whether a parent ends here. What the server, or others, have put behind all else is not in the way, unless it may stand in for a
 * text, or could be what was looked for: then an element before it may be another's.
 */
export const isEnd = (node: any): boolean => {
  if (node && isMissing) return false;
  const names = new Set<string>();
  for (let before = node; before && (before = previousOf(before)); ) names.add(nameOf(before));
  for (; node; node = nextOf(node)) if (!isElement(node) || (names.has(nameOf(node)) && !matches(node, SERVERS))) return false;
  return node === null;
};
