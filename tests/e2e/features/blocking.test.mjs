// `#[blocking]`: a handler that holds its thread is, for its own page, a handler like any other.

import { assert, counts, press, serveForAll, shows, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");

const open = (scene, mode = "accept") => scene.open(`${server.url}/blocking?mode=${mode}`);

test("it is settled when it has finished, and what comes meanwhile is handled in its order", async (scene) => {
  const page = await open(scene);
  const meanwhile = await page.evaluate(() => {
    const [spin, count, counted] = ["spin", "count", "counted"].map((id) => document.getElementById(id));
    spin.click();
    count.click();
    return [spin.className, counted.textContent];
  });
  assert.deepEqual(meanwhile, ["loading", "0"]);
  await shows(page, "#counted", "1");
  assert.equal(await page.textContent("#spun"), "1");
  assert.equal(await page.title(), "spun 1");
  await counts(page, ".loading", 0);
});

test("a view in a template does it, too", async (scene) => {
  const page = await open(scene);
  await press(page, "#spin-inner");
  await press(page, "#count");
  await shows(page, "#counted", "1");
  assert.equal(await page.textContent("#spun-inner"), "1");
});

for (const [mode, why] of [["refuse", "The server refused."], ["panic", "internal error"]]) {
  test(`what it refuses is said: ${mode}`, async (scene) => {
    const page = await open(scene, mode);
    const error = page.evaluate(
      () => new Promise((tell) => document.addEventListener("taut:error", (event) => tell(event.detail.message), { once: true })),
    );
    await press(page, "#spin");
    assert.equal(await error, why);
    await counts(page, ".loading", 0);
    assert.equal(await page.textContent("#spun"), "0");
  });
}
