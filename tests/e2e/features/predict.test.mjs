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

test("an early `Err` predicts nothing, and the server says why", async (scene) => {
  const page = await open(scene);
  for (let count = 0; count < 3; count++) await press(page, "#add-to-limit");
  assert.deepEqual(await all(page, "count"), ["8"]);
  await press(page, "#add-to-limit");
  assert.deepEqual(await all(page, "count"), ["8"]);
  assert.equal(await page.isDisabled("#add-to-limit"), true);
  await settle(page);
  assert.deepEqual(await all(page, "count"), ["8"]);
  assert.equal(await page.isDisabled("#add-to-limit"), false);
});

test("what is refused is taken back, alone", async (scene) => {
  const page = await open(scene);
  await press(page, "#add");
  await press(page, "#refused");
  await press(page, "#add");
  assert.deepEqual(await all(page, "count", "twice"), ["8", "16"]);
  await settle(page);
  assert.deepEqual(await all(page, "count", "twice"), ["7", "14"]);
});

test("what waits is predicted again on what the server says meanwhile", async (scene) => {
  const page = await open(scene);
  await press(page, "#jump");
  await press(page, "#double");
  await press(page, "#add");
  assert.deepEqual(await all(page, "count"), ["11"]);
  await page.between.release();
  await page.waitForFunction(() => document.querySelector("#count").textContent != "11");
  assert.deepEqual(await all(page, "count", "sum"), ["211", "211 of 8"]);
  await settle(page);
  assert.deepEqual(await all(page, "count", "sum"), ["211", "211 of 8"]);
});

test("texts, booleans and floats are what Rust makes of them", async (scene) => {
  const page = await open(scene);
  await page.fill("#rename", "  straße ");
  assert.deepEqual(await all(page, "name", "length"), ["STRASSE", "7"]);
  await page.fill("#rename", "");
  assert.equal(await page.evaluate(() => document.querySelector("#name").hidden), true);
  await press(page, "#toggle");
  const toggled = () =>
    page.evaluate(() => {
      const done = document.querySelector("#done");
      return [document.querySelector("#toggle").getAttribute("aria-pressed"), done.checked, done.disabled];
    });
  assert.deepEqual(await toggled(), ["true", true, false]);
  await press(page, "#halve");
  assert.equal(await text(page, "#ratio"), "0.75");
  await startWrites(page);
  await settle(page);
  assert.deepEqual((await writes(page)).filter((write) => !/^(said|state) |said/.test(write)), []);
  assert.deepEqual(await toggled(), ["true", true, false]);
});

test("the row of a listener is found by its key", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => document.querySelector("#row-2 .more").click());
  assert.deepEqual([await text(page, "#row-2 .quantity"), await text(page, "#total")], ["2", "80"]);
  assert.equal(await text(page, "#row-1 .quantity"), "1");
  for (let count = 0; count < 9; count++) await page.evaluate(() => document.querySelector("#row-2 .more").click());
  assert.deepEqual([await text(page, "#row-2 .quantity"), await text(page, "#total")], ["10", "240"]);
  assert.equal(await page.evaluate(() => document.querySelector("#row-2 .quantity").classList.contains("full")), true);
  await settle(page);
  assert.deepEqual([await text(page, "#row-2 .quantity"), await text(page, "#total")], ["10", "240"]);
});

test("an arm is shown that follows from what is predicted, and stays when the server shows it", async (scene) => {
  const page = await open(scene);
  assert.equal(await text(page, "#paid"), "Shipping costs extra");
  await page.evaluate(() => document.querySelector("#row-2 .more").click());
  assert.deepEqual([await text(page, "#free"), await text(page, "#paid")], ["Free shipping for 80", undefined]);
  await page.evaluate(() => document.querySelector("#row-1 .more").click());
  assert.equal(await text(page, "#free"), "Free shipping for 90");
  await page.evaluate(() => (window.free = document.querySelector("#free")));
  await settle(page);
  assert.equal(await text(page, "#free"), "Free shipping for 90");
  assert.equal(await page.evaluate(() => window.free == document.querySelector("#free")), true);
});

test("a row that is gone takes its prediction with it", async (scene) => {
  const page = await open(scene);
  await press(page, "#steal");
  await page.evaluate(() => document.querySelector("#row-3 .more").click());
  assert.deepEqual([await text(page, "#row-3 .quantity"), await text(page, "#total")], ["2", "90"]);
  await settle(page);
  assert.deepEqual([await text(page, "#row-3"), await text(page, "#total")], [undefined, "60"]);
});

test("a number that does not fit is not predicted, and the event is sent", async (scene) => {
  const page = await open(scene);
  await page.fill("#set-amount", "200");
  assert.equal(await text(page, "#amount"), "200");
  await page.evaluate(() => (window.isSame = true));
  for (const value of ["300", "-1", "9e9", "constructor"]) {
    await page.fill("#set-amount", value);
    assert.equal(await text(page, "#amount"), "200", value);
  }
  await page.wire.until(({ up }) => up.length >= 2);
  await page.fill("#set-amount", "7");
  assert.equal(await text(page, "#amount"), "7");
  await settle(page);
  await page.waitForFunction(() => document.querySelector("#amount").textContent == "7");
  assert.equal(await page.evaluate(() => window.isSame), true);
});

test("an event that sets nothing of what the page shows disables its button", async (scene) => {
  const page = await open(scene);
  await press(page, "#set-hidden");
  assert.equal(await page.isDisabled("#set-hidden"), true);
  await press(page, "#add");
  assert.equal(await page.isDisabled("#add"), false);
  await settle(page);
});

test("a row is one, in however many loops", async (scene) => {
  const page = await open(scene);
  for (let count = 0; count < 2; count++) await page.evaluate(() => document.querySelector("#row-2 .more").click());
  assert.deepEqual([await text(page, "#row-2 .quantity"), ...(await all(page, "copy-1", "copy-2", "copy-3"))], ["3", "1", "3", "1"]);
  await settle(page);
  assert.deepEqual([await text(page, "#row-2 .quantity"), ...(await all(page, "copy-1", "copy-2", "copy-3"))], ["3", "1", "3", "1"]);
});

test("a variable of an outer loop keeps the value of its row in an inner one", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => document.querySelector("#row-2 .more").click());
  assert.deepEqual([await text(page, "#row-1 .next-to-2"), await text(page, "#row-1 .next-to-1")], ["1", "1"]);
  await settle(page);
  assert.deepEqual([await text(page, "#row-1 .next-to-2"), await text(page, "#row-2 .next-to-1")], ["1", "2"]);
});

test("another name that shadows the row is not its key", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => document.querySelector("#row-1 .substitute").click());
  assert.deepEqual(await all(page, "row-1 .quantity", "row-2 .quantity", "total"), ["1", "1", "60"]);
  await settle(page);
  assert.deepEqual(await all(page, "row-1 .quantity", "row-2 .quantity", "total"), ["1", "2", "80"]);
});

test("a row of a list that may have changed is not found", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => document.querySelector("#row-1 .clear").click());
  assert.deepEqual(await all(page, "count", "row-1 .quantity"), ["5", "1"]);
  await settle(page);
  assert.deepEqual(await all(page, "count"), ["200"]);
});
