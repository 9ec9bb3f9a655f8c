// The example `counter`: the whole path, in its smallest form.

import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";
import { changes, record } from "./support/record.mjs";

const server = await serveForAll("counter");

test("a click changes one text and nothing else", async (scene) => {
  const page = await scene.open(server.url);
  await record(page);
  await page.click("#increment");
  await shows(page, "#count", 1);
  assert.deepEqual(await changes(page), { texts: 1, attributes: [], moved: 0, added: 0, removed: 0, records: 1 });
});

test("the server's error is shown, and goes", async (scene) => {
  const page = await scene.open(server.url);
  await page.click("#decrement");
  await shows(page, "#error", "The count cannot go below zero.");
  assert.equal(await page.getAttribute("#error", "role"), "alert");
  await page.click("#increment");
  await counts(page, "#error", 0);
  await page.click("#decrement");
  await shows(page, "#count", 0);
});

test("a click costs at most 20 bytes up and 12 down", async (scene) => {
  const page = await scene.open(server.url);
  for (let count = 1; count <= 12; count++) {
    await page.click("#increment");
    await shows(page, "#count", count);
  }
  const events = page.wire.all.filter(({ direction }) => direction == "up").slice(1);
  assert.equal(events.length, 12);
  for (const { text } of events) assert.ok(text.length <= 20, text);
  for (const size of page.wire.sizes.slice(1)) assert.ok(size <= 12, `${size} bytes`);
});

test("many quick clicks arrive all and in order", async (scene) => {
  const page = await scene.open(server.url);
  await page.evaluate(() => {
    for (let clicks = 0; clicks < 200; clicks++) document.querySelector("#increment").click();
  });
  await shows(page, "#count", 200);
});

test("a page is complete without JavaScript", { needs: "scriptless" }, async (scene) => {
  const page = await scene.open(server.url, { javaScriptEnabled: false });
  assert.equal(await page.textContent("#count"), "0");
  assert.equal(await page.title(), "Counter");
});

test("the socket takes over what the page mounted", async (scene) => {
  const page = await scene.open(server.url);
  const [join] = page.wire.joins;
  assert.equal(join.length, 5, "a join that is in time carries no values");
  const [own, next] = [page.wire.up[0][0], join[1]];
  assert.equal(own.slice(0, 16), next.slice(0, 16), "the session is the page's own");
  assert.notEqual(own, next, "with another token from then on");
});
