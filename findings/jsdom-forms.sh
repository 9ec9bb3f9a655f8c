#!/usr/bin/env bash
# jsdom 29.1.1, beside chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by puppeteer-core
# 25.16.0.
#
# jsdom knows `requestSubmit`, constraints and `FormData`, and yet its forms answer otherwise than those of the browsers: a button with
# `formnovalidate` ("save a draft", "cancel") sends nothing while another field is invalid; `FormData` holds the value of a disabled
# placeholder `<option>`, and no `formdata` event adds to it; and a click on a radio button that a handler cancels leaves none of the
# group checked. No error tells of it, so a test of a wizard or of a "choose one" field passes or fails for another reason than in the
# browser. (The guess was that jsdom does all four as the browsers do.)
#
# Seen:
#   draft: jsdom "not submitted", chromium "submitted", firefox "submitted"
#   placeholder: jsdom "size=none", chromium "", firefox ""
#   formdata: jsdom "a=1", chromium "a=1&b=2", firefox "a=1&b=2"
#   radio: jsdom "none", chromium "first", firefox "first"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund jsdom@29.1.1 puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import { JSDOM } from "jsdom";
import puppeteer from "puppeteer-core";

const entries = `[...new window.FormData(document.forms[0])].map((entry) => entry.join("=")).join("&")`;
const CASES = {
  draft: {
    html: `<form><input name="title" required><button formnovalidate>Save a draft</button></form>`,
    script: `let state = "not submitted";
      document.forms[0].addEventListener("submit", (event) => { event.preventDefault(); state = "submitted"; });
      document.querySelector("button").click();
      return state;`,
  },
  placeholder: {
    html: `<form><select name="size"><option value="none" disabled selected>Choose one</option><option>S</option></select></form>`,
    script: `return ${entries};`,
  },
  formdata: {
    html: `<form><input name="a" value="1"></form>`,
    script: `document.forms[0].addEventListener("formdata", (event) => event.formData.append("b", "2"));
      return ${entries};`,
  },
  radio: {
    html: `<form><input type="radio" name="r" value="first" checked><input type="radio" name="r" value="second"></form>`,
    script: `const second = document.querySelector("[value=second]");
      second.addEventListener("click", (event) => event.preventDefault());
      second.click();
      return document.querySelector(":checked")?.value ?? "none";`,
  },
};

const page = (html) => `<!DOCTYPE html><html lang="en"><title>A form</title><body>${html}</body></html>`;

function inJsdom({ html, script }) {
  const { window } = new JSDOM(page(html));
  return new Function("window", "document", script)(window, window.document);
}

async function inBrowser(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const tab = await browser.newPage();
  const found = {};
  for (const [name, { html, script }] of Object.entries(CASES)) {
    await tab.setContent(page(html));
    found[name] = await tab.evaluate(`(() => { ${script} })()`);
  }
  await browser.close();
  return found;
}

const args = ["--no-sandbox"];
const chromium = await inBrowser({ browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
const firefox = await inBrowser({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" });
const lines = Object.entries(CASES).map(
  ([name, one]) => `${name}: jsdom "${inJsdom(one)}", chromium "${chromium[name]}", firefox "${firefox[name]}"`,
);
console.log(lines.join("\n"));
const expected = [
  'draft: jsdom "not submitted", chromium "submitted", firefox "submitted"',
  'placeholder: jsdom "size=none", chromium "", firefox ""',
  'formdata: jsdom "a=1", chromium "a=1&b=2", firefox "a=1&b=2"',
  'radio: jsdom "none", chromium "first", firefox "first"',
];
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
