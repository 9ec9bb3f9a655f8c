// `#[on(self.numbers)]`: the values of a stream reach the page, whatever happens to its connection.

import { assert, press, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const numbers = (from, count) => Array.from({ length: count }, (_, at) => from + at).join(" ");

const open = (scene, base = server.url) => scene.open(`${base}/flow`);

const hasRead = (page) => page.waitForFunction(() => document.getElementById("read").textContent != "");

test("each value comes once, in order, and the page shows the end", async (scene) => {
  const page = await open(scene);
  await shows(page, "#state", "this was not loaded");
  await press(page, "#slow");
  await shows(page, "#state", "running");
  await shows(page, "#state", "ended");
  assert.equal(await page.textContent("#read"), numbers(0, 40));
  assert.equal(page.wire.up.length, 2, "the browser asks for nothing");
});

test("values that are there together are one patch", async (scene) => {
  const page = await open(scene);
  const before = page.wire.down.length;
  await press(page, "#fast");
  await shows(page, "#state", "ended");
  assert.equal(await page.textContent("#read"), numbers(100, 500));
  const frames = page.wire.down.length - before;
  assert.ok(frames <= 1 + Math.ceil(500 / 32) + 1, `${frames} frames for 500 values`);
});

test("a newer start and a stop end a stream, and a panic is told", async (scene) => {
  const page = await open(scene);
  await press(page, "#slow");
  await hasRead(page);
  await press(page, "#panics");
  await shows(page, "#state", "internal error");
  assert.equal(await page.textContent("#read"), numbers(700, 3));
  await press(page, "#slow");
  await hasRead(page);
  await press(page, "#stop");
  await shows(page, "#state", "this was not loaded");
  const read = await page.textContent("#read");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await page.textContent("#read"), read);
});

test("on a slow network, a page that was cut gets the values of the meantime, once", async (scene) => {
  const proxy = await scene.proxy(server.port);
  proxy.latency = 150;
  const page = await open(scene, proxy.url);
  await press(page, "#slow");
  await hasRead(page);
  proxy.refuses = true;
  proxy.cut();
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  await page.waitForSelector("html[data-taut=offline]");
  // The view takes more than fit ahead of it.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const atCut = await page.textContent("#read");
  assert.ok(atCut.length < numbers(0, 40).length, "nothing reaches it");
  proxy.refuses = false;
  await page.live(2);
  await shows(page, "#state", "ended");
  assert.equal(await page.textContent("#read"), numbers(0, 40));
});
