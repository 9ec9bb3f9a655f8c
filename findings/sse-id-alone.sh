#!/usr/bin/env bash
# firefox-esr 153.8.0esr-1~deb12u1 and eventsource 4.1.1 (npm), beside chromium 156.0.8078.108-1~deb12u1 (Debian 12), driven by
# puppeteer-core 25.16.0, and undici 7.30.2.
#
# A server of events sends an `id` without data, as a mark of how far the client has come (all events up to it are of no interest to
# this user). By the HTML Standard that sets the last event ID, and no event is dispatched. Chromium and undici come back with it in
# `Last-Event-ID`; Firefox and eventsource have forgotten it and come back with the ID of the last event that had data, so that the
# server looks through or sends everything since then again. In eventsource, moreover, an event without an `id` of its own has an
# empty `lastEventId`, where all others have the one before. (The guess was that all four follow the standard.)
#
# Seen:
#   chromium: back with 5 after an id alone; lastEventId of an event without id 1, back with 1
#   firefox: back with 1 after an id alone; lastEventId of an event without id 1, back with 1
#   undici: back with 5 after an id alone; lastEventId of an event without id 1, back with 1
#   eventsource: back with 1 after an id alone; lastEventId of an event without id none, back with 1
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund eventsource@4.1.1 undici@7.30.2 puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import { once } from "node:events";
import http from "node:http";
import { EventSource as OfPackage } from "eventsource";
import puppeteer from "puppeteer-core";
import { EventSource as OfUndici } from "undici";

const STREAMS = {
  "/alone": "retry: 500\n\nid: 1\ndata: first\n\nid: 5\n\n",
  "/without": "retry: 500\n\nid: 1\ndata: first\n\ndata: second\n\n",
};

const asked = new Map();
const server = http.createServer((request, response) => {
  const stream = STREAMS[request.url];
  if (!stream) return response.setHeader("content-type", "text/html").end("<!DOCTYPE html><title>A page</title>");
  const isBack = asked.has(request.url);
  asked.set(request.url, request.headers["last-event-id"] ?? "none");
  if (isBack) return response.writeHead(204).end();
  response.writeHead(200, { "content-type": "text/event-stream" }).end(stream);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const site = `http://127.0.0.1:${server.address().port}`;

/** Reads a stream until its client has been turned away, and returns the ID of the last event; runs in a browser, too. */
const lastId = (url, EventSource) =>
  new Promise((resolve) => {
    const source = new EventSource(url);
    let id = "no event";
    source.onmessage = (event) => (id = event.lastEventId || "none");
    source.onerror = () => source.readyState == EventSource.CLOSED && resolve(id);
  });

async function seen(read) {
  asked.clear();
  await read(`${site}/alone`);
  const id = await read(`${site}/without`);
  const [alone, without] = [asked.get("/alone"), asked.get("/without")];
  return `back with ${alone} after an id alone; lastEventId of an event without id ${id}, back with ${without}`;
}

async function inBrowser(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const page = await browser.newPage();
  await page.goto(site);
  const found = await seen((url) => page.evaluate(`(${lastId})(${JSON.stringify(url)}, EventSource)`));
  await browser.close();
  return found;
}

const args = ["--no-sandbox"];
const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const lines = [
  `chromium: ${await inBrowser(chromium)}`,
  `firefox: ${await inBrowser(firefox)}`,
  `undici: ${await seen((url) => lastId(url, OfUndici))}`,
  `eventsource: ${await seen((url) => lastId(url, OfPackage))}`,
];
server.close();
console.log(lines.join("\n"));
const line = (name, id, last) => `${name}: back with ${id} after an id alone; lastEventId of an event without id ${last}, back with 1`;
const expected = [line("chromium", 5, 1), line("firefox", 1, 1), line("undici", 5, 1), line("eventsource", 1, "none")];
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node --no-warnings finding.mjs
