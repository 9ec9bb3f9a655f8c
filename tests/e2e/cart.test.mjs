// The example `cart`: what the handlers do is on the page at once, on a slow server that refuses one change in ten.

import { assert, serveForAll, test } from "./support/scene.mjs";
import { startWrites, watchWrites, writes } from "./support/writes.mjs";

const counter = await serveForAll("optimistic_counter");

const click = (page, selector, times = 1) =>
  page.evaluate(([selector, times]) => {
    for (let count = 0; count < times; count++) document.querySelector(selector).click();
  }, [selector, times]);

const texts = (page, ...selectors) =>
  page.evaluate((selectors) => selectors.map((selector) => document.querySelector(selector)?.textContent), selectors);

const settled = (page) => page.waitForFunction(() => !document.querySelector(".optimistic-pending"), null, { timeout: 30_000 });

const open = async (scene, url, latency) => {
  const page = await scene.blank();
  await watchWrites(page);
  await page.goto(url);
  await page.live();
  await page.fill("#latency", `${latency}`);
  return page;
};

test("ten clicks on the counter show ten at once, and the answers write nothing", async (scene) => {
  const page = await open(scene, counter.url, 200);
  await click(page, "#increment", 10);
  assert.deepEqual(await texts(page, "#count"), ["15"]);
  await startWrites(page);
  await settled(page);
  assert.deepEqual(await texts(page, "#count"), ["15"]);
  assert.deepEqual(await writes(page), []);
});

test("the cart shows quantities, totals and free shipping at once; what is refused is taken back", async (scene) => {
  const server = await scene.serve("cart");
  const page = await open(scene, server.url, 100);
  await click(page, "#row-1 .plus", 8);
  assert.deepEqual(await texts(page, "#row-1 .quantity", "#total", "#missing"), ["8", "48", "€ 2 more for free shipping"]);
  await click(page, "#row-2 .plus");
  assert.deepEqual(await texts(page, "#row-2 .quantity", "#total", "#free", "#missing"), ["1", "72", "Free shipping", undefined]);
  await click(page, "#row-1 .plus", 3);
  assert.deepEqual(await texts(page, "#row-1 .quantity", "#total"), ["10", "84"]);
  await settled(page);
  // One of ten was refused, so the last one of the eleven was not one too many.
  assert.deepEqual(await texts(page, "#row-1 .quantity", "#row-2 .quantity", "#total"), ["10", "1", "84"]);
  assert.deepEqual(await texts(page, "#error", "#free"), ["The warehouse does not answer.", "Free shipping"]);
});

test("what another browser takes out of the stock cannot be had", async (scene) => {
  const server = await scene.serve("cart");
  const other = await open(scene, server.url, 0);
  const page = await open(scene, server.url, 0);
  await click(other, "#row-3 .plus", 9);
  await settled(other);
  await page.waitForFunction(() => document.querySelector("#row-3 .left").textContent == "3");
  await click(page, "#row-3 .plus", 5);
  await settled(page);
  assert.ok(Number((await texts(page, "#row-3 .quantity"))[0]) <= 3);
});
