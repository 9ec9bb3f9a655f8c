#!/usr/bin/env bash
# @minify-html/node 0.18.1, @swc/html 1.16.22 and html-minifier-terser 7.2.0 (with collapseBooleanAttributes), beside
# chromium 156.0.8078.108-1~deb12u1 (Debian 12), driven by playwright-core 1.65.1.
#
# `hidden` has had a second value for years: a text that is hidden "until-found" appears when a search in the page or a link to a
# fragment finds it. All three minifiers still take the attribute for a boolean one, two of them in their defaults, and write `hidden`,
# so that folded sections and answers can't be found any more. minify-html also omits the `</p>` at the end of a custom element, where
# it is required, and the text behind the element becomes a part of its last paragraph. (The guess was that only html-minifier-terser,
# the oldest of them, changes the value, and that all keep the elements where they are.)
#
# Seen:
#   as written: a link to the answer shows it; x-note holds "a note"
#   @minify-html/node: a link to the answer does not show it; x-note holds "a notethe text"
#   @swc/html: a link to the answer does not show it; x-note holds "a note"
#   html-minifier-terser: a link to the answer does not show it; x-note holds "a note"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @minify-html/node@0.18.1 @swc/html@1.16.22 html-minifier-terser@7.2.0 \
  playwright-core@1.65.1 >/dev/null
cat > finding.mjs <<'JS'
import minifyHtml from "@minify-html/node";
import swc from "@swc/html";
import { minify } from "html-minifier-terser";
import { chromium } from "playwright-core";

const WRITTEN = `<!DOCTYPE html><html lang="en"><head><title>Questions</title></head><body>
<a href="#answer">a question</a><div hidden="until-found"><p id="answer">an answer</p></div>
<x-note><p>a note</p></x-note>the text</body></html>`;

const pages = {
  "as written": WRITTEN,
  "@minify-html/node": minifyHtml.minify(Buffer.from(WRITTEN), {}).toString(),
  "@swc/html": (await swc.minify(WRITTEN)).code,
  "html-minifier-terser": await minify(WRITTEN, { collapseBooleanAttributes: true, collapseWhitespace: true }),
};

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
const lines = [];
for (const [name, html] of Object.entries(pages)) {
  await page.goto("about:blank");
  await page.setContent(html);
  await page.click("a");
  await page.waitForTimeout(300);
  const shows = (await page.isVisible("#answer")) ? "shows it" : "does not show it";
  const note = (await page.textContent("x-note")).trim();
  lines.push(`${name}: a link to the answer ${shows}; x-note holds "${note}"`);
}
await browser.close();
console.log(lines.join("\n"));
const expected = [
  'as written: a link to the answer shows it; x-note holds "a note"',
  '@minify-html/node: a link to the answer does not show it; x-note holds "a notethe text"',
  '@swc/html: a link to the answer does not show it; x-note holds "a note"',
  'html-minifier-terser: a link to the answer does not show it; x-note holds "a note"',
];
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
