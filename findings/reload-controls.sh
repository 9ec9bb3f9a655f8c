#!/usr/bin/env bash
# chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0.
#
# A script loads its page again (a deploy, a hot reload, an expired session) while the user has typed into a field and ticked a
# box. Firefox has both filled in again, by `location.reload()`, by `history.go(0)` and by its button. Chromium fills in nothing on any
# kind of reload, although it does when the user comes back to the same page from another one. (The guess was that both
# restore controls on a reload, as they do in the history.)
#
# Seen:
#   chromium: location.reload() ",false", history.go(0) ",false", the button ",false"; back from another page "typed,true"
#   firefox: location.reload() "typed,true", history.go(0) "typed,true", the button "typed,true"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import http from "node:http";
import puppeteer from "puppeteer-core";

const server = http.createServer((request, response) => {
  response.setHeader("content-type", "text/html");
  response.end('<!DOCTYPE html><title>A form</title><form><input id="text"><input id="box" type="checkbox"></form>');
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${server.address().port}`;

const byScript = (script) => (page) => Promise.all([page.waitForNavigation(), page.evaluate(script)]);
const reloads = {
  "location.reload()": byScript("location.reload()"),
  "history.go(0)": byScript("history.go(0)"),
  "the button": (page) => page.reload(),
};
const back = { "back from another page": async (page) => (await page.goto(`${site}/other`), await page.goBack()) };

async function seen(options, ways) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const found = [];
  for (const [way, act] of Object.entries(ways)) {
    const page = await browser.newPage();
    await page.goto(site);
    await page.type("#text", "typed");
    await page.click("#box");
    await act(page);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const state = await page.evaluate(() => `${document.querySelector("#text").value},${document.querySelector("#box").checked}`);
    found.push(`${way} "${state}"`);
  }
  await browser.close();
  return found.join(", ");
}

const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const lines = [await seen(chromium, { ...reloads, ...back }), await seen(firefox, reloads)];
server.close();
console.log(`chromium: ${lines[0]}\nfirefox: ${lines[1]}`);
const all = (state) => Object.keys(reloads).map((way) => `${way} "${state}"`).join(", ");
process.exit(lines[0] == `${all(",false")}, back from another page "typed,true"` && lines[1] == all("typed,true") ? 0 : 1);
JS
node finding.mjs
