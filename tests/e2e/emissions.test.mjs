// What components tell the page around them, with latency, cuts and a component that moves.

import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** Types a tag at a person's pace, and confirms it. */
const type = async (page, ticket, tag) => {
  const field = `#ticket-${ticket} input`;
  await page.click(field);
  await page.evaluate((field) => document.querySelector(field).select(), field);
  await page.keyboard.type(tag, { delay: 20 });
  await page.keyboard.press("Enter");
};

test("what a component emits changes the page around it, with the component's own change, in one patch", async (scene) => {
  const page = await scene.open(`${server.url}/emissions`);
  await type(page, 1, "new");
  await shows(page, "#ticket-1 b", "new");
  await shows(page, "#ticket-1 output", "1");
  await counts(page, "#ticket-1 .tag", 1);
  await page.click("#turn");
  await type(page, 2, "more");
  await shows(page, "#ticket-2 b", "old, more");
  await page.click("#ticket-2 .tag");
  await shows(page, "#ticket-2 b", "more");
  await shows(page, "#ticket-1 b", "new");
  const settling = page.wire.patches.filter(([, settled]) => settled > 0);
  assert.equal(settling.length, page.wire.up.length - 1, "one patch for each event");
  assert.equal(page.wire.joins.length, 1, "nothing was out of sync");
});

test("the page refuses what a component has emitted, and the component goes on", async (scene) => {
  const page = await scene.open(`${server.url}/emissions`);
  await type(page, 2, "old");
  await shows(page, "#error", "`old` is there.");
  await shows(page, "#ticket-2 output", "1");
  await counts(page, "#ticket-2 .tag", 1);
  await type(page, 2, "new");
  await shows(page, "#ticket-2 b", "old, new");
});

test("with latency and a cut, each emission counts once", async (scene) => {
  const between = await scene.proxy(server.port);
  between.latency = 80;
  const page = await scene.open(`${between.url}/emissions`);
  await type(page, 1, "a");
  await page.click("#ticket-2 .tag");
  between.cut();
  await type(page, 1, "b");
  await shows(page, "#ticket-1 b", "a, b");
  await shows(page, "#ticket-2 b", "");
  await shows(page, "#ticket-1 output", "2");
});
