// A feed in a real page: a window of a hundred rows over a million, scrolled in both directions.

import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** The numbers of the rows in the page, in their order. */
const rows = (page) => page.evaluate(() => [...document.querySelectorAll("li")].map((row) => Number(row.dataset.row)));

/** Checks that the rows follow each other without a gap or a row that comes twice, and are not too many. */
function areInOrder(numbers) {
  assert.ok(numbers.length > 0 && numbers.length <= 100, `${numbers.length} rows`);
  numbers.forEach((number, at) => assert.equal(number, numbers[0] + at));
}

/** Opens the page with a delay, and notes each row that is seen in the viewport. */
async function open(scene, first) {
  const between = await scene.proxy(server.port);
  between.latency = 50;
  const page = await scene.blank({ viewport: { width: 800, height: 600 } });
  await page.goto(`${between.url}/feeds/${first}`);
  await page.live();
  await page.evaluate(() => {
    window.seen = [];
    window.jumps = [];
  });
  return [page, between];
}

/** Scrolls in small steps, and waits where the rows are not there yet; returns the numbers of the rows at the top, in the order in which they were seen. */
async function scroll(page, by, until) {
  const seen = [];
  for (let step = 0; step < 1_500; step++) {
    const [top, all] = await page.evaluate((by) => {
      scrollBy(0, by);
      const top = document.elementFromPoint(20, 85)?.closest("li")?.dataset.row;
      return [top == null ? -1 : Number(top), [...document.querySelectorAll("li")].map((row) => Number(row.dataset.row))];
    }, by);
    areInOrder(all);
    if (top >= 0 && seen.at(-1) != top) seen.push(top);
    if (until(top, all)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  assert.fail(`it has come no further than row ${seen.at(-1)}`);
}

/** Checks that no row was skipped on the way. */
const areAll = (seen) => seen.slice(1).forEach((row, at) => assert.ok(Math.abs(row - seen[at]) <= 1, `after row ${seen[at]} comes row ${row}`));

test("a user scrolls down and up again through several windows, and sees each row in order", { timeout: 120_000 }, async (scene) => {
  const [page] = await open(scene, 0);
  const down = await scroll(page, 35, (top) => top >= 400);
  areAll(down);
  assert.equal(down[0], 0);
  const up = await scroll(page, -35, (top) => top == 0);
  areAll(up);
  assert.equal((await rows(page))[0], 0);
});

test("rows that stay are the same nodes, and keep focus, selection and what was typed", async (scene) => {
  const [page, between] = await open(scene, 5_000);
  await page.waitForFunction(() => document.querySelector("#row-4970"));
  await page.evaluate(() => {
    const row = document.querySelector("#row-5060");
    row.scrollIntoView();
    const input = row.querySelector("input");
    input.focus();
    input.value = "typed here";
    input.setSelectionRange(2, 5);
    window.kept = new Map([...document.querySelectorAll("li")].map((row) => [row.id, row]));
  });
  await page.waitForFunction(() => !document.querySelector("#row-4970"));
  const [others, own] = await page.evaluate(() => {
    const input = document.querySelector("#row-5060 input");
    const others = [...document.querySelectorAll("li")].filter((row) => window.kept.has(row.id) && window.kept.get(row.id) != row);
    return [others.length, [document.activeElement == input, input.value, input.selectionStart, input.selectionEnd]];
  });
  assert.deepEqual([others, own], [0, [true, "typed here", 2, 5]]);
  await page.click("#row-5060 button");
  await shows(page, "#picked", "5060");
  assert.match(await page.evaluate(() => document.querySelector("#row-5060").innerText), /^Picked 5060/);
  between.cut();
  await page.live(2);
  await page.click("#row-5061 .remove");
  await page.waitForFunction(() => !document.querySelector("#row-5061"));
});

test("what the user sees stays where it is while rows come before it", async (scene) => {
  const [page] = await open(scene, 5_000);
  await page.waitForFunction(() => document.querySelector("li").dataset.row < 5_000);
  const top = () => page.evaluate(() => document.querySelector("#row-5001").getBoundingClientRect().top);
  assert.ok(Math.abs((await top()) - 138) < 40, `row 5001 is at ${await top()}`);
  areInOrder(await rows(page));
});

test("at the end of all rows nothing is asked again", async (scene) => {
  const [page] = await open(scene, 999_970);
  await page.waitForFunction(() => Number(document.querySelector("li").dataset.row) <= 999_940);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = await page.evaluate(() => document.querySelector("#loaded").innerText);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(await page.evaluate(() => document.querySelector("#loaded").innerText), before);
});
