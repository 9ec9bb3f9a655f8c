#!/usr/bin/env bash
# playwright-core 1.65.1, with chromium 156.0.8078.108-1~deb12u1 (Debian 12).
#
# A page has speculation rules for the link that a test clicks. Chromium fetches the next page ahead of the click, and Playwright does
# not see it: no route answers it, the headers of the context are not sent, and the click itself is no request either. So a test that
# answers `/next` with a page of its own gets the page of the server, whether the rules ask for `prefetch` or `prerender`; with
# an eagerness of "moderate", too, as the pointer of the test moves to the link before the click. Without rules all is as written.
# (The guess was that a speculative request is reported, and answered by the route like any other.)
#
# Seen:
#   no rules: the page is the test's, requests reported 1, at the server none
#   prefetch, immediate: the page is the server's, requests reported 0, at the server one without x-test
#   prerender, immediate: the page is the server's, requests reported 0, at the server one without x-test
#   prefetch, moderate: the page is the server's, requests reported 0, at the server one without x-test
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund playwright-core@1.65.1 >/dev/null
cat > finding.mjs <<'JS'
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

const HEAD = `<!DOCTYPE html><link rel="icon" href="data:,">`;
let arrived = [];
const server = http.createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname == "/next") arrived.push(request.headers["x-test"] ? "one with x-test" : "one without x-test");
  const { kind, eagerness } = Object.fromEntries(url.searchParams);
  const rules = kind ? { [kind]: [{ urls: ["/next"], eagerness }] } : {};
  const script = `<script type="speculationrules">${JSON.stringify(rules)}</script>`;
  response.setHeader("content-type", "text/html").end(`${HEAD}<title>the server's</title>${script}<a href="/next">next</a>`);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${server.address().port}`;

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

async function clicked(query) {
  arrived = [];
  let reported = 0;
  const context = await browser.newContext({ extraHTTPHeaders: { "x-test": "1" } });
  context.on("request", (request) => (reported += request.url().endsWith("/next")));
  await context.route("**/next", (route) => route.fulfill({ contentType: "text/html", body: `${HEAD}<title>the test's</title>` }));
  const page = await context.newPage();
  await page.goto(`${site}/${query}`);
  await page.hover("a");
  await sleep(1000);
  await page.click("a");
  await page.waitForURL("**/next");
  const title = await page.title();
  await context.close();
  return `the page is ${title}, requests reported ${reported}, at the server ${arrived.join() || "none"}`;
}

const lines = [
  `no rules: ${await clicked("")}`,
  `prefetch, immediate: ${await clicked("?kind=prefetch&eagerness=immediate")}`,
  `prerender, immediate: ${await clicked("?kind=prerender&eagerness=immediate")}`,
  `prefetch, moderate: ${await clicked("?kind=prefetch&eagerness=moderate")}`,
];
await browser.close();
server.close();
console.log(lines.join("\n"));
const missed = "the page is the server's, requests reported 0, at the server one without x-test";
const expected = [
  "no rules: the page is the test's, requests reported 1, at the server none",
  `prefetch, immediate: ${missed}`,
  `prerender, immediate: ${missed}`,
  `prefetch, moderate: ${missed}`,
];
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
