// A template, an arm and a row may begin and end with anything.

import { assert, serveForAll, shows, test } from "./support/scene.mjs";
import { lines } from "./support/seen.mjs";

const server = await serveForAll("e2e-server");

const STEPS = 8;

for (const first of ["text", "hole", "element", "branch", "choice", "list", "texts", "component"]) {
  test(`a page that begins with: ${first}`, async (scene) => {
    const fresh = await scene.blank();
    for (const start of [0, 7]) {
      const page = await scene.open(`${server.url}/edges/${first}?steps=${start}`);
      for (let step = 1; step <= STEPS; step++) {
        await page.click("#step");
        await page.wire.until(({ patches }) => patches.length == step);
        await fresh.goto(`${server.url}/edges/${first}?steps=${start + step}`);
        assert.deepEqual(await lines(page), await lines(fresh), `after ${step} steps from ${start} on`);
      }
      assert.equal(page.wire.joins.length, 1, "nothing was in doubt");
    }
  });

  test(`a click is handled by its own component on a page that begins with: ${first}`, async (scene) => {
    const page = await scene.open(`${server.url}/edges/${first}?steps=6`);
    const count = await page.locator(".tally").count();
    for (let at = 0; at < count; at++) {
      for (let clicks = 1; clicks <= 2; clicks++) {
        await page.evaluate((at) => document.querySelectorAll(".tally")[at].click(), at);
        await page.waitForFunction(
          ([at, clicks]) => document.querySelectorAll(".tally")[at].textContent == clicks,
          [at, clicks],
        );
      }
    }
    const tallies = await page.locator(".tally").allTextContents();
    assert.deepEqual(tallies, tallies.map(() => "2"));
    await page.click("#step");
    await page.wire.until(({ patches }) => patches.length == 2 * count + 1);
  });
}

test("the list of the guide is live from its first row on", async (scene) => {
  const page = await scene.open(`${server.url}/edges/list?steps=2`);
  await shows(page, "body > p", 0);
  await page.click("#step");
  await page.wire.until(({ patches }) => patches.length == 1);
  assert.equal(await page.evaluate(() => document.body.firstElementChild.id), "step");
});
