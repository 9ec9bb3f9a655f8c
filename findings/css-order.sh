#!/usr/bin/env bash
# esbuild 0.28.2 and cssnano 7.1.9 (postcss 8.5.33), beside lightningcss 1.33.0, with chromium 156.0.8078.108-1~deb12u1 and
# firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0.
#
# Of two declarations of one rule the later one counts, also if one is logical (`border-start-start-radius`) and the other physical.
# esbuild merges a corner that is set last into the `border-radius` before, so that the logical one in between comes last and wins.
# cssnano sorts declarations by name in its default preset: `all` goes to the front, so that what it was there to unset is
# set again, and a colour of one side is merged into the `border-left` before and loses to `border-inline-start`. lightningcss keeps
# the meaning of all three. (The guess was that cssnano and esbuild do, too, as both know that shorthands override each other.)
#
# Seen, in both browsers:
#   as written: corner 3px, color rgb(0, 0, 0), side rgb(0, 255, 0) 3px
#   esbuild: corner 9px, color rgb(0, 0, 0), side rgb(0, 255, 0) 3px
#   cssnano: corner 3px, color rgb(255, 0, 0), side rgb(0, 255, 0) 1px
#   lightningcss: corner 3px, color rgb(0, 0, 0), side rgb(0, 255, 0) 3px
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund esbuild@0.28.2 cssnano@7.1.9 postcss@8.5.33 lightningcss@1.33.0 \
  puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import cssnano from "cssnano";
import { transformSync } from "esbuild";
import { transform } from "lightningcss";
import postcss from "postcss";
import puppeteer from "puppeteer-core";

const WRITTEN = `
#corner { border-radius: 1px; border-start-start-radius: 9px; border-top-left-radius: 3px }
#color { color: #f00; all: unset; width: 5px }
#side { border-left: 1px solid #f00; border-inline-start: 3px solid #00f; border-left-color: #0f0 }`;

const sheets = {
  "as written": WRITTEN,
  esbuild: transformSync(WRITTEN, { loader: "css", minify: true }).code,
  cssnano: (await postcss([cssnano]).process(WRITTEN, { from: undefined })).css,
  lightningcss: transform({ filename: "style.css", code: Buffer.from(WRITTEN), minify: true }).code.toString(),
};

/** The styles that the three rules are about. */
function computed() {
  const [corner, color, side] = ["corner", "color", "side"].map((id) => getComputedStyle(document.getElementById(id)));
  const border = `${side.borderLeftColor} ${side.borderLeftWidth}`;
  return `corner ${corner.borderTopLeftRadius}, color ${color.color}, side ${border}`;
}

async function seen(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const page = await browser.newPage();
  const lines = [];
  for (const [name, sheet] of Object.entries(sheets)) {
    const elements = `<p id="corner">a</p><p id="color">b</p><p id="side">c</p>`;
    await page.setContent(`<!DOCTYPE html><title>Styles</title><style>${sheet}</style>${elements}`);
    lines.push(`${name}: ${await page.evaluate(computed)}`);
  }
  await browser.close();
  return lines.join("\n");
}

const args = ["--no-sandbox"];
const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const found = [await seen(chromium), await seen(firefox)];
console.log(`chromium:\n${found[0]}\nfirefox:\n${found[1]}`);
const expected = [
  "as written: corner 3px, color rgb(0, 0, 0), side rgb(0, 255, 0) 3px",
  "esbuild: corner 9px, color rgb(0, 0, 0), side rgb(0, 255, 0) 3px",
  "cssnano: corner 3px, color rgb(255, 0, 0), side rgb(0, 255, 0) 1px",
  "lightningcss: corner 3px, color rgb(0, 0, 0), side rgb(0, 255, 0) 3px",
].join("\n");
process.exit(found.every((lines) => lines == expected) ? 0 : 1);
JS
node finding.mjs
