// Views in the templates of views: one page, one socket, and each view its own.

import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const open = (scene) => scene.open(`${server.url}/children`);

test("each view has its own state, and rows keep theirs", async (scene) => {
  const page = await open(scene);
  await page.click("#first .up");
  await page.click("#first .up");
  await page.click("#last .up");
  for (let at = 0; at < 3; at++) await page.click("#add");
  await page.click("#item-2 .up");
  await page.click("#toggle");
  await page.click("#open .up");
  await page.click("#turn");
  await page.click("#item-2 .up");
  await page.click("#rename");
  await shows(page, "h1", "Title 1");
  for (const [place, count] of [["first", 2], ["last", 1], ["item-1", 0], ["item-2", 2], ["item-3", 0], ["open", 1]]) {
    await shows(page, `#${place} output`, count);
  }
  await page.click("#first .up");
  await shows(page, "#first b", "many");
  await page.click("#toggle");
  await counts(page, "#open", 0);
  await page.click("#toggle");
  await shows(page, "#open output", 0);
  assert.equal(page.wire.joins.length, 1, "all share one socket");
});

test("handlers that wait, refuse or panic are answered in the view that they belong to", async (scene) => {
  const page = await open(scene);
  await page.click("#last .later");
  await page.click("#first .up");
  await shows(page, "#last output", 10);
  await shows(page, "#first output", 1);
  await page.click("#first .refuse");
  await counts(page, "#first .optimistic-error", 1);
  await shows(page, "#first output", 2);
  await page.click("#last .trip");
  await page.click("#last .up");
  await shows(page, "#last output", 11);
});

test("what the user did in a view is there after all was said anew", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/children`);
  scene.expect(/^warning: taut:/);
  await page.click("#add");
  await page.click("#item-1 .up");
  await page.click("#last .up");
  await shows(page, "#last output", 1);
  between.inject("[9,0]");
  await page.live(2);
  assert.equal(page.wire.joins[1].length, 6, "the page was in doubt");
  await shows(page, "#item-1 output", 1);
  await page.click("#item-1 .up");
  await shows(page, "#item-1 output", 2);
  await shows(page, "#last output", 1);
});
