// The example `rows`: what happens to the nodes of a long keyed list.

import { assert, counts, press, serveForAll, shows, test } from "./support/scene.mjs";
import { changes, record } from "./support/record.mjs";

const server = await serveForAll("rows");

/** Opens a page with a thousand rows and remembers each row's node. */
const open = async (scene) => {
  const page = await scene.open(server.url);
  await page.click("#run");
  await counts(page, "tbody tr", 1000);
  await page.evaluate(() => (window.rows = [...document.querySelectorAll("tbody tr")]));
  return page;
};

/** For each row on the page, which of the remembered rows it is; -1 for a new one. */
const order = (page) =>
  page.evaluate(() => [...document.querySelectorAll("tbody tr")].map((row) => window.rows.indexOf(row)));

const range = (length) => Array.from({ length }, (_, at) => at);

const cell = (row, column) => `tbody tr:nth-child(${row}) td:nth-child(${column})`;

test("rows are made, appended, replaced and cleared", async (scene) => {
  const page = await open(scene);
  assert.equal(await page.textContent(cell(1, 1)), "1");
  assert.match(await page.textContent(cell(1, 2)), /^[a-z]+ [a-z]+ [a-z]+$/);
  await page.click("#add");
  await counts(page, "tbody tr", 2000);
  assert.deepEqual((await order(page)).slice(0, 1000), range(1000));
  assert.equal(await page.textContent(cell(2000, 1)), "2000");
  await page.click("#run");
  await shows(page, cell(1, 1), 2001);
  assert.ok((await order(page)).every((row) => row == -1), "new keys have new nodes");
  await page.click("#clear");
  await counts(page, "tbody tr", 0);
  await page.click("#add");
  await counts(page, "tbody tr", 1000);
});

test("ten thousand rows are made and cleared", async (scene) => {
  const page = await scene.open(server.url);
  await page.click("#runlots");
  await counts(page, "tbody tr", 10_000);
  assert.equal(await page.textContent(cell(10_000, 1)), "10000");
  await page.click(`${cell(9_999, 2)} a`);
  await page.waitForSelector("tbody tr:nth-child(9999).danger");
  await page.click("#clear");
  await counts(page, "tbody tr", 0);
});

test("the same seed gives the same labels", async (scene) => {
  const [first, second] = [await open(scene), await open(scene)];
  for (const row of [1, 500, 1000]) {
    assert.equal(await first.textContent(cell(row, 2)), await second.textContent(cell(row, 2)));
  }
});

test("swapping moves two nodes and touches no other", async (scene) => {
  const page = await open(scene);
  await record(page);
  await page.click("#swaprows");
  await shows(page, cell(2, 1), 999);
  assert.deepEqual(await changes(page), { texts: 0, attributes: [], moved: 2, added: 0, removed: 0, records: 4 });
  const expected = range(1000);
  [expected[1], expected[998]] = [998, 1];
  assert.deepEqual(await order(page), expected);
  await page.click("#swaprows");
  await shows(page, cell(2, 1), 2);
  assert.deepEqual(await order(page), range(1000));
});

test("updating every tenth row changes 100 texts and nothing else", async (scene) => {
  const page = await open(scene);
  await record(page);
  await page.click("#update");
  await page.waitForFunction(
    () => document.querySelector("tbody tr:nth-child(991) td:nth-child(2)").textContent.endsWith(" !!!"),
  );
  assert.deepEqual(await changes(page), { texts: 100, attributes: [], moved: 0, added: 0, removed: 0, records: 100 });
  assert.deepEqual(await order(page), range(1000));
  assert.doesNotMatch(await page.textContent(cell(2, 2)), /!!!/);
});

test("selecting a row changes the classes of at most two", async (scene) => {
  const page = await open(scene);
  await page.click(`${cell(5, 2)} a`);
  await page.waitForSelector("tbody tr:nth-child(5).danger");
  await record(page);
  await page.click(`${cell(7, 2)} a`);
  await page.waitForSelector("tbody tr:nth-child(7).danger");
  assert.equal(await page.locator(".danger").count(), 1);
  const found = await changes(page);
  assert.deepEqual(found, { texts: 0, attributes: ["tr class"], moved: 0, added: 0, removed: 0, records: 2 });
});

test("removing a row removes its node alone and costs at most 32 bytes", async (scene) => {
  const page = await open(scene);
  await record(page);
  await page.click(`${cell(4, 3)} a`);
  await counts(page, "tbody tr", 999);
  assert.deepEqual(await changes(page), { texts: 0, attributes: [], moved: 0, added: 0, removed: 1, records: 1 });
  assert.deepEqual(await order(page), range(1000).toSpliced(3, 1));
  assert.ok(page.wire.sizes.at(-1) <= 32, `${page.wire.sizes.at(-1)} bytes`);
  await page.click(`${cell(4, 3)} a`);
  await counts(page, "tbody tr", 998);
  assert.equal(await page.textContent(cell(4, 1)), "6");
});

test("every operation on few rows costs at most 32 bytes", async (scene) => {
  const page = await open(scene);
  for (const selector of ["#swaprows", `${cell(4, 2)} a`, `${cell(998, 2)} a`, `${cell(500, 3)} a`, "#clear"]) {
    const frames = page.wire.patches.length;
    await page.click(selector);
    await page.wire.until(({ patches }) => patches.length > frames);
    assert.ok(page.wire.sizes.at(-1) <= 32, `${selector}: ${page.wire.sizes.at(-1)} bytes`);
  }
});

test("a large frame comes compressed, a small one does not", async (scene) => {
  const page = await open(scene);
  const [create] = page.wire.all.filter(({ direction, frame }) => direction == "down" && frame[0] === 1);
  assert.ok(create.compressed);
  assert.ok(create.text.length > 8192);
  assert.ok(page.wire.sizes.at(-1) <= 11_000, `${page.wire.sizes.at(-1)} bytes`);
  await page.click("#clear");
  await counts(page, "tbody tr", 0);
  assert.ok(!page.wire.all.at(-1).compressed);
});

test("a row acts on itself however the others have moved", async (scene) => {
  const page = await open(scene);
  await page.click("#swaprows");
  await shows(page, cell(2, 1), 999);
  await page.click(`${cell(1, 3)} a`);
  await counts(page, "tbody tr", 999);
  await page.click(`${cell(1, 2)} a`);
  await page.waitForSelector("tbody tr:nth-child(1).danger");
  assert.equal(await page.textContent(".danger td"), "999");
});

test("events before large frames that wait to be inflated keep their order", async (scene) => {
  const page = await scene.open(server.url);
  for (const selector of ["#run", "#add", "#update", "#swaprows", "#clear", "#add", "#swaprows"]) await press(page, selector);
  await shows(page, cell(2, 1), 2999);
  await counts(page, "tbody tr", 1000);
});
