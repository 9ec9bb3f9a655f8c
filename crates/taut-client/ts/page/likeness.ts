/**
 * Which nodes of two rows of siblings belong together: the pairs, in order on both sides, whose likeness is greatest in sum. That is
 * the alignment of sequences by Needleman and Wunsch (1970). An element that is less like anything than what it holds is
 * taken for a wrapper, and what it holds comes in its place.
 */
import { call, childrenOf, isElement, isSame, isText, nameOf, of, parentOf, typeOf } from "./dom";
import { isLeaf } from "./hydrate";

/** The likeness of texts that differ, and of a text and its translation. */
const SLIGHT = 0.01;
const TRANSLATED = 0.95;

/** How the traits begin that tell in elements of which name a text stands, or a translated one. No attribute is called so. */
const TEXT_IN = " =";
const TRANSLATION_IN = " ?";

/** So many pairs are compared at most; in longer rows, each node only with the next few. */
const MOST_PAIRS = 10000;
const FEW = 16;

/** An element is taken for a wrapper if what it holds is more like the page by this; if it could be of the page itself, by that. */
const CLEAR = 0.15;
const CLEARER = 0.47;

/** Two pairs are as good as each other if their likeness differs by less. */
const CLOSE = 0.45;

/** Gives, for nodes of a fresh rendering, those of the page that belong to them; and those of which nobody can say whether they do. */
export const pair = (fresh: Node[], page: Node[]): [found: Map<Node, Node>, doubtful: Node[]] => {
  const found = new Map<Node, Node>();
  // A text that is empty has no node in the server's HTML.
  fresh = fresh.filter((node: any) => node.data !== "" || !isText(node));
  while (fresh[0] && isSame(page[0], fresh[0])) found.set(fresh.shift()!, page.shift()!);
  while (fresh[0] && isSame(page.at(-1), fresh.at(-1))) found.set(fresh.pop()!, page.pop()!);
  const { _pairs, _page } = fresh.length * page.length > MOST_PAIRS ? alignNext(fresh, page) : unwrap(fresh, page);
  const doubtful = rivals(fresh, _page, _pairs);
  for (const [node, twin] of _pairs) if (!doubtful.includes(twin)) found.set(node, twin);
  return [found, doubtful];
};

/** Elements whose texts a translator has replaced, where another pair would be as good: a click must not reach another's handler. */
const rivals = (fresh: Node[], page: Node[], pairs: Map<Node, Node>): Node[] => {
  const twins = new Set(pairs.values());
  const [free, strange] = [fresh.filter((node) => !pairs.has(node)), page.filter((node) => !twins.has(node))];
  const isDoubtful = ([node, twin]: [Node, any]): boolean => {
    const least = likeness(node, twin) - CLOSE;
    return free.some((other) => likeness(other, twin) > least) || strange.some((other) => likeness(node, other) > least);
  };
  return [...pairs].filter((both) => isElement(both[1]) && call(both[1], "querySelector", "font") && isDoubtful(both)).map(([, twin]) => twin);
};

/** What belongs together, and how alike that is in sum. */
interface Alignment {
  _pairs: Map<Node, Node>;
  /** What of the page was compared. */
  _page: Node[];
  _sum: number;
}

/** Pairs nodes so that the sum of all likenesses is the greatest. */
const alignAll = (fresh: Node[], page: Node[]): Alignment => {
  const alike = fresh.map((node) => page.map((other) => likeness(node, other)));
  // The greatest sum of those from a node on each side on.
  const sums = [...alike, []].map(() => new Array(page.length + 1).fill(0));
  for (let at = fresh.length; at--; )
    for (let to = page.length; to--; ) {
      const both = alike[at]![to]! && alike[at]![to]! + sums[at + 1]![to + 1]!;
      sums[at]![to] = Math.max(both, sums[at + 1]![to]!, sums[at]![to + 1]!);
    }
  const pairs = new Map<Node, Node>();
  for (let at = 0, to = 0; at < fresh.length && to < page.length; ) {
    if (sums[at]![to] == sums[at + 1]![to]) at++;
    else if (sums[at]![to] == sums[at]![to + 1]) to++;
    else pairs.set(fresh[at++]!, page[to++]!);
  }
  return { _pairs: pairs, _page: page, _sum: sums[0]![0]! };
};

