// A page's time in the hands of a test, in browsers that Playwright does not drive.

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../crates/taut-client/", import.meta.url));
const { buildSync } = createRequire(folder)("esbuild");

let built;

/** The library, as one script; as a global that no page knows. */
const library = () =>
  (built ??= buildSync({
    stdin: { contents: 'export { withGlobal } from "@sinonjs/fake-timers";', resolveDir: folder },
    bundle: true,
    // What only Node would load.
    external: ["util"],
    write: false,
    format: "iife",
    globalName: "tautTimers",
    define: { global: "globalThis" },
  }).outputFiles[0].text);

/** What stands still with the clock. */
const FAKED = [
  ...["Date", "performance", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
  ...["requestAnimationFrame", "cancelAnimationFrame", "requestIdleCallback", "cancelIdleCallback"],
];

export class Clock {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** From the next document on, time is the library's; it goes on by itself until it is paused. */
  install({ time = Date.now() } = {}) {
    const options = { now: Number(time), toFake: FAKED, shouldAdvanceTime: true, ignoreMissingTimers: true };
    return this.#page.addInitScript(
      `() => { ${library()}; window.tautClock = tautTimers.withGlobal(window).install(${JSON.stringify(options)}); }`,
    );
  }

  pauseAt(time) {
    return this.#page.evaluate((time) => {
      window.tautClock.setTickMode({ mode: "manual" });
      window.tautClock.jump(time - Date.now());
    }, Number(time));
  }

  runFor(time) {
    return this.#page.evaluate((time) => window.tautClock.tickAsync(time).then(() => {}), time);
  }

  fastForward(time) {
    return this.#page.evaluate((time) => window.tautClock.jump(time) && undefined, time);
  }
}
