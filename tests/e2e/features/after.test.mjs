// `#[after(1500ms, since = …)]` and `#[every(100ms, while = …)]`: the server calls a handler by itself, once or only at times.

import { assert, press, serveForAll, shows, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

test("a notice goes by itself, and each new one begins its time again", async (scene) => {
  const page = await scene.open(`${server.url}/after`);
  await page.evaluate(() => {
    window.seen = [];
    const note = () => window.seen.push([document.getElementById("notice").textContent, performance.now()]);
    new MutationObserver(note).observe(document.getElementById("notice"), { subtree: true, childList: true, characterData: true });
  });
  await press(page, "#notify");
  await shows(page, "#notice", "1");
  await pause(700);
  await press(page, "#notify");
  await shows(page, "#notice", "2");
  await shows(page, "#notice", "");
  const seen = await page.evaluate(() => window.seen);
  assert.deepEqual(seen.map(([text]) => text), ["1", "2", ""]);
  const lasted = seen[2][1] - seen[1][1];
  assert.ok(lasted > 1_000, `it went after ${lasted} ms`);
  assert.equal(page.wire.up.length, 3, "a join and two clicks");
});

test("a handler is called while its value is true, and a component has a time of its own", async (scene) => {
  const page = await scene.open(`${server.url}/after`);
  await pause(300);
  assert.equal(await page.textContent("#ticks"), "0");
  await press(page, "#toggle");
  await shows(page, "#part", "true");
  assert.ok(Number(await page.textContent("#ticks")) > 0);
  await press(page, "#toggle");
  await page.waitForFunction(() => !document.getElementById("part"));
  const ticks = await page.textContent("#ticks");
  await pause(500);
  assert.equal(await page.textContent("#ticks"), ticks, "it has stopped");
});
