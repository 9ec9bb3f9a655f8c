// `style={..properties}` sets and takes away what it names, and nothing else.

import { assert, counts, serveForAll, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** The style properties that matter of all elements that a selector finds. */
const styles = (page, selector) =>
  page.evaluate((selector) => {
    const names = ["color", "opacity", "left", "top", "width", "--hue"];
    const of = ({ style }) => names.map((name) => style.getPropertyValue(name).trim()).join(" ").trim();
    return [...document.querySelectorAll(selector)].map(of);
  }, selector);

test("properties come and go by their names, in the first HTML and after it", async (scene) => {
  const page = await scene.open(`${server.url}/styles`);
  const expected = [
    ["red 1 1px   7", "1px   7"],
    ["red 1 2px 3px  7", "2px 3px  7"],
    ["red 0.5  3px", "3px"],
    ["red 0.5", ""],
    ["red 0.5 1px   7", "1px   7"],
  ];
  for (const [step, [all, alone]] of expected.entries()) {
    if (step) await page.click("#step");
    await counts(page, "i", step);
    assert.deepEqual(await styles(page, "#all"), [all], `all after ${step} steps`);
    assert.deepEqual(await styles(page, "#alone"), [alone], `alone after ${step} steps`);
    assert.deepEqual(await styles(page, "i"), Array(step).fill(alone), `rows after ${step} steps`);
  }
  assert.equal(page.wire.joins.length, 1, "nothing was in doubt");
});

test("properties that a script has set stay", async (scene) => {
  const page = await scene.open(`${server.url}/styles`);
  await page.evaluate(() => document.querySelector("#alone").style.setProperty("width", "5px"));
  await page.click("#step");
  await counts(page, "i", 1);
  assert.deepEqual(await styles(page, "#alone"), ["2px 3px 5px 7"]);
});
