#!/usr/bin/env bash
# chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0.
#
# A page with an open EventSource goes into Chromium's back/forward cache, and its connection stays open there. A user who follows six
# links of a site within a minute, over HTTP/1.1, so holds all six connections that a browser opens to a host: the seventh page does
# not even send its request until Chromium gives up the oldest page, 60 s after the user left it. A page that closes its EventSource in
# `pagehide` avoids this. Firefox closes the connection. (The guess was that a page with an open EventSource is not kept, or is kept
# without its connection, so that a server never sees more than one.)
#
# Seen:
#   chromium: 6 streams are open, the seventh page is asked for after 57 s
#   chromium, closed in pagehide: 1 streams are open, the seventh page is asked for after 0 s
#   firefox: 1 streams are open, the seventh page is asked for after 0 s
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import puppeteer from "puppeteer-core";

const PAGE = `<!DOCTYPE html><link rel="icon" href="data:,"><title>A page</title><script>
const source = new EventSource("/events");
if (location.search) addEventListener("pagehide", () => source.close());
</script>`;

const streams = new Set();
const asked = new Map();
const server = http.createServer((request, response) => {
  if (request.url == "/events") {
    response.writeHead(200, { "content-type": "text/event-stream" }).write("data: hello\n\n");
    streams.add(response);
    return response.on("close", () => streams.delete(response));
  }
  asked.set(request.url, Date.now());
  response.setHeader("content-type", "text/html").end(PAGE);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${server.address().port}`;

async function walk(options, query) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const page = await browser.newPage();
  asked.clear();
  await page.goto(`${site}/1${query}`);
  for (let number = 2; number <= 6; number++) {
    await sleep(500);
    await page.evaluate((url) => void (location.href = url), `/${number}${query}`);
  }
  await sleep(1000);
  const open = streams.size;
  const last = `/7${query}`;
  const start = Date.now();
  await page.evaluate((url) => void (location.href = url), last);
  while (!asked.has(last) && Date.now() - start < 120_000) await sleep(100);
  const seconds = Math.round(((asked.get(last) ?? Infinity) - start) / 1000);
  await browser.close();
  return { open, seconds };
}

const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const found = {
  chromium: await walk(chromium, ""),
  "chromium, closed in pagehide": await walk(chromium, "?close"),
  firefox: await walk(firefox, ""),
};
for (const [name, { open, seconds }] of Object.entries(found)) {
  console.log(`${name}: ${open} streams are open, the seventh page is asked for after ${seconds} s`);
}
const [kept, closed, other] = Object.values(found);
const isQuick = ({ open, seconds }) => open <= 2 && seconds < 5;
process.exit(kept.open == 6 && kept.seconds >= 30 && isQuick(closed) && isQuick(other) ? 0 : 1);
JS
node finding.mjs
