// The browsers that the tests run in, which tests run in all of them, and what some of them can't do.

import path from "node:path";
import { fileURLToPath } from "node:url";

import * as chromium from "./browsers/chromium.mjs";
import * as firefox from "./browsers/firefox.mjs";
import * as webkit from "./browsers/webkit.mjs";

/**
 * What `cargo xtask test` runs in all browsers: where engines differ, in less than four minutes each. The rest runs in
 * Chromium, and with `--browsers` everywhere. Files, and the names of their tests.
 */
const CORE = {
  "browsers.test.mjs": /./,
  "board.test.mjs": /keyboard|before the server/,
  "chat.test.mjs": /goes to|slow network/,
  "children.test.mjs": /./,
  "commands.test.mjs": /./,
  "conduit.test.mjs": /slow network|over one connection/,
  "connection.test.mjs": /^(?!a frame that)/,
  "controls.test.mjs": /./,
  "counter.test.mjs": /./,
  "early.test.mjs": /./,
  "events.test.mjs": /./,
  "features/debounce.test.mjs": /page hide/,
  "features/draft.test.mjs": /page hide|selects, dates|accessibly|storage (missing|full)/,
  "form.test.mjs": /./,
  "forms.test.mjs": /./,
  "ledger.test.mjs": /./,
  "model.test.mjs": /^seeds 1 to 8:/,
  "monitor.test.mjs": /come and go/,
  "random.test.mjs": /./,
  "rows.test.mjs": /./,
  "survive.test.mjs": /./,
  "todo.test.mjs": /./,
  "touched.test.mjs": /^(others touch pages 1 to 100$|a text)/,
};

const ANSWERS = { because: "has no driver here that answers requests in the server's place" };
const TABS = { because: "has no driver here that follows tabs which pages open" };
const TABLES = { because: "has attributes and events of its own, and not all that are in the tables" };
const DRAGS = { because: "selects no text where a test moves the mouse" };
const DEVTOOLS = { because: "has no DevTools protocol, by which compositions, sleeping pages, caches and memory are reached" };

/**
 * Each browser: how many users it can have at the same time, which is one where a single page has the focus; and what it lacks
 * of that which tests need: why, and where a page can tell whether that is still so. A test that needs it is not run there;
 * `browsers.test.mjs` fails when it is no longer so.
 */
export const BROWSERS = {
  chromium: { ...chromium, users: 8, lacks: {} },
  firefox: {
    ...firefox,
    users: 1,
    lacks: {
      answers: ANSWERS,
      devtools: DEVTOOLS,
      drags: DRAGS,
      tables: TABLES,
      tabs: TABS,
      standard: { because: "parses a template in MathML in a table otherwise than the HTML Standard says" },
      retries: { because: "waits ever longer before it opens a socket to a host that has refused some" },
      scriptless: {
        because: "cannot turn scripts off for a page",
        isSo: async (page) => !(await page.context().knows("emulation.setScriptingEnabled")),
      },
      calm: {
        because: "cannot ask a page for less motion",
        isSo: async (page) => !(await page.context().knows("emulation.setMediaFeaturesOverride")),
      },
      touch: {
        because: "cannot pretend to be a phone",
        isSo: async (page) => !(await page.context().knows("emulation.setTouchOverride")),
      },
    },
  },
  webkit: {
    ...webkit,
    users: 1,
    lacks: {
      answers: ANSWERS,
      devtools: DEVTOOLS,
      drags: DRAGS,
      tables: TABLES,
      tabs: TABS,
      commands: {
        because: "does not know `command` and `commandfor` yet",
        isSo: (page) => page.evaluate(() => !("command" in HTMLButtonElement.prototype)),
      },
      offline: { because: "cannot be taken off the network" },
      touch: { because: "cannot pretend to be a phone" },
    },
  },
};

const folder = fileURLToPath(new URL("../", import.meta.url));

/** The tests of the core set in this file. */
const core = CORE[path.relative(folder, process.argv[1])];

/** The browsers of `$BROWSERS` that have tests in this file: those of which `:core` asks only for the core set, or not. */
const asked = (process.env.BROWSERS ?? "chromium").split(",").map((asked) => {
  const [name, part] = asked.split(":");
  if (!BROWSERS[name]) throw new Error(`BROWSERS: there is no ${name}, but ${Object.keys(BROWSERS).join(", ")}`);
  return { name, tests: part == "core" ? core : /./ };
});

/** Whether any test of this file is asked for. */
export const isAsked = asked.some(({ tests }) => tests);

/** The browsers that a test of this file runs in. */
export const browsersOf = (test) => asked.filter(({ tests }) => tests?.test(test)).map(({ name }) => name);

const running = new Map();

/** A browser, started at its first use; another one keeps pages that are left in memory. */
export function started(name, hasMemory) {
  const key = hasMemory ? `${name} with memory` : name;
  if (!running.has(key)) running.set(key, BROWSERS[name].launch([], { hasMemory }));
  return running.get(key);
}

/** Ends all that were started. */
export async function endBrowsers() {
  for (const browser of running.values()) await (await browser).close();
}
