#!/usr/bin/env bash
# chromium 156.0.8078.108-1~deb12u1 beside firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0.
#
# A patch takes an attribute away and sets it again at once, or a script disables a form while it reads it: nothing is painted in
# between, yet in Chromium the user may lose the focus. It is lost by a `<fieldset>` that is disabled for an instant, by `hidden` on the
# field itself, and by `tabindex` and `contenteditable` that are removed and set again; but not by `disabled` on the field itself, by
# `inert`, or by `hidden` on its parent. Firefox keeps the focus in all of these. (The guess was that both do, as they look for the
# focus again only when they paint.)
#
# Seen:
#   fieldset disabled: chromium lost, firefox kept
#   field hidden: chromium lost, firefox kept
#   tabindex: chromium lost, firefox kept
#   contenteditable: chromium lost, firefox kept
#   field disabled: chromium kept, firefox kept
#   fieldset inert: chromium kept, firefox kept
#   fieldset hidden: chromium kept, firefox kept
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import puppeteer from "puppeteer-core";

const FIELD = `<fieldset><input id="focus"></fieldset>`;
const CASES = {
  "fieldset disabled": [FIELD, "fieldset", "disabled"],
  "field hidden": [FIELD, "input", "hidden"],
  tabindex: [`<div id="focus" tabindex="0">a row</div>`, "div", "tabindex"],
  contenteditable: [`<div id="focus" contenteditable="">a note</div>`, "div", "contenteditable"],
  "field disabled": [FIELD, "input", "disabled"],
  "fieldset inert": [FIELD, "fieldset", "inert"],
  "fieldset hidden": [FIELD, "fieldset", "hidden"],
};

/** Turns an attribute over, and back, in one task, and tells whether the element has the focus two frames later. */
async function keeps(selector, attribute) {
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  document.querySelector("#focus").focus();
  await painted();
  const element = document.querySelector(selector);
  const value = element.getAttribute(attribute);
  element.toggleAttribute(attribute);
  element.toggleAttribute(attribute);
  if (value) element.setAttribute(attribute, value);
  await painted();
  return document.activeElement.id == "focus" ? "kept" : "lost";
}

async function seen(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const page = await browser.newPage();
  const found = {};
  for (const [name, [html, selector, attribute]] of Object.entries(CASES)) {
    await page.setContent(`<!DOCTYPE html><title>Focus</title>${html}`);
    found[name] = await page.evaluate(keeps, selector, attribute);
  }
  await browser.close();
  return found;
}

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const chromium = await seen({ browser: "chrome", executablePath, args: ["--no-sandbox"] });
const firefox = await seen({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" });
const lines = Object.keys(CASES).map((name) => `${name}: chromium ${chromium[name]}, firefox ${firefox[name]}`);
console.log(lines.join("\n"));
const expected = Object.keys(CASES).map((name, index) => `${name}: chromium ${index < 4 ? "lost" : "kept"}, firefox kept`);
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