/** The same, where what wrappers hold may come in their place. */
const unwrap = (fresh: Node[], page: Node[]): Alignment => {
  let best = alignAll(fresh, page);
  let at = 0;
  // What one wrapper holds may show that an element before it is another: all are looked at again once one is opened.
  for (let rest = page.length; rest > 0; rest--) {
    const node = page[(at %= page.length)]!;
    const least = best._sum + ([...best._pairs.values()].includes(node) ? CLEARER : CLEAR);
    const next = isWrapper(node, best, fresh) && open(page, at, insideOf(node, fresh), fresh, least);
    if (next) {
      [best, page] = [next, next._page];
      rest = page.length + 1;
    } else at++;
  }
  return best;
};

/** What belongs together with what a wrapper holds in its place, if that is better than a sum; or with what wrappers in it hold. */
const open = (page: Node[], at: number, inside: Node[], fresh: Node[], sum: number): Alignment | undefined => {
  const opened = [...page.slice(0, at), ...inside, ...page.slice(at + 1)];
  if (!inside[0] || opened.length * fresh.length >= MOST_PAIRS) return;
  const next = alignAll(fresh, opened);
  if (next._sum > sum) return next;
  return inside[1] || isLeaf(inside[0]) || isText(inside[0]) ? undefined : open(page, at, insideOf(inside[0], fresh), fresh, sum);
};

/** Whether an element may be another's, put around nodes of the page. */
const isWrapper = (node: Node, { _pairs }: Alignment, fresh: Node[]): boolean =>
  isElement(node) && !isLeaf(node) && !isTranslation(node) && !fresh.some((other) => _pairs.get(other) == node && isSame(other, node));

/** Pairs each node with the most alike of the next few, unless that is more like one of the next few on this side. */
const alignNext = (fresh: Node[], page: Node[]): Alignment => {
  const pairs = new Map<Node, Node>();
  let from = 0;
  fresh.forEach((node, at) => {
    const alike = page.slice(from, from + FEW).map((other) => likeness(node, other));
    const most = Math.max(0, ...alike);
    const twin = page[from + alike.indexOf(most)]!;
    if (!most || fresh.slice(at + 1, at + FEW).some((other) => likeness(other, twin) > most)) return;
    from = page.indexOf(twin, from) + 1;
    pairs.set(node, twin);
  });
  return { _pairs: pairs, _page: page, _sum: 0 };
};

/** What a wrapper holds that may be of the page: of texts and comments only those that the page has. */
const insideOf = (wrapper: Node, fresh: Node[]): Node[] =>
  childrenOf(wrapper).flatMap((node: any) => {
    const isOwn = (other: any): boolean =>
      isElement(node) ? nameOf(other) == nameOf(node) : (!isText(node) || node.data.trim()) && isSame(other, node);
    return isTranslation(node) || fresh.some(isOwn) ? [node] : isLeaf(node) ? [] : insideOf(node, fresh);
  });

/** Whether an element is what a translator puts in the place of a text: elements of a kind that no other script makes. */
export const isTranslation = (node: any): boolean => nameOf(node) == "FONT" && childrenOf(node).every((child) => isText(child) || isTranslation(child));

/** How alike two nodes are; what is in each wrapper is compared with all again. */
const likeness = (fresh: Node, page: Node): number => {
  const compared = likenesses.get(fresh) ?? new Map<Node, number>();
  likenesses.set(fresh, compared);
  if (!compared.has(page)) compared.set(page, compare(fresh, page));
  return compared.get(page)!;
};

