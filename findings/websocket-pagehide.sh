#!/usr/bin/env bash
# firefox-esr 153.8.0esr-1~deb12u1 and chromium 156.0.8078.108-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0,
# with a server by ws 8.23.0.
#
# A page that goes to another one of its site sends three messages from its `pagehide` listener: by a WebSocket that
# is open, by `fetch` with `keepalive`, and by `sendBeacon`. In Chromium all arrive. In Firefox `send` throws nothing,
# and the message never arrives; the other two do. (WebKitGTK 2.50.6 does as Chromium does.)
#
# Seen, of 10 pages each:
#   chromium: socket 10, fetch 10, beacon 10
#   firefox: socket 0, fetch 10, beacon 10
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund ws@8.23.0 puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import http from "node:http";
import puppeteer from "puppeteer-core";
import { WebSocketServer } from "ws";

const ROUNDS = 10;
const arrived = new Map();
const note = (what) => arrived.set(what, (arrived.get(what) ?? 0) + 1);

const page = (browser) => `<!doctype html><script>
  const socket = new WebSocket("ws://" + location.host);
  socket.onopen = () => document.title = "open";
  addEventListener("pagehide", () => {
    socket.send("${browser} socket");
    fetch("/", { method: "POST", keepalive: true, body: "${browser} fetch" });
    navigator.sendBeacon("/", "${browser} beacon");
  });
</script>`;
const server = http.createServer(async (request, response) => {
  if (request.method == "POST") {
    let body = "";
    for await (const chunk of request) body += chunk;
    note(body);
    return response.end();
  }
  response.setHeader("content-type", "text/html");
  response.end(request.url == "/next" ? "next" : page(request.url.slice(1)));
});
new WebSocketServer({ server }).on("connection", (socket) => socket.on("message", (data) => note(String(data))));
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${server.address().port}`;

for (const [browser, options] of Object.entries({
  chromium: { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
  firefox: { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" },
})) {
  const running = await puppeteer.launch({ headless: true, ...options });
  for (let round = 0; round < ROUNDS; round++) {
    const tab = await running.newPage();
    await tab.goto(`${site}/${browser}`);
    await tab.waitForFunction(() => document.title == "open");
    await tab.goto(`${site}/next`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  await running.close();
}
server.close();

const seen = (browser) => ["socket", "fetch", "beacon"].map((way) => `${way} ${arrived.get(`${browser} ${way}`) ?? 0}`).join(", ");
const [chromium, firefox] = [seen("chromium"), seen("firefox")];
console.log(`chromium: ${chromium}\nfirefox: ${firefox}`);
process.exit(chromium == "socket 10, fetch 10, beacon 10" && firefox == "socket 0, fetch 10, beacon 10" ? 0 : 1);
JS
node finding.mjs
