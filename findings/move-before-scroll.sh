#!/usr/bin/env bash
# firefox-esr 153.8.0esr-1~deb12u1 beside chromium 156.0.8078.108-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0.
#
# `moveBefore` is there so that a moved element keeps its state. In Firefox it keeps the document of an `<iframe>`, an open popover and
# the focus, but whatever has been scrolled in what it moves, a list or a `<textarea>`, is back at its top. Chromium keeps the
# positions. So code that asks for `moveBefore` and then trusts it, and no longer writes positions back as
# it does for `insertBefore`, loses the place of the reader. (The guess was that Firefox keeps them, too.)
#
# Seen:
#   chromium: list 100, textarea 100; frame loaded 0 times, popover open
#   firefox: list 0, textarea 0; frame loaded 0 times, popover open
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import puppeteer from "puppeteer-core";

const PAGE = `<!DOCTYPE html><title>Panels</title><main><section>
  <div id="list" style="height: 50px; overflow: auto"><p style="height: 500px">long</p></div>
  <textarea id="textarea" rows="2">${"line\n".repeat(50)}</textarea>
  <iframe id="frame" srcdoc="a document"></iframe>
  <div id="popover" popover="manual">on top</div>
</section><section>another panel</section></main>`;

/** Moves the first panel behind the second, and reads its state two frames later. */
async function moved() {
  const [list, textarea, frame, popover] = ["list", "textarea", "frame", "popover"].map((id) => document.getElementById(id));
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  let loads = 0;
  frame.addEventListener("load", () => loads++);
  popover.showPopover();
  list.scrollTop = textarea.scrollTop = 100;
  await painted();
  const panel = list.parentElement;
  panel.parentElement.moveBefore(panel, null);
  await painted();
  const isOpen = popover.matches(":popover-open") ? "open" : "closed";
  return `list ${list.scrollTop}, textarea ${textarea.scrollTop}; frame loaded ${loads} times, popover ${isOpen}`;
}

async function seen(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const page = await browser.newPage();
  await page.setContent(PAGE);
  await page.waitForFunction(() => document.querySelector("iframe").contentDocument?.readyState == "complete");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const state = await page.evaluate(moved);
  await browser.close();
  return state;
}

const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const lines = [await seen(chromium), await seen(firefox)];
console.log(`chromium: ${lines[0]}\nfirefox: ${lines[1]}`);
const rest = "frame loaded 0 times, popover open";
process.exit(lines[0] == `list 100, textarea 100; ${rest}` && lines[1] == `list 0, textarea 0; ${rest}` ? 0 : 1);
JS
node finding.mjs
