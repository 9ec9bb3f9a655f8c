#!/usr/bin/env bash
# lit 3.3.3, solid-js 1.9.20, react 19.3.1 and vue 3.5.45, in chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1
# (Debian 12), driven by puppeteer-core 25.16.0; bundled by esbuild 0.28.2.
#
# A browser checks `minlength` only while the value is what the user typed. A script that assigns `value`, even the same text again,
# ends that, and a text that is too short is valid. So a field that shows a variable and writes each input event to it loses its
# `minlength` in Lit (`.value=${…}`) and in Solid (`value={…}`), which compare with what they wrote last, and not with the field: the
# form is sent. React, Vue and Lit's `live()` read the field first, and the check remains. (The guess was that the same text again
# changes nothing, and that all of them keep the check.)
#
# Seen:
#   chromium: plain refused, same text assigned sent, lit sent, lit with live refused, solid sent, react refused, vue refused
#   firefox: plain refused, same text assigned sent, lit sent, lit with live refused, solid sent, react refused, vue refused
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@25.16.0 esbuild@0.28.2 lit@3.3.3 solid-js@1.9.20 react@19.3.1 \
  react-dom@19.3.1 vue@3.5.45 >/dev/null
cat > finding.mjs <<'JS'
import { build } from "esbuild";
import puppeteer from "puppeteer-core";

const litPage = (value) => `import { html, render } from "lit";
  import { live } from "lit/directives/live.js";
  let name = "";
  const input = (event) => { name = event.target.value; show(); };
  const show = () => render(html\`<input minlength="5" .value=\${${value}} @input=\${input}>\`, form);
  show();`;

const SOURCES = {
  plain: `form.innerHTML = '<input minlength="5">';`,
  "same text assigned": `form.innerHTML = '<input minlength="5" oninput="this.value = this.value">';`,
  lit: litPage("name"),
  "lit with live": litPage("live(name)"),
  solid: `import { createSignal } from "solid-js";
    import html from "solid-js/html";
    import { render } from "solid-js/web";
    const [name, setName] = createSignal("");
    const input = (event) => setName(event.target.value);
    render(() => html\`<input minlength="5" value=\${name} oninput=\${input}>\`, form);`,
  react: `import { createElement, useState } from "react";
    import { createRoot } from "react-dom/client";
    function Field() {
      const [name, setName] = useState("");
      return createElement("input", { minLength: 5, value: name, onChange: (event) => setName(event.target.value) });
    }
    createRoot(form).render(createElement(Field));`,
  vue: `import { createApp, h, ref } from "vue";
    const name = ref("");
    const field = () => h("input", { minlength: 5, value: name.value, onInput: (event) => (name.value = event.target.value) });
    createApp({ render: field }).mount(form);`,
};

const define = { "process.env.NODE_ENV": '"production"' };
const options = { bundle: true, write: false, format: "iife", conditions: ["browser", "production"], define, logLevel: "error" };
const scripts = {};
for (const [name, source] of Object.entries(SOURCES)) {
  const built = await build({ ...options, stdin: { contents: source, resolveDir: process.cwd() } });
  scripts[name] = built.outputFiles[0].text;
}

/** Types two letters, presses Enter, and tells whether the form is sent. */
async function sent(browser, script) {
  const page = await browser.newPage();
  await page.setContent("<!DOCTYPE html><title>A form</title><form id=form></form>");
  await page.evaluate(script);
  await page.evaluate(() => {
    window.isSent = false;
    document.addEventListener("submit", (event) => {
      event.preventDefault();
      window.isSent = true;
    });
  });
  await page.waitForSelector("input");
  await page.type("input", "ab");
  await page.keyboard.press("Enter");
  await new Promise((resolve) => setTimeout(resolve, 200));
  const state = await page.evaluate(() => [document.querySelector("input").value, window.isSent]);
  await page.close();
  if (state[0] != "ab") throw new Error(`the field holds ${state[0]}`);
  return state[1] ? "sent" : "refused";
}

async function seen(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const found = [];
  for (const [name, script] of Object.entries(scripts)) found.push(`${name} ${await sent(browser, script)}`);
  await browser.close();
  return found.join(", ");
}

const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const lines = [await seen(chromium), await seen(firefox)];
console.log(`chromium: ${lines[0]}\nfirefox: ${lines[1]}`);
const expected =
  "plain refused, same text assigned sent, lit sent, lit with live refused, solid sent, react refused, vue refused";
process.exit(lines[0] == expected && lines[1] == expected ? 0 : 1);
JS
node finding.mjs
