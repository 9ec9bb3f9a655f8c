// Elements that belong to other scripts, and elements that scripts define.

import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** What scripts have given to an element. */
const given = (page, selector) =>
  page.evaluate((selector) => {
    const meter = document.querySelector(selector);
    const { role, connections } = meter;
    return [role, meter.className, meter.getAttribute("aria-valuenow"), meter.style.cssText, connections, meter.children.length];
  }, selector);

test("what scripts do in an element of theirs stays", async (scene) => {
  const page = await scene.open(`${server.url}/hooks/owned`);
  await shows(page, "#map", "Zoom 0");
  for (const zoom of [1, 2]) {
    await page.click("#zoom");
    await shows(page, "#map", `Zoom ${zoom}`);
    await page.evaluate(() => document.querySelector("#row-1 p").replaceChildren("Others"));
  }
  await page.evaluate(() => document.querySelector("#map").dispatchEvent(new CustomEvent("map-picked", { detail: 9 })));
  await shows(page, "#map", "Zoom 9");
  await page.click("#zoom");
  await shows(page, "#row-1 p", "Others");
  assert.equal(page.wire.joins.length, 1, "nothing was out of sync");
});

test("a custom element keeps what it has given itself", async (scene) => {
  const page = await scene.open(`${server.url}/hooks/owned`);
  await page.click("#zoom");
  await page.click("#zoom");
  await counts(page, "section", 2);
  await shows(page, "#meter b", "2");
  assert.deepEqual(await given(page, "#meter"), ["meter", "own ready high", "2", "--size: 4px;", 1, 2]);
  assert.deepEqual(await given(page, "#row-2 x-meter"), ["meter", "ready", "2", "--size: 4px;", 1, 1]);
  assert.equal(page.wire.joins.length, 1, "nothing was out of sync");
});

test("a page that is written again leaves both alone", async (scene) => {
  scene.expect(/WebSocket/, /ERR_/);
  const own = await scene.serve("e2e-server");
  const page = await scene.open(`${own.url}/hooks/owned`);
  await page.click("#zoom");
  await shows(page, "#map", "Zoom 1");
  await own.restart();
  await shows(page, "#map", "Zoom 0");
  await counts(page, "section", 0);
  await page.click("#zoom");
  await shows(page, "#row-1 p", "Row");
  assert.deepEqual(await given(page, "#meter"), ["meter", "own ready", "1", "--size: 4px;", 1, 2]);
});
