#!/usr/bin/env bash
# playwright-core 1.65.1 and puppeteer-core 25.16.0, with chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1
# (Debian 12).
#
# A test takes its page off the network, by `setOffline` or `setOfflineMode`, to see what is shown when the connection is lost. It
# is not lost: in Chromium an EventSource and the body of a `fetch` that are open go on as if nothing were, and a WebSocket is neither
# closed nor cut, but held: frames of both sides wait, without an error, and arrive when the page is back, so nothing ever has to be
# sent again. In Firefox all three go on. Only `navigator.onLine` and new connections are offline. (The guess was that the streams
# over HTTP end with an error, and that an open WebSocket goes on.)
#
# Seen:
#   playwright, chromium: onLine false, stream 1, fetch 1, socket 0, server 0; back: socket 1, server 1; errors 0
#   puppeteer, chromium: onLine false, stream 1, fetch 1, socket 0, server 0; back: socket 1, server 1; errors 0
#   puppeteer, firefox: onLine false, stream 1, fetch 1, socket 1, server 1; back: socket 1, server 1; errors 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund playwright-core@1.65.1 puppeteer-core@25.16.0 ws@8.23.0 >/dev/null
cat > finding.mjs <<'JS'
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { WebSocketServer } from "ws";

const PAGE = `<!DOCTYPE html><link rel="icon" href="data:,"><title>A page</title><script>
const seen = { stream: 0, fetch: 0, socket: 0, errors: 0 };
const failed = () => void seen.errors++;
const source = new EventSource("/events");
source.onmessage = () => seen.stream++;
source.onerror = failed;
const socket = new WebSocket(location.href.replace("http", "ws"));
socket.onmessage = () => seen.socket++;
socket.onerror = socket.onclose = failed;
const read = async (reader) => {
  while (!(await reader.read()).done) seen.fetch++;
  failed();
};
fetch("/body").then((response) => read(response.body.getReader())).catch(failed);
</script>`;

let [streams, sockets, received] = [[], [], 0];
const server = http.createServer((request, response) => {
  if (request.url == "/") return response.setHeader("content-type", "text/html").end(PAGE);
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  streams.push(response);
});
new WebSocketServer({ server }).on("connection", (socket) => {
  sockets.push(socket);
  socket.on("message", () => received++);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${server.address().port}/`;

async function seen(browser, setOffline) {
  [streams, sockets, received] = [[], [], 0];
  const page = await browser.newPage();
  await page.goto(url);
  while (streams.length < 2 || sockets.length < 1) await sleep(50);
  await sleep(500);
  await setOffline(page, true);
  await page.evaluate("socket.send('from the page')");
  for (const stream of streams) stream.write("data: from the server\n\n");
  for (const socket of sockets) socket.send("from the server");
  await sleep(3000);
  const away = await page.evaluate("({ ...seen, onLine: navigator.onLine })");
  const receivedAway = received;
  await setOffline(page, false);
  await sleep(1000);
  const back = await page.evaluate("seen");
  const line =
    `onLine ${away.onLine}, stream ${away.stream}, fetch ${away.fetch}, socket ${away.socket}, server ${receivedAway}; ` +
    `back: socket ${back.socket}, server ${received}; errors ${back.errors}`;
  await browser.close();
  return line;
}

const args = ["--no-sandbox", "--disable-gpu"];
const forChromium = { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args };
const forFirefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const byContext = (page, isOffline) => page.context().setOffline(isOffline);
const byPage = (page, isOffline) => page.setOfflineMode(isOffline);
const lines = [
  `playwright, chromium: ${await seen(await chromium.launch(forChromium), byContext)}`,
  `puppeteer, chromium: ${await seen(await puppeteer.launch(forChromium), byPage)}`,
  `puppeteer, firefox: ${await seen(await puppeteer.launch(forFirefox), byPage)}`,
];
console.log(lines.join("\n"));
const back = "back: socket 1, server 1; errors 0";
const expected = [
  `playwright, chromium: onLine false, stream 1, fetch 1, socket 0, server 0; ${back}`,
  `puppeteer, chromium: onLine false, stream 1, fetch 1, socket 0, server 0; ${back}`,
  `puppeteer, firefox: onLine false, stream 1, fetch 1, socket 1, server 1; ${back}`,
];
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
