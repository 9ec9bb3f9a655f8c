// What all browser tests share: browsers, pages that report every problem, and waiting for conditions.

import assert from "node:assert/strict";
import { after, test as nodeTest } from "node:test";

import { BROWSERS, browsersOf, endBrowsers, isAsked, started } from "./browsers.mjs";
import { keepCoverage, startCoverage, stopCoverage } from "./coverage.mjs";
import { Frames, PATIENCE } from "./frames.mjs";
import { nginx } from "./nginx.mjs";
import { proxy } from "./proxy.mjs";
import { serve } from "./server.mjs";
import { stripping } from "./stripping.mjs";
import { valkey } from "./valkey.mjs";

export { assert };

// Nothing of this file is asked for, so nothing is started for it.
if (!isAsked) process.exit();

const cleanups = [];
after(async () => {
  for (const clean of cleanups.reverse()) await clean();
  await endBrowsers();
  keepCoverage();
});

/** All that a test may need. */
const KNOWN = new Set(Object.values(BROWSERS).flatMap(({ lacks }) => Object.keys(lacks)));

/** Starts an example for all tests of a file. */
export async function serveForAll(name, options) {
  const server = await serve(name, options);
  cleanups.push(() => server.kill());
  return server;
}

/**
 * A test with pages of its own, in each browser that is tested; it fails on whatever a page complains of.
 *
 * `needs` names what not every browser can do, as in `browsers.mjs`; `timeout` is in ms.
 */
export function test(name, ...rest) {
  const run = rest.pop();
  const { timeout = 4 * PATIENCE, ...options } = rest[0] ?? {};
  const needs = [options.needs ?? []].flat();
  const unknown = needs.find((need) => !KNOWN.has(need));
  if (unknown) throw new Error(`no browser is said to lack "${unknown}", which "${name}" needs`);
  for (const browser of browsersOf(name)) {
    const lack = needs.find((need) => BROWSERS[browser].lacks[need]);
    const title = browser == "chromium" ? name : `${browser}: ${name}`;
    const skip = lack && `${browser} ${BROWSERS[browser].lacks[lack].because}`;
    nodeTest(title, { timeout, skip }, () => runIn(browser, run));
  }
}

async function runIn(browser, run) {
  const scene = new Scene(browser);
  try {
    await run(scene);
    assert.deepEqual(scene.problems, []);
  } catch (error) {
    if (scene.problems.length) error.message += `\nThe page complained:\n${scene.problems.join("\n")}`;
    throw error;
  } finally {
    await scene.end();
  }
}

class Scene {
  /** What pages complained of, but for what was expected. */
  problems = [];
  #expected = [];
  #cleanups = [];

  /** The name of the browser that the test runs in. */
  constructor(browser) {
    this.browser = browser;
  }

  /** Names complaints that belong to the test. */
  expect(...patterns) {
    this.#expected.push(...patterns);
  }

  /** Opens a page and waits until it is live. */
  async open(url, options = {}) {
    const page = await this.blank(options);
    await page.goto(url);
    if (options.javaScriptEnabled !== false) {
      await page.live();
      assert.notEqual(page.wire.up[0][1], -1, "the client finds the page as the server wrote it");
    }
    return page;
  }

  /**
   * Makes a page in a context of its own, with its frames. What it runs is noted where that is possible and disturbs nothing. If it
   * `hasMemory`, pages that are left may come back from there (in Chromium).
   */
  async blank({ isNoted = true, hasMemory = false, ...options } = {}) {
    const browser = await started(this.browser, hasMemory);
    const context = await browser.newContext(options);
    this.#cleanups.push(() => context.close());
    return this.pageIn(context, isNoted && options.javaScriptEnabled !== false);
  }

  /** Makes a further page in a context. */
  async pageIn(context, isNoted = true) {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    this.#watch(page);
    if (isNoted && this.browser == "chromium") {
      await startCoverage(page);
      this.#cleanups.push(() => stopCoverage(page));
    }
    page.wire = new Frames(page);
    page.live = (joins = 1) => page.wire.until((frames) => frames.joins.length >= joins);
    return page;
  }

  /** Starts a server for this test alone. */
  async serve(name, options) {
    const server = await serve(name, options);
    this.#cleanups.push(() => server.kill());
    return server;
  }

  /** Starts a server of Valkey for this test alone. */
  async valkey(options) {
    const server = await valkey(options);
    this.#cleanups.push(() => server.remove());
    return server;
  }

  /** Starts nginx for this test alone. */
  async nginx(...from) {
    const between = await nginx(...from);
    this.#cleanups.push(() => between.close());
    return between;
  }

  /** Starts a proxy for this test alone. */
  async proxy(port) {
    const between = await proxy(port);
    this.#cleanups.push(() => between.close());
    return between;
  }

  /** Starts a proxy for this test alone that serves an application below a prefix. */
  async stripping(port, prefix, options) {
    const between = await stripping(port, prefix, options);
    this.#cleanups.push(() => between.close());
    return between;
  }

  #watch(page) {
    const note = (problem) => {
      if (!this.#expected.some((pattern) => pattern.test(problem))) this.problems.push(problem);
    };
    page.on("pageerror", (error) => note(`error: ${error.message}`));
    page.on("console", (message) => {
      const isIcon = message.location().url.endsWith("/favicon.ico");
      if (["error", "warning"].includes(message.type()) && !isIcon) note(`${message.type()}: ${message.text()}`);
    });
    page.on("crash", () => note("the page crashed"));
  }

  async end() {
    for (const clean of this.#cleanups.reverse()) await clean();
  }
}

/** Waits until a text is shown. */
export const shows = (page, selector, text) =>
  page.waitForFunction(
    ([selector, text]) => document.querySelector(selector)?.textContent == text,
    [selector, String(text)],
  );

/** Waits until so many elements are there. */
export const counts = (page, selector, count) =>
  page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length == count, [selector, count]);

/** The texts of all elements. */
export const texts = (page, selector) =>
  page.evaluate((selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent), selector);

/** Clicks without the pointer, so that the focus stays where it is. */
export const press = (page, selector) =>
  page.evaluate((selector) => document.querySelector(selector).click(), selector);