/** How many names, attributes and texts two nodes share, and a little for how well that fits. */
const compare = (fresh: any, page: any): number => {
  if (isText(fresh) && fresh.data.trim() && isTranslation(page)) return TRANSLATED;
  if (nameOf(fresh) != nameOf(page)) return 0;
  if (isText(fresh) && fresh.data != page.data) return isReworded ? SLIGHT : 0;
  if (isText(fresh)) return fresh.data.trim() ? 1 : 0.5;
  if (!isElement(fresh)) return +isSame(fresh, page);
  const [own, others] = [traitsOf(fresh), traitsOf(page)];
  const [size, otherSize] = [sizeOf(own), sizeOf(others)];
  const shared = sharedOf(own, others);
  const [attributes, more] = [attributesOf(fresh), attributesOf(page)];
  const agreeing = attributes.filter((one) => more.includes(one)).length;
  const isStrange = attributes[0] ? !agreeing && shared * 2 < size : shared == 1 && size > 1 && !isReworded && [...others.keys()].some((trait) => trait.includes("="));
  if (isStrange) return 0;
  const missing = attributes.length - agreeing;
  return Math.max(SLIGHT, shared + shared / (size + otherSize) - missing - (more.length > agreeing ? 0.5 : 0));
};

/** How many traits there are in both. */
const sharedOf = (own: Traits, others: Traits): number => {
  let shared = 0;
  let texts = 0;
  for (const [trait, count] of own) {
    const both = isCounted(trait) ? Math.min(count, others.get(trait) ?? 0) : 0;
    shared += both;
    if (trait[0] == "=") texts += count - both;
  }
  return shared + Math.min(texts, translated(own, others));
};

/** How many texts may have been translated: as many as stand in elements of a name, and any in an element that others have made. */
const translated = (own: Traits, others: Traits): number => {
  let most = 0;
  for (const [trait, count] of others) {
    if (!trait.startsWith(TRANSLATION_IN)) continue;
    const name = trait.slice(TRANSLATION_IN.length);
    most += own.has(name) ? Math.min(count, own.get(TEXT_IN + name) ?? 0) : count;
  }
  return most;
};

/** The attributes of an element, each class by itself. */
const attributesOf = (element: any): string[] =>
  Array.from((of(element, "attributes") ?? []) as Attr[]).flatMap(({ name, value }) => (name == "class" ? value.split(/\s+/) : [value]).map((one) => name + "=" + one));

/** The names, attributes and texts in an element, each with its number. */
type Traits = Map<string, number>;

let known: WeakMap<Node, Traits>;
let likenesses: WeakMap<Node, Map<Node, number>>;

/** Whether most texts were changed in place, as some translators do. */
let isReworded: boolean;

/** Forgets what was known of a page, and looks at another. */
export const startOver = (fresh: Node[], page: Node): void => {
  known = new WeakMap();
  likenesses = new WeakMap();
  isReworded = false;
  const texts = new Map([...fresh.flatMap((node) => [...traitsOf(node)])].filter(([trait]) => /^=\s*\S/.test(trait)));
  isReworded = sharedOf(texts, traitsOf(page)) * 2 < sizeOf(texts);
};

const traitsOf = (node: any): Traits => {
  let traits = known.get(node);
  if (traits) return traits;
  known.set(node, (traits = new Map()));
  const add = (trait: string, count = 1) => void traits!.set(trait, (traits!.get(trait) ?? 0) + count);
  if (isTranslation(node)) {
    add(TRANSLATION_IN + nameOf(parentOf(node)));
    return traits;
  }
  add(nameOf(node));
  attributesOf(node).forEach((attribute) => add(attribute));
  for (const child of childrenOf(node) as any[]) {
    if (isText(child) && child.data) {
      add("=" + child.data);
      add(TEXT_IN + nameOf(node));
    }
    if (typeOf(child) == 8 && child.data) add("!" + child.data);
    if (isElement(child)) traitsOf(child).forEach((count, trait) => add(trait, count));
  }
  return traits;
};

/** Whether a trait counts by itself. Where a text stands matters only if it was translated. */
const isCounted = (trait: string): boolean => !trait.startsWith(TEXT_IN);

const sizeOf = (traits: Traits): number => {
  let size = 0;
  for (const [trait, count] of traits) if (isCounted(trait)) size += count;
  return size;
};
