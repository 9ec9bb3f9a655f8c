// What extensions, translators and other scripts do to a page: runs in the page, before anything else, and leaves notes on `window.others`.
// What they do, and when, follows from the seed alone: each moment is a step of the page or the client, never a time, and has chances
// of its own.

/** Begins to touch a page whose address ends with `#touch=SEED`. */
export function others() {
  const seed = Number(location.hash.match(/^#touch=(\d+)$/)?.[1]);
  if (!seed) return;

  let state = 0;
  /** The moment in which something is done. */
  let now = "";
  /** Does something with the chances of a moment. */
  const at = (moment, run) => {
    const outer = [state, now];
    now = moment;
    state = [...moment].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(), 0x01000193), Math.imul(seed, 0x9e3779b1)) >>> 0;
    below(2);
    run();
    [state, now] = outer;
  };
  /** A number below a limit. */
  const below = (limit) => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) >>> 0;
    state ^= state >>> 13;
    return (state >>> 0) % limit;
  };
  const pick = (list) => list[below(list.length)];

  /** What others have put in, and where. */
  const foreign = new Map();
  const wrappers = new Set();
  const translations = new Map();
  const actions = [];
  let touchedLate = false;
  let count = 0;

  const isForeign = (node) => {
    for (; node; node = node.parentNode) if (foreign.has(node) || translations.has(node)) return true;
    return false;
  };
  const untouchable = "script,style,title,link,meta,head,html,body,textarea,output";
  /** The last node that the parser has made, while it is at work. */
  let last;
  const isThere = (node) => !last || node == last || !!(last.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING);
  const childrenOf = (parent) => [...parent.childNodes].filter(isThere);
  const elements = (selector = "*") => [...document.querySelectorAll(selector)].filter((element) => !isForeign(element) && isThere(element));
  const parents = () => elements("body,body *,head").filter((element) => !element.closest("input,hr,script,style,title,output,button"));
  const texts = () => {
    const all = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: text } = walker;
      if (!isForeign(text) && isThere(text) && text.data.trim() && !text.parentElement.closest("script,style,textarea,output")) all.push(text);
    }
    return all;
  };

  const element = () => {
    const name = pick(["div", "span", "p", "li", "button", "b", "section", "input", "style", "x-extension", "iframe", "tr", "td", "ul"]);
    const made = document.createElement(name);
    const number = ++count;
    if (name == "iframe") made.hidden = true;
    // One that has neither text nor attribute is like a cell of the page whose text is empty.
    const isBare = !below(4);
    if (isBare || below(2)) made.setAttribute(pick(["class", "id", "data-extension", "style"]), `foreign-${number}`);
    if (!["input", "iframe", "style"].includes(name)) made.append(isBare ? document.createElement("em") : `foreign ${number}`);
    return made;
  };

  const acts = {
    insert() {
      const parent = pick(parents());
      const at = below(childrenOf(parent).length + 1);
      const isBesideText = [at - 1, at].some((at) => parent.childNodes[at]?.nodeType == 3);
      const kinds = [element, element, element, () => new Comment(pick(["", "foreign", "1", "/"]))];
      // A text where an empty one of the page could be is like that one.
      if (isBesideText) kinds.push(() => new Text(`foreign ${++count}`), () => new Text(" "));
      const nodes = Array.from({ length: 1 + below(2) }, () => pick(kinds)());
      const next = parent.childNodes[at] ?? null;
      for (const node of nodes) {
        foreign.set(node, parent);
        parent.insertBefore(node, next);
      }
      return [parent.localName, at, nodes.map((node) => node.outerHTML ?? node.data)];
    },
    wrap() {
      const parent = pick(parents().filter((parent) => parent != document.head));
      const from = below(childrenOf(parent).length);
      const some = childrenOf(parent).slice(from, from + 1 + below(3)).filter((node) => node.localName != "script");
      if (!some.length) return;
      // One that holds the same as an element of its name, or that element alone, could be either of the two.
      const isOwn = (node) => node.nodeType != 8 && !isForeign(node);
      const own = some.filter(isOwn);
      const isAll = [...parent.childNodes].filter(isOwn).length == own.length;
      const likely = [isAll && parent.localName, own.length == 1 && own[0].localName];
      const names = ["span", "div", "x-wrap", "section"].filter((name) => !likely.includes(name));
      // A text of others in a `<font>` is like a text of the page that was translated.
      const wrapper = document.createElement(pick(some.some(isForeign) ? names : [...names, "font"]));
      wrappers.add(wrapper);
      parent.insertBefore(wrapper, some[0]);
      wrapper.append(...some);
      return [parent.localName, from, some.length, wrapper.localName];
    },
    translate() {
      const [first] = below(3) ? [] : [pick(elements("body *"))];
      const some = texts().filter((text) => !first || first.contains(text));
      for (const text of some) {
        const outer = document.createElement("font");
        const inner = document.createElement("font");
        inner.append(text.data.toUpperCase().split("").reverse().join(""));
        outer.append(inner);
        translations.set(outer, text.data);
        if (below(2)) text.replaceWith(outer);
        else {
          text.parentNode.insertBefore(outer, text);
          text.remove();
        }
      }
      return [first?.localName, some.length];
    },
    /** Other words for what was translated before. */
    retranslate() {
      const some = [...translations].filter(([outer]) => outer.isConnected && below(2));
      for (const [outer, text] of some) {
        const again = document.createElement("font");
        again.append(`again ${++count}`);
        translations.set(again, text);
        outer.replaceWith(again);
      }
      return [some.length];
    },
    remove() {
      // What has nothing of its own left looks like another's.
      const hasOthers = ({ parentNode }) => [...parentNode.childNodes].filter((node) => !isForeign(node) && !wrappers.has(node) && node.nodeType != 8).length > 1;
      const own = elements("body *").filter((element) => !element.matches(`${untouchable},input`) && !wrappers.has(element) && hasOthers(element));
      const node = pick(own);
      if (!node) return;
      const what = node.outerHTML ?? node.data;
      node.remove();
      return [what];
    },
    spoil() {
      const element = pick(elements("body *"));
      if (!element) return;
      element.classList.add(`foreign-${++count}`);
      element.setAttribute("data-extension", count);
      return [element.localName];
    },
    copy() {
      const holds = (node) => isForeign(node) || wrappers.has(node) || /font|output/i.test(node.nodeName) || [...node.childNodes].some(holds);
      const element = pick(elements("div,p,ul,section,td,li").filter((element) => !holds(element)));
      if (!element) return;
      element.replaceChildren(...[...element.childNodes].map((node) => node.cloneNode(true)));
      return [element.outerHTML];
    },
  };

  /** Does something by chance. */
  const act = (names) => {
    if (!document.body?.firstElementChild) return;
    const name = pick(names);
    const done = acts[name]();
    if (done) actions.push([now, name, ...done].join(" | "));
    if (done && hasStarted) touchedLate = true;
  };

  const before = ["insert", "insert", "insert", "insert", "wrap", "wrap", "translate", "spoil", "remove"];
  const after = [...before, "copy", "retranslate"];

  /** Does less than so many things in a moment. */
  const actAt = (moment, most, names) => at(moment, () => {
    for (let left = below(most); left--; ) act(names);
  });

  // While the page is parsed, others see the beginning of it.
  const parse = () => at("loading", () => {
    for (let left = below(3); left--; last = undefined) {
      const walker = document.createTreeWalker(document.body);
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      last = pick(nodes);
      act(before);
    }
  });
  document.addEventListener("readystatechange", () => {
    if (document.readyState != "interactive") return;
    parse();
    actAt("interactive", 3, before);
  }, { once: true });
  document.addEventListener("DOMContentLoaded", () => actAt("parsed", 3, before), { once: true });

  /** Something is done in few of the moments in which the client is at work, so that most others find it undisturbed. */
  const disturb = (moment) => at(moment, () => below(8) || act(after));

  /** Tells when the client has looked at the page. */
  let hasStarted = false;
  Object.defineProperty(window, "taut", {
    configurable: true,
    set(value) {
      Object.defineProperty(window, "taut", { value, writable: true });
      hasStarted = true;
      disturb("start");
    },
  });

  // The rows that the client looks at when it has time: sooner or later.
  const { setTimeout } = window;
  const later = [];
  let frames = 0;
  let turn;
  at("later", () => (turn = below(5)));
  window.setTimeout = (run, wait, ...rest) => (wait === undefined ? void later.push(run) : setTimeout(run, wait, ...rest));
  const catchUp = (from) => {
    if (turn < from) for (let run; (run = later.shift()); ) run();
  };

  window.WebSocket = class extends WebSocket {
    set onmessage(take) {
      super.onmessage = (event) => {
        // That the server is there is no frame.
        if (event.data == "0") return take(event);
        catchUp(1 + 2 * frames);
        disturb(`frame ${frames}`);
        catchUp(2 + 2 * frames);
        take(event);
        frames++;
      };
    }
  };

  const live = new Promise((resolve) => document.addEventListener("taut:online", resolve, { once: true }));

  /** What a user sees of the page's own nodes. */
  const label = (node) => {
    if (foreign.has(node)) return "";
    if (translations.has(node)) return translations.get(node);
    if (node.nodeType == 3) return node.data;
    if (node.nodeType != 1) return "";
    return [...node.childNodes].map(label).join("");
  };

  const seen = (node) => {
    if (foreign.has(node)) return "";
    if (translations.has(node)) return translations.get(node);
    if (node.nodeType == 3) return node.data;
    if (node.nodeType != 1) return "";
    const inside = [...node.childNodes].map(seen).join("");
    if (wrappers.has(node) || node.localName == "script" || (node.localName == "link" && node.parentNode.localName == "head")) return node.localName == "script" ? "" : inside;
    const classes = [...node.classList].filter((name) => !name.startsWith("foreign")).sort();
    const title = node.getAttribute("title");
    return `<${node.localName}${classes.length ? ` .${classes}` : ""}${title == null ? "" : ` title=${title}`}>${inside}</${node.localName}>\n`;
  };

  window.others = {
    live,
    /** Whether the client may not have seen all that was done: it came later, or is in rows that are still to be looked at. */
    isLate: () => touchedLate || later.length > 0,
    act: () => act(after),
    /** Does something with chances that nothing else has. */
    at,
    below,
    pick,
    actions,
    label,
    seen,
    /** The buttons that are the page's own, and those that are not. */
    buttons: () => [...document.querySelectorAll("button")].filter((button) => !isForeign(button)),
    foreignButtons: () => [...document.querySelectorAll("button")].filter(isForeign),
    /**
     * The nodes of others that are gone although what they were put into is still there. Arms and rows of several nodes take along
     * what was put between these: in the body, in the place of a component, and in wrappers.
     */
    lost: () => {
      const keeps = (parent) => parent.isConnected && !parent.matches("body,aside") && !wrappers.has(parent);
      return [...foreign].flatMap(([node, parent]) => (node.isConnected || !keeps(parent) ? [] : [node]));
    },
  };
}
