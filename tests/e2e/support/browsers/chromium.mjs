// Starts the browser that is installed.

import { createRequire } from "node:module";

import { root } from "../server.mjs";

const { chromium } = createRequire(new URL("crates/taut-client/package.json", `file://${root}`))("playwright-core");

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts it; with a memory for pages that are left (the back/forward cache), which Playwright turns off, `goBack` never ends. */
export const launch = (more = [], { hasMemory = false } = {}) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...flags, ...more],
    ignoreDefaultArgs: hasMemory ? ["--disable-back-forward-cache"] : [],
  });
