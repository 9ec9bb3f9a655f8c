#!/usr/bin/env bash
# chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0.
#
# A page calls `startViewTransition` with a callback that waits for the server. Nothing is drawn over the page yet, the button is in
# sight, what the user types arrives, but a click goes to `<html>`, in both browsers. The usual remedy,
# `::view-transition { pointer-events: none }`, is for the animation that follows, and there it works in Firefox; in Chromium only if
# the root is no part of the transition. So patches should be fetched before the transition starts. (The guess was that clicks reach
# the button until the animation starts.)
#
# Seen, for the element that a click on the button has as its target:
#   chromium, plain: waiting html, animated html
#   chromium, remedy: waiting html, animated html
#   chromium, remedy, no root: waiting html, animated button
#   firefox, plain: waiting html, animated html
#   firefox, remedy: waiting html, animated button
#   firefox, remedy, no root: waiting html, animated button
#   keys in either browser, waiting: "ab"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import { setTimeout as sleep } from "node:timers/promises";
import puppeteer from "puppeteer-core";

const REMEDY = "::view-transition { pointer-events: none }";
const SHEETS = { plain: "", remedy: REMEDY, "remedy, no root": `${REMEDY} :root { view-transition-name: none }` };
const page = (sheet) => `<!DOCTYPE html><title>A page</title><style>
${sheet} ::view-transition-group(*) { animation-duration: 2s }
p { view-transition-name: text } button { position: fixed; left: 0; top: 100px; width: 200px; height: 100px }
</style><p>text</p><input><button>Save</button>`;

/** Starts a transition whose callback takes some milliseconds, clicks 500 ms later, and returns what was clicked and typed. */
async function clicked(browser, sheet, milliseconds) {
  const tab = await browser.newPage();
  await tab.setContent(page(sheet));
  await tab.focus("input");
  await tab.evaluate((milliseconds) => {
    addEventListener("click", (event) => (window.target = event.target.localName), true);
    const wait = () => new Promise((resolve) => setTimeout(resolve, milliseconds));
    document.startViewTransition(wait);
  }, milliseconds);
  await sleep(500);
  await tab.keyboard.type("ab");
  await tab.mouse.click(50, 150);
  await sleep(300);
  const found = await tab.evaluate(() => ({ target: window.target, typed: document.querySelector("input").value }));
  await tab.close();
  return found;
}

async function seen(name, options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const lines = [];
  for (const [kind, sheet] of Object.entries(SHEETS)) {
    const [waiting, animated] = [await clicked(browser, sheet, 2000), await clicked(browser, sheet, 0)];
    if (waiting.typed != "ab") throw new Error(`the field holds "${waiting.typed}"`);
    lines.push(`${name}, ${kind}: waiting ${waiting.target}, animated ${animated.target}`);
  }
  await browser.close();
  return lines;
}

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const lines = [
  ...(await seen("chromium", { browser: "chrome", executablePath, args: ["--no-sandbox"] })),
  ...(await seen("firefox", { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" })),
  `keys in either browser, waiting: "ab"`,
];
console.log(lines.join("\n"));
const expected = [
  "chromium, plain: waiting html, animated html",
  "chromium, remedy: waiting html, animated html",
  "chromium, remedy, no root: waiting html, animated button",
  "firefox, plain: waiting html, animated html",
  "firefox, remedy: waiting html, animated button",
  "firefox, remedy, no root: waiting html, animated button",
  `keys in either browser, waiting: "ab"`,
];
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
