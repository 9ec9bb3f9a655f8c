#!/usr/bin/env bash
# chromium 156.0.8078.108-1~deb12u1 beside firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0, with the
# server ws 8.23.0.
#
# A page with an open WebSocket goes into Chromium's back/forward cache, and to the server the user is still there: no close arrives,
# pings are answered, messages are taken, and are lost. On the way back `readyState` is open in `pageshow`, and what is sent there
# arrives; only then follow `error` and `close` with 1006, also if the server has closed with a code of its own. So presence, and
# whatever a server keeps for a connection, counts pages that nobody sees, and a heartbeat does not help. Firefox closes with 1001 when
# the user leaves, and loads the page again. (The guess was that Chromium does not keep such a page, or closes its connection first.)
#
# Seen:
#   chromium, left alone: away: pong; back: pageshow true open, error, close 1006; server: message, close 1001
#   chromium, message sent: away: pong; back: pageshow true open, error, close 1006; server: message, close 1001
#   chromium, closed with 4000: away: pong, close 4000; back: pageshow true open, error, close 1006; server: nothing
#   firefox, left alone: away: close 1001; back: pageshow false; server: nothing
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@25.16.0 ws@8.23.0 >/dev/null
cat > finding.mjs <<'JS'
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { WebSocketServer } from "ws";

const PAGE = `<!DOCTYPE html><link rel="icon" href="data:,"><title>A page</title><script>
const seen = [];
let socket;
addEventListener("pageshow", (event) => {
  seen.push("pageshow " + event.persisted + (socket?.readyState == WebSocket.OPEN ? " open" : ""));
  if (event.persisted) socket.send("back");
});
const connect = () => new Promise((resolve) => {
  seen.length = 0;
  socket = new WebSocket(location.href.replace("http", "ws"));
  socket.onopen = resolve;
  socket.onmessage = () => seen.push("message");
  socket.onerror = () => seen.push("error");
  socket.onclose = (event) => seen.push("close " + event.code);
});
</script>`;

let [connection, events] = [undefined, []];
const server = http.createServer((request, response) => response.setHeader("content-type", "text/html").end(PAGE));
new WebSocketServer({ server }).on("connection", (socket) => {
  connection = socket;
  socket.on("pong", () => events.push("pong"));
  socket.on("message", () => events.push("message"));
  socket.on("close", (code) => events.push(`close ${code}`));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${server.address().port}`;

const ACTS = {
  "left alone": () => {},
  "message sent": () => connection.send("news"),
  "closed with 4000": () => connection.close(4000),
};

/** Leaves a page with an open connection for five seconds, and comes back to it. */
async function seen(options, act) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const page = await browser.newPage();
  await page.goto(`${site}/page`);
  await page.evaluate("connect()");
  events = [];
  await page.evaluate(() => void (location.href = "/other"));
  await sleep(3000);
  if (connection.readyState == connection.OPEN) connection.ping();
  await sleep(1000);
  ACTS[act]();
  await sleep(1000);
  const away = events;
  events = [];
  await page.evaluate(() => history.back());
  await sleep(2000);
  const back = await page.evaluate("seen.join(', ')");
  const atServer = events.join(", ") || "nothing";
  await browser.close();
  return `away: ${away.join(", ")}; back: ${back}; server: ${atServer}`;
}

const args = ["--no-sandbox"];
const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const lines = [];
for (const act of Object.keys(ACTS)) lines.push(`chromium, ${act}: ${await seen(chromium, act)}`);
lines.push(`firefox, left alone: ${await seen(firefox, "left alone")}`);
server.close();
console.log(lines.join("\n"));
const back = "back: pageshow true open, error, close 1006";
const expected = [
  `chromium, left alone: away: pong; ${back}; server: message, close 1001`,
  `chromium, message sent: away: pong; ${back}; server: message, close 1001`,
  `chromium, closed with 4000: away: pong, close 4000; ${back}; server: nothing`,
  "firefox, left alone: away: close 1001; back: pageshow false; server: nothing",
];
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
