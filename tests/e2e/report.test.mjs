// The example `report`: background work, from the first HTML to a cut in the middle of it.

import { fetch } from "./support/fetch.mjs";
import { assert, press, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("report");

const value = (page) => page.evaluate(() => document.getElementById("progress")?.value);

const isUnderWay = (page) => page.waitForFunction(() => document.getElementById("progress")?.value > 0);

test("the page shows how far it is, then the value, and asks for nothing", async (scene) => {
  const page = await scene.open(`${server.url}/?pace=100`);
  await page.evaluate(() => {
    window.seen = [];
    const note = () => window.seen.push(document.getElementById("progress")?.value);
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await shows(page, "#total", "14182");
  const steps = (await page.evaluate(() => window.seen)).filter((step) => step !== undefined);
  assert.ok(steps.length > 1, JSON.stringify(steps));
  assert.deepEqual(steps, [...steps].sort((a, b) => a - b), "it goes forward");
  assert.equal(page.wire.up.length, 1, "the browser asks for nothing");
});

test("the last click wins, and an error is shown", async (scene) => {
  const page = await scene.open(`${server.url}/?pace=20`);
  await shows(page, "#total", "14182");
  await press(page, "#y2024");
  await shows(page, "#error", "The sales of 2024 are lost.");
  await press(page, "#y2024");
  await press(page, "#y2025");
  await shows(page, "#total", "14175");
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.equal(await page.textContent("#total"), "14175", "the older work was cancelled");
  assert.equal(await page.textContent("#year"), "2025");
});

test("a page that is loaded again in the middle starts again", async (scene) => {
  const page = await scene.open(`${server.url}/?pace=200`);
  await isUnderWay(page);
  await page.reload();
  assert.ok((await value(page)) <= 2, "from the beginning");
  await shows(page, "#total", "14182");
});

test("the work goes on while the connection is cut, and its value is there with the next one", async (scene) => {
  const proxy = await scene.proxy(server.port);
  const page = await scene.open(`${proxy.url}/?pace=100`);
  await isUnderWay(page);
  proxy.refuses = true;
  proxy.cut();
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  await page.waitForSelector("html[data-taut=offline]");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(await page.locator("#total").count(), 0, "nothing reaches it");
  proxy.refuses = false;
  await page.live(2);
  assert.equal(await page.textContent("#total"), "14182", "it was there at once");
});

test("without JavaScript the page has the value, if it comes soon", { needs: "scriptless" }, async (scene) => {
  const page = await scene.open(`${server.url}/?pace=5`, { javaScriptEnabled: false });
  assert.equal(await page.textContent("#total"), "14182");
  const slow = await (await fetch(`${server.url}/?pace=1000`)).text();
  assert.match(slow, /<progress id="progress"/);
});
