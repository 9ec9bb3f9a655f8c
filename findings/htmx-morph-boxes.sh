#!/usr/bin/env bash
# htmx.org 4.0.1 beside idiomorph 0.8.0, in chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven
# by puppeteer-core 25.16.0.
#
# With `outerMorph`, which htmx 4 brings along, the controls of a form do not follow the server alike. Texts and selects show what the
# answer has, also over what the user has typed. A checkbox or radio button that the user has once clicked never follows again: the
# attribute is there, the control shows the old state, and the form sends it, although the rest of the form is the answer. Idiomorph
# has all of them follow. (The guess was that a morph treats all controls alike.)
#
# Seen, in both browsers, for the values that the form sends next:
#   the answer itself: text=new&area=new&box=on&choice=second&list=new
#   htmx, untouched: text=new&area=new&box=on&choice=second&list=new
#   htmx, touched: text=new&area=new&choice=first&list=new
#   idiomorph, touched: text=new&area=new&box=on&choice=second&list=new
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund htmx.org@4.0.1 idiomorph@0.8.0 puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import { readFileSync } from "node:fs";
import http from "node:http";
import puppeteer from "puppeteer-core";

const form = (text, [first, second, box]) => `<form id="form" hx-post="/answer" hx-target="this" hx-swap="outerMorph">
<input id="text" name="text" value="${text}"><textarea id="area" name="area">${text}</textarea>
<input id="box" name="box" type="checkbox" ${box}>
<input id="first" name="choice" type="radio" value="first" ${first}>
<input id="second" name="choice" type="radio" value="second" ${second}>
<select id="list" name="list"><option ${first}>old</option><option ${second}>new</option><option>third</option></select>
<button>Save</button></form>`.replaceAll(/(<option )checked/g, "$1selected");
const BEFORE = form("old", ["checked", "", ""]);
const ANSWER = form("new", ["", "checked", "checked"]);

const files = { "/htmx.js": "htmx.org/dist/htmx.min.js", "/idiomorph.js": "idiomorph/dist/idiomorph.min.js" };
const server = http.createServer((request, response) => {
  const isScript = request.url in files;
  response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
  request.resume().on("end", () => {
    if (isScript) return response.end(readFileSync(`node_modules/${files[request.url]}`));
    if (request.url == "/answer") return response.end(ANSWER);
    const scripts = `<script src="/htmx.js"></script><script src="/idiomorph.js"></script>`;
    response.end(`<!DOCTYPE html><link rel="icon" href="data:,"><title>A form</title>${scripts}${BEFORE}`);
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${server.address().port}/`;

async function touch(page) {
  await page.type("#text", "!");
  await page.type("#area", "!");
  for (const id of ["#box", "#box", "#second", "#first"]) await page.click(id);
  await page.select("#list", "third");
}

const ways = {
  htmx: (page) => page.click("button"),
  idiomorph: (page) => page.evaluate((html) => void Idiomorph.morph(document.querySelector("form"), html), ANSWER),
};

async function sends(browser, way, isTouched) {
  const page = await browser.newPage();
  await page.goto(url);
  if (isTouched) await touch(page);
  await ways[way](page);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const found = await page.evaluate(() => new URLSearchParams(new FormData(document.querySelector("form"))).toString());
  await page.close();
  return found;
}

async function seen(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const page = await browser.newPage();
  await page.setContent(ANSWER);
  const written = await page.evaluate(() => new URLSearchParams(new FormData(document.querySelector("form"))).toString());
  const lines = [
    `the answer itself: ${written}`,
    `htmx, untouched: ${await sends(browser, "htmx", false)}`,
    `htmx, touched: ${await sends(browser, "htmx", true)}`,
    `idiomorph, touched: ${await sends(browser, "idiomorph", true)}`,
  ];
  await browser.close();
  return lines.join("\n");
}

const args = ["--no-sandbox"];
const found = [
  await seen({ browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args }),
  await seen({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" }),
];
server.close();
console.log(`chromium:\n${found[0]}\nfirefox:\n${found[1]}`);
const all = "text=new&area=new&box=on&choice=second&list=new";
const expected = [
  `the answer itself: ${all}`,
  `htmx, untouched: ${all}`,
  "htmx, touched: text=new&area=new&choice=first&list=new",
  `idiomorph, touched: ${all}`,
].join("\n");
process.exit(found.every((lines) => lines == expected) ? 0 : 1);
JS
node finding.mjs
