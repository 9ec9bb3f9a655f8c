#!/usr/bin/env bash
# chromium 156.0.8078.108-1~deb12u1 and firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), driven by puppeteer-core 25.16.0.
#
# A server that ends after it has read a POST, before it answers, may get the same POST again: both browsers send a form, and a `fetch`
# with POST or PUT, once more by themselves if its connection was kept from an earlier request. Neither asks the user, and neither the
# page nor a script is told. So an order is placed twice where a process is killed between its database and its answer, unless the form
# says which order it is. (The guess was that only requests without effects are repeated, and that the user is asked about others.)
#
# Seen, in both browsers:
#   fetch with GET: 200, arrived 2 times
#   fetch with POST: 200, arrived 2 times
#   fetch with PUT: 200, arrived 2 times
#   form: its answer is shown, arrived 2 times
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@25.16.0 >/dev/null
cat > finding.mjs <<'JS'
import net from "node:net";
import puppeteer from "puppeteer-core";

const PAGE = "<!DOCTYPE html><link rel=icon href=data:,><p>An answer</p>";
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncache-control: no-store\r\ncontent-length: ${PAGE.length}\r\n\r\n`;

/** Answers the first request of each connection, and closes at the next one, which it has read. */
const serve = async () => {
  const arrived = [];
  const server = net.createServer((socket) => {
    let requests = 0;
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      arrived.push(String(bytes).split(" HTTP")[0]);
      if (++requests > 1) socket.destroy();
      else socket.write(ANSWER + PAGE);
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { server, arrived, url: `http://127.0.0.1:${server.address().port}/` };
};

const pause = (time) => new Promise((done) => setTimeout(done, time));
const times = (arrived, line) => arrived.filter((other) => other == line).length;

const send = () => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: "/form", innerHTML: "<input name=order value=7>" });
  document.body.replaceChildren(form);
  form.submit();
};

async function seen(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const lines = [];
  for (const method of ["GET", "POST", "PUT"]) {
    const { server, arrived, url } = await serve();
    const page = await browser.newPage();
    await page.goto(url);
    await pause(300);
    const status = await page.evaluate(async (method) => {
      const body = method == "GET" ? undefined : "order=7";
      return (await fetch("/data", { method, body })).status;
    }, method);
    lines.push(`fetch with ${method}: ${status}, arrived ${times(arrived, `${method} /data`)} times`);
    await page.close();
    server.close();
  }
  const { server, arrived, url } = await serve();
  const page = await browser.newPage();
  await page.goto(url);
  await pause(300);
  await page.evaluate(send);
  await pause(2000);
  const isShown = await page.evaluate(() => document.body.textContent == "An answer").catch(() => false);
  lines.push(`form: its answer is ${isShown ? "" : "not "}shown, arrived ${times(arrived, "POST /form")} times`);
  server.close();
  await browser.close();
  return lines.join("\n");
}

const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] };
const firefox = { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" };
const found = [await seen(chromium), await seen(firefox)];
console.log(`chromium:\n${found[0]}\nfirefox:\n${found[1]}`);
const expected = [
  "fetch with GET: 200, arrived 2 times",
  "fetch with POST: 200, arrived 2 times",
  "fetch with PUT: 200, arrived 2 times",
  "form: its answer is shown, arrived 2 times",
].join("\n");
process.exit(found.every((lines) => lines == expected) ? 0 : 1);
JS
node finding.mjs
