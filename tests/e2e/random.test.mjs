// A page that was patched again and again is what the server would render now.

import { readFileSync, readdirSync } from "node:fs";

import { assert, serveForAll, test } from "./support/scene.mjs";
import { lines } from "./support/seen.mjs";

const server = await serveForAll("e2e-server");

const STEPS = 60;

for (const seed of [1, 2, 3, 4, 5, 6]) {
  test(`seed ${seed}: ${STEPS} patches are as good as a fresh page`, async (scene) => {
    const page = await scene.open(`${server.url}/random?seed=${seed}`);
    const fresh = await scene.blank();
    for (let step = 1; step <= STEPS; step++) {
      await page.evaluate(() => document.querySelector("#step").click());
      await page.wire.until(({ patches }) => patches.length == step);
      if (step % 6) continue;
      await fresh.goto(`${server.url}/random?seed=${seed}&steps=${step}`);
      assert.deepEqual(await lines(page), await lines(fresh), `after ${step} steps`);
    }
    assert.equal(page.wire.joins.length, 1, "nothing was in doubt");
  });
}

const CORPUS = new URL("../fuzz/corpus/diff/", import.meta.url);

test("scripts that fuzzers have found are as good as a fresh page", async (scene) => {
  const page = await scene.blank();
  const fresh = await scene.blank();
  for (const name of readdirSync(CORPUS)) {
    const script = readFileSync(new URL(name, CORPUS)).toString("hex").slice(4, 4 + 4 * STEPS);
    const address = `${server.url}/random?seed=1&script=${script}`;
    const [joins, before] = [page.wire.joins.length, page.wire.patches.length];
    await page.goto(address);
    await page.live(joins + 1);
    const steps = Math.floor(script.length / 4);
    await page.evaluate((steps) => {
      for (let step = 0; step < steps; step++) document.querySelector("#step").click();
    }, steps);
    await page.wire.until(({ patches }) => patches.length == before + steps);
    await fresh.goto(`${address}&steps=${steps}`);
    assert.deepEqual(await lines(page), await lines(fresh), name);
    assert.equal(page.wire.joins.length, joins + 1, `nothing was in doubt in ${name}`);
  }
});

test("a page hydrates at any state", async (scene) => {
  for (let steps = 0; steps < 60; steps += 7) {
    const page = await scene.open(`${server.url}/random?seed=${steps + 100}&steps=${steps}`);
    await page.evaluate(() => document.querySelector("#step").click());
    await page.wire.until(({ patches }) => patches.length == 1);
    const fresh = await scene.open(`${server.url}/random?seed=${steps + 100}&steps=${steps + 1}`);
    assert.deepEqual(await lines(page), await lines(fresh), `from ${steps} steps on`);
  }
});

test("a view that is no document is the body of one", async (scene) => {
  const page = await scene.open(`${server.url}/fragment`);
  for (const text of ["Words: 0Add", "Words: 1 wordAdd", "Words: 2 word wordAddMany"]) {
    await page.waitForFunction((text) => document.body.textContent == text, text);
    await page.click("#add");
  }
});
