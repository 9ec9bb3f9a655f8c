#!/usr/bin/env bash
# lightningcss 1.33.0, with chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by
# puppeteer-core 25.16.0.
#
# Minified without `targets`, a style sheet loses declarations that all browsers of today know, and without a warning:
# `animation-timeline` goes into `animation`, which may not hold one, so that browsers drop the animation altogether; a `font-stretch`
# in percent goes into `font` in the same way; and a `translate` in front of a `transform` is taken as a part of it that the later
# one overrides, although they are two properties that add up. With `targets` the first is right, the others are not. esbuild 0.28.2
# keeps all three. (The guess was that both tools keep the meaning.)
#
# Seen, in both browsers:
#   as written: animation-name grow, font-size 12px, translate 0px 10px
#   esbuild: animation-name grow, font-size 12px, translate 0px 10px
#   lightningcss: animation-name none, font-size 16px, translate none
#   lightningcss with targets: animation-name grow, font-size 16px, translate none
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund lightningcss@1.33.0 esbuild@0.28.2 puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import { transformSync } from "esbuild";
import { transform } from "lightningcss";
import puppeteer from "puppeteer-core";

const WRITTEN = `
@keyframes grow { from { opacity: 0 } }
#bar { animation: grow 1s linear both; animation-timeline: scroll() }
#text { font: italic 12px/1.5 Arial; font-stretch: 80% }
#card { translate: 0 10px; transform: rotate(5deg) }`;

const lightning = (targets) => {
  const { code, warnings } = transform({ filename: "style.css", code: Buffer.from(WRITTEN), minify: true, targets });
  if (warnings.length > 0) throw new Error(warnings[0].message);
  return code.toString();
};
const recent = { chrome: 130 << 16, firefox: 140 << 16, safari: 18 << 16 };
const sheets = {
  "as written": WRITTEN,
  esbuild: transformSync(WRITTEN, { loader: "css", minify: true }).code,
  lightningcss: lightning(),
  "lightningcss with targets": lightning(recent),
};
const PROPERTIES = { bar: "animation-name", text: "font-size", card: "translate" };

async function seen(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const page = await browser.newPage();
  const lines = [];
  for (const [name, sheet] of Object.entries(sheets)) {
    const elements = Object.keys(PROPERTIES).map((id) => `<p id="${id}">${id}</p>`).join("");
    await page.setContent(`<!DOCTYPE html><title>Styles</title><style>${sheet}</style>${elements}`);
    const values = await page.evaluate((properties) => {
      const styles = (id) => getComputedStyle(document.getElementById(id));
      return Object.entries(properties).map(([id, property]) => `${property} ${styles(id).getPropertyValue(property)}`);
    }, PROPERTIES);
    lines.push(`${name}: ${values.join(", ")}`);
  }
  await browser.close();
  return lines.join("\n");
}

const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const found = [await seen(chromium), await seen(firefox)];
console.log(`chromium:\n${found[0]}\nfirefox:\n${found[1]}`);
const expected = [
  "as written: animation-name grow, font-size 12px, translate 0px 10px",
  "esbuild: animation-name grow, font-size 12px, translate 0px 10px",
  "lightningcss: animation-name none, font-size 16px, translate none",
  "lightningcss with targets: animation-name grow, font-size 16px, translate none",
].join("\n");
process.exit(found.every((lines) => lines == expected) ? 0 : 1);
JS
node finding.mjs
