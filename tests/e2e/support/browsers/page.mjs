// A page of a browser that Playwright does not drive, in Playwright's words, as far as the tests use them.
//
// What differs between browsers is a *tab*, which can do little:
// `run(source, json)` runs a function in the document, and gives the text that it returns; `init(source)` runs one at
// the start of every document; `go`, `reload`, `back`, `resize`, `front` and `close` do as they say, the first two until there
// is a document; `address` gives the document's; `perform` takes input as WebDriver describes it; `offline` ends and
// restores the network.

import { EventEmitter } from "node:events";

import { PATIENCE } from "../frames.mjs";
import { Clock } from "./clock.mjs";
import { Keyboard, Mouse } from "./input.mjs";
import { aim, hasMissed, isShown, put, select } from "./inside.mjs";

const pause = (time = 20) => new Promise((resolve) => setTimeout(resolve, time));

/** What stands for `undefined` in JSON. */
const UNDEFINED = "\u0000undefined";

/** A value as it was before it was JSON. */
const restored = (value) => {
  if (value === UNDEFINED) return undefined;
  if (Array.isArray(value)) return value.map(restored);
  if (value === null || typeof value != "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, restored(part)]));
};

export class Page extends EventEmitter {
  #tab;
  #context;
  #patience = PATIENCE;
  /** The sockets of the document, by number. */
  #sockets = new Map();

  constructor(tab, context) {
    super();
    this.#tab = tab;
    this.#context = context;
    this.keyboard = new Keyboard(tab);
    this.mouse = new Mouse(tab);
    this.clock = new Clock(this);
    // The one that was opened last is in front.
    context.used = this;
  }

  /** Takes what a document tells (see `watch`), and passes it on as Playwright would. */
  report([kind, ...told]) {
    const [number, payload, isPacked] = told;
    if (kind == "error") this.emit("pageerror", new Error(told[0]));
    else if (kind == "console") this.emit("console", { type: () => told[0], text: () => told[1], location: () => ({ url: "" }) });
    else if (kind == "socket") {
      this.#sockets.set(number, new EventEmitter());
      this.emit("websocket", this.#sockets.get(number));
    } else {
      this.#sockets.get(number)?.emit(`frame${kind}`, { payload: isPacked ? Buffer.from(payload, "base64") : payload });
    }
  }

  context() {
    return this.#context;
  }

  setDefaultTimeout(patience) {
    this.#patience = patience;
  }

  /** Runs a function in the document; what it takes and gives is copied as JSON, but for what is undefined. */
  async evaluate(run, argument) {
    const text = await this.#tab.run(
      `async (json) => {
        const given = await (${run})(json && JSON.parse(json));
        const mark = (_, part) => (part === undefined ? ${JSON.stringify(UNDEFINED)} : part);
        // Nodes and the like stay where they are.
        try { return JSON.stringify(given, mark); } catch {}
      }`,
      argument === undefined ? "" : JSON.stringify(argument),
    );
    return text == null ? undefined : restored(JSON.parse(text));
  }

  /** Runs a function, or the `content` of a script, at the start of each document. */
  addInitScript(script) {
    return this.#tab.init(script.content ?? `(${script})()`);
  }

  /** Waits until a function gives something, and gives that. */
  async waitForFunction(run, argument, { patience = this.#patience } = {}) {
    let problem = "nothing came of it";
    for (const end = Date.now() + patience; Date.now() < end; await pause()) {
      try {
        const given = await this.evaluate(run, argument);
        if (given) return given;
      } catch (error) {
        // The document may be on its way out.
        problem = error.message;
      }
    }
    throw new Error(`waited in vain for ${run} with ${JSON.stringify(argument)}: ${problem}`);
  }

  waitForSelector(selector, { state = "visible" } = {}) {
    return this.waitForFunction(isShown, [selector, state]);
  }

  waitForTimeout(time) {
    return pause(time);
  }

  /** Waits until the document has an address, as the end of a path after `**` or by a function, and is complete. */
  async waitForURL(address) {
    const isThere = typeof address == "string" ? ({ href }) => href.endsWith(address.replace("**", "")) : address;
    for (const end = Date.now() + this.#patience; !isThere(new URL(await this.url())); await pause()) {
      if (Date.now() > end) throw new Error(`waited in vain for ${address} at ${await this.url()}`);
    }
    await this.#completed();
  }

  /** Waits until the document is there with all that it loads. */
  #completed() {
    // Names in the page may shadow members of the document.
    return this.waitForFunction(() => Document.prototype.__lookupGetter__("readyState").call(document) == "complete");
  }

  url() {
    return this.#tab.address();
  }

  title() {
    return this.evaluate(() => document.title);
  }

  async goto(url, { waitUntil } = {}) {
    await this.#tab.go(url);
    if (waitUntil != "commit") await this.#completed();
  }

  async reload() {
    await this.#tab.reload();
    await this.#completed();
  }

  goBack() {
    return this.#tab.back();
  }

  async bringToFront() {
    await this.#tab.front();
    this.#context.used = this;
  }

  setViewportSize(size) {
    return this.#tab.resize(size);
  }

  offline(isOffline) {
    return this.#tab.offline(isOffline);
  }

  async close() {
    await this.#tab.close();
    this.emit("close");
  }

  /** Waits for an element, and gives what a function makes of it. */
  async #of(selector, read, argument) {
    const run = `([selector, argument]) => {
      const element = document.querySelector(selector);
      return element && [(${read})(element, argument)];
    }`;
    return (await this.waitForFunction(run, [selector, argument]))[0] ?? null;
  }

  textContent(selector) {
    return this.#of(selector, (element) => element.textContent);
  }

  innerText(selector) {
    return this.#of(selector, (element) => element.innerText);
  }

  inputValue(selector) {
    return this.#of(selector, (element) => element.value);
  }

  isChecked(selector) {
    return this.#of(selector, (element) => element.checked);
  }

  isDisabled(selector) {
    return this.#of(selector, (element) => element.matches(":disabled"));
  }

  getAttribute(selector, name) {
    return this.#of(selector, (element, name) => element.getAttribute(name), name);
  }

  /** A user looks at the page that they use. */
  async #use() {
    if (this.#context.used != this) await this.bringToFront();
  }

  async focus(selector) {
    await this.#use();
    await this.#of(selector, (element) => element.focus());
  }

  async fill(selector, value) {
    await this.#use();
    await this.waitForFunction(put, [selector, value]);
  }

  async selectOption(selector, values) {
    await this.waitForFunction(select, [selector, [values].flat()]);
  }

  /** Points at an element, wherever it is by then, and clicks so many times. */
  async #point(selector, clicks, options = {}) {
    await this.#use();
    do await this.mouse.point(await this.waitForFunction(aim, [selector, options]), clicks);
    while (clicks && (await this.evaluate(hasMissed).catch(() => false)));
  }

  hover(selector, options) {
    return this.#point(selector, 0, options);
  }

  click(selector, options) {
    return this.#point(selector, 1, options);
  }

  dblclick(selector, options) {
    return this.#point(selector, 2, options);
  }

  async check(selector) {
    if (!(await this.isChecked(selector))) await this.click(selector);
  }

  async press(selector, key) {
    await this.focus(selector);
    await this.keyboard.press(key);
  }

  locator(selector) {
    const all = (read) =>
      this.evaluate(`(selector) => [...document.querySelectorAll(selector)].map(${read})`, selector);
    return {
      count: () => this.evaluate((selector) => document.querySelectorAll(selector).length, selector),
      allTextContents: () => all((element) => element.textContent),
      blur: () => this.#of(selector, (element) => element.blur()),
      boundingBox: () => this.#of(selector, (element) => element.getBoundingClientRect()),
    };
  }
}
