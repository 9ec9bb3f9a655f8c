#!/usr/bin/env bash
# happy-dom 21.0.4, beside jsdom 29.1.1 and chromium 156.0.8078.108-1~deb12u1 (Debian 12), driven by playwright-core 1.65.1.
#
# Rows and cells that a server sends as HTML get into a table by `outerHTML`, `insertAdjacentHTML` or `createContextualFragment`. In
# happy-dom these parse the string as if it were for the body, where a `<tr>` has no place: the tags are gone, without an error, and
# the text of the cells stands in the table. Only `innerHTML` regards the element that it is for. jsdom does as the browser does. So
# in a test with happy-dom a live table loses the rows that a patch changes. (The guess was that happy-dom and jsdom both agree with
# the browser here.)
#
# Seen:
#   innerHTML: happy-dom <tr><td>new</td></tr>, jsdom <tr><td>new</td></tr>, chromium <tr><td>new</td></tr>
#   outerHTML: happy-dom new, jsdom <tr><td>new</td></tr>, chromium <tr><td>new</td></tr>
#   insertAdjacentHTML: happy-dom new, jsdom <tr><td>new</td></tr>, chromium <tr><td>new</td></tr>
#   createContextualFragment: happy-dom new, jsdom <tr><td>new</td></tr>, chromium <tr><td>new</td></tr>
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund happy-dom@21.0.4 jsdom@29.1.1 playwright-core@1.65.1 >/dev/null
cat > finding.mjs <<'JS'
import { Window } from "happy-dom";
import { JSDOM } from "jsdom";
import { chromium } from "playwright-core";

const BEFORE = `<table><tbody><tr><td>old</td></tr></tbody></table>`;
const ROW = `<tr><td>new</td></tr>`;
const EMPTY = `body.replaceChildren();`;
const WAYS = {
  innerHTML: `body.innerHTML = row;`,
  outerHTML: `body.firstElementChild.outerHTML = row;`,
  insertAdjacentHTML: `${EMPTY} body.insertAdjacentHTML("beforeend", row);`,
  createContextualFragment: `const range = document.createRange();
    range.selectNodeContents(body);
    const fragment = range.createContextualFragment(row);
    body.replaceChildren(fragment);`,
};
const script = (way) => `document.body.innerHTML = before;
  const body = document.querySelector("tbody");
  ${way}
  return document.querySelector("tbody").innerHTML;`;
const run = (document, way) => new Function("document", "before", "row", script(way))(document, BEFORE, ROW);

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
const lines = [];
for (const [name, way] of Object.entries(WAYS)) {
  const happy = run(new Window().document, way);
  const other = run(new JSDOM("<!DOCTYPE html>").window.document, way);
  await page.setContent("<!DOCTYPE html><title>A table</title><body>");
  const real = await page.evaluate(`((before, row) => { ${script(way)} })(${JSON.stringify(BEFORE)}, ${JSON.stringify(ROW)})`);
  lines.push(`${name}: happy-dom ${happy}, jsdom ${other}, chromium ${real}`);
}
await browser.close();
console.log(lines.join("\n"));
const expected = Object.keys(WAYS).map((name) => {
  const happy = name == "innerHTML" ? ROW : "new";
  return `${name}: happy-dom ${happy}, jsdom ${ROW}, chromium ${ROW}`;
});
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
