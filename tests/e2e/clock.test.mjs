// The example `clock`: the server moves it, for each browser that shows it.

import { assert, serveForAll, test } from "./support/scene.mjs";

const server = await serveForAll("clock");

/** Notes each number of ticks that the page shows, and when. */
const watch = (page) =>
  page.evaluate(() => {
    const ticks = document.getElementById("ticks");
    window.seen = [[Number(ticks.textContent), performance.now()]];
    new MutationObserver(() => window.seen.push([Number(ticks.textContent), performance.now()])).observe(ticks, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });

const seen = (page) => page.evaluate(() => window.seen);

const reaches = (page, count) =>
  page.waitForFunction((count) => Number(document.getElementById("ticks").textContent) >= count, count);

/** Each number is one more than the one before. */
const areInARow = (ticks) => ticks.every(([count], at) => at == 0 || count == ticks[at - 1][0] + 1);

test("it goes on by itself, one tick after the other", async (scene) => {
  const page = await scene.open(server.url);
  await watch(page);
  const before = await page.textContent("#time");
  await reaches(page, (await seen(page)).at(-1)[0] + 3);
  const ticks = await seen(page);
  assert.ok(areInARow(ticks), JSON.stringify(ticks));
  assert.match(await page.textContent("#time"), /^\d\d:\d\d:\d\d$/);
  assert.notEqual(await page.textContent("#time"), before);
  assert.equal(page.wire.up.length, 1, "the browser asks for nothing");
});

test("of two browsers one is cut and comes back: it sees no tick twice, and the other one misses none", async (scene) => {
  const proxy = await scene.proxy(server.port);
  const [cut, other] = [await scene.open(proxy.url), await scene.open(server.url)];
  await Promise.all([watch(cut), watch(other)]);
  await Promise.all([reaches(cut, 2), reaches(other, 2)]);
  proxy.refuses = true;
  proxy.cut();
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  await cut.waitForSelector("html[data-taut=offline]");
  const [atCut] = (await seen(cut)).at(-1);
  await reaches(other, 5);
  assert.equal((await seen(cut)).at(-1)[0], atCut, "nothing reaches it");
  proxy.refuses = false;
  await cut.live(2);
  const back = await cut.evaluate(() => performance.now());
  await reaches(cut, atCut + 3);
  const ticks = await seen(cut);
  assert.ok(areInARow(ticks), `it waits while nobody looks, and makes up for nothing: ${JSON.stringify(ticks)}`);
  const after = ticks.filter(([, time]) => time > back);
  const [first, last] = [after[0], after.at(-1)];
  assert.ok(last[0] - first[0] <= Math.round((last[1] - back) / 1000) + 1, `none is doubled: ${JSON.stringify(after)}`);
  assert.ok(areInARow(await seen(other)), JSON.stringify(await seen(other)));
});
