#!/usr/bin/env bash
# parse5 8.1.1 and cheerio 1.2.0, beside chromium 156.0.8078.108-1~deb12u1 (Debian 12), driven by playwright-core 1.65.1.
#
# Since 2025 the HTML Standard lets a `<select>` hold what its picker shows: buttons, groups in a `<div>`, formatted options. Chromium
# parses it so. The newest parse5, and with it whatever checks or renders HTML in Node by it, still takes the tags out and keeps the
# texts, without an error in its default options. So what was rendered on a server, or cleaned there, is another page in the browser.
# (The guess was that parse5 8 follows the standard, as the Rust parser html5ever 0.40 does.)
#
# Seen:
#   <select><button><b>x</b></button><option>a</option></select>
#     parse5:   <select>x<option>a</option></select>
#     cheerio:  <select>x<option>a</option></select>
#     chromium: <select><button><b>x</b></button><option>a</option></select>
#   <select><option><b>a</b></option></select>
#     parse5:   <select><option>a</option></select>
#     cheerio:  <select><option>a</option></select>
#     chromium: <select><option><b>a</b></option></select>
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund parse5@8.1.1 cheerio@1.2.0 playwright-core@1.65.1 >/dev/null
cat > finding.mjs <<'JS'
import { load } from "cheerio";
import { parseFragment, serialize } from "parse5";
import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
const inBrowser = async (html) => {
  await page.setContent(`<!DOCTYPE html><body>${html}`);
  return page.evaluate(() => document.body.innerHTML);
};
let differences = 0;
for (const html of ["<select><button><b>x</b></button><option>a</option></select>", "<select><option><b>a</b></option></select>"]) {
  const [own, loaded, kept] = [serialize(parseFragment(html)), load(html, null, false).html(), await inBrowser(html)];
  console.log(`${html}\n  parse5:   ${own}\n  cheerio:  ${loaded}\n  chromium: ${kept}`);
  differences += kept == html && own != html && loaded == own;
}
await browser.close();
process.exit(differences == 2 ? 0 : 1);
JS
node finding.mjs
