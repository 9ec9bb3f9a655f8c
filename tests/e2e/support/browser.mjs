// Starts the browser that is installed.

import { createRequire } from "node:module";

import { root } from "./server.mjs";

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

export const launch = (more = []) =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...flags, ...more] });
