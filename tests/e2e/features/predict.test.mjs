// Predictions from the body of a handler: what it does is on the page before the server answers.

import { note } from "../support/clock.mjs";
import { assert, press, serveForAll, test } from "../support/scene.mjs";
import { startWrites, watchWrites, writes } from "../support/writes.mjs";

const server = await serveForAll("e2e-server");

/** A page behind a proxy that keeps the server's frames until the test lets them through. */
const open = async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.blank();
  await watchWrites(page);
  await note(page);
  await page.goto(`${between.url}/predict`);
  await page.live();
  await page.waitForFunction(() => window.isOnline);
  between.hold();
  page.between = between;
  return page;
};

const text = (page, selector) => page.evaluate((selector) => document.querySelector(selector)?.textContent, selector);
const all = async (page, ...ids) => Promise.all(ids.map((id) => text(page, `#${id}`)));

/** Lets the server's answers through, and waits until all is settled. */
const settle = async (page) => {
  page.between.flow();
  await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
};

test("a handler's assignment shows in all that depends on it, before the server answers", async (scene) => {
  const page = await open(scene);
  await press(page, "#add");
  assert.deepEqual(await all(page, "count", "twice", "sum"), ["6", "12", "6 of 8"]);
  assert.equal(await page.evaluate(() => document.querySelector("#count").title), "6");
  await press(page, "#add");
  assert.deepEqual(await all(page, "count", "twice", "sum"), ["7", "14", "7 of 8"]);
  assert.equal(await page.evaluate(() => document.querySelector("#count").className), "many");
  await page.wire.until(({ up }) => up.length == 3);
  await startWrites(page);
  await settle(page);
  assert.deepEqual((await writes(page)).filter((write) => !/^(said|state) /.test(write)), []);
  assert.deepEqual(await all(page, "count", "twice", "sum"), ["7", "14", "7 of 8"]);
});
