// The example `monitor`: all pages show the counters of the server, which one job measures.

import { assert, press, test } from "./support/scene.mjs";

const showsSessions = (pages, count) =>
  Promise.all(
    pages.map((page) =>
      page.waitForFunction((count) => document.getElementById("sessions").textContent == count, String(count)),
    ),
  );

/** The number of seconds that a page shows. */
const seconds = (page) => page.evaluate(() => document.querySelector("polyline").points.length - 2);

test("two pages see a third one come and go, and what it does", async (scene) => {
  const own = await scene.serve("monitor");
  const proxy = await scene.proxy(own.port);
  proxy.latency = 150;
  const pages = [await scene.open(own.url), await scene.open(proxy.url)];
  await showsSessions(pages, 2);
  const third = await scene.open(own.url);
  await showsSessions([...pages, third], 3);
  for (let event = 0; event < 5; event++) await press(third, "#touch");
  const some = (page) =>
    page.waitForFunction(
      () => document.getElementById("events").textContent != "0" && / ms$/.test(document.getElementById("latency").textContent),
    );
  await Promise.all(pages.map(some));
  assert.match(await pages[0].textContent("#p99"), /^[\d.]+ ms$/);
  await third.close();
  await showsSessions(pages, 2);
  assert.equal(pages[0].wire.up.length, 1, "the browser asks for nothing");
});

test("a page that comes later has the seconds before it, and one that was cut gets those of the meantime", async (scene) => {
  const own = await scene.serve("monitor");
  const proxy = await scene.proxy(own.port);
  proxy.latency = 150;
  const other = await scene.open(own.url);
  const cut = await scene.open(proxy.url);
  await showsSessions([other, cut], 2);
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  proxy.refuses = true;
  proxy.cut();
  await showsSessions([other], 1);
  const atCut = await seconds(cut);
  await other.waitForFunction((count) => document.querySelector("polyline").points.length - 2 >= count, atCut + 3);
  assert.equal(await seconds(cut), atCut, "nothing reaches it");
  proxy.refuses = false;
  await cut.live(2);
  await showsSessions([other, cut], 2);
  const later = await scene.open(own.url);
  const [all, known] = [await seconds(other), await seconds(later)];
  assert.ok(known >= all - 1, `${known} of ${all} seconds`);
  const caughtUp = await seconds(cut);
  assert.ok(Math.abs(caughtUp - all) <= 2, `${caughtUp} of ${all} seconds`);
});

test("after a restart of the server, the pages come back and go on", async (scene) => {
  const own = await scene.serve("monitor");
  const pages = [await scene.open(own.url), await scene.open(own.url)];
  await showsSessions(pages, 2);
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  await own.restart();
  await Promise.all(pages.map((page) => page.live(2)));
  await showsSessions(pages, 2);
  const third = await scene.open(own.url);
  await showsSessions([...pages, third], 3);
});
