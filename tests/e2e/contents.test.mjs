// The content of a component belongs to the page that writes it: its listeners, its marks, and what is typed in it.

import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_|^warning: taut:/;

/** Types over what a field has, at a person's pace. */
const type = async (page, field, text) => {
  await page.click(field);
  await page.evaluate((field) => document.querySelector(field).select(), field);
  await page.keyboard.type(text, { delay: 20 });
};

test("listeners in a content call the page, also when its row has moved, and the component keeps its own state", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/contents`);
  await page.click("#ticket-1 .open");
  await shows(page, "#ticket-1 h2", "Ticket 1, 1");
  between.latency = 80;
  await type(page, "#ticket-1 input", "uno");
  await page.evaluate(() => document.querySelector("#turn").click());
  await page.keyboard.type("!");
  await page.keyboard.press("Enter");
  await shows(page, "#ticket-1 b", "uno!");
  await shows(page, "#preview", "uno!");
  await counts(page, "form", 0);
  await page.click("#ticket-1 .open");
  await shows(page, "#ticket-1 h2", "Ticket 1, 2");
  await page.click("#ticket-1 .close");
  await counts(page, "form", 0);
  assert.equal(page.wire.joins.length, 1, "nothing was out of sync");
});

test("marks in a content are for the page's handler, and not for the component's of the same name", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/contents`);
  await page.click("#ticket-2 .open");
  await page.waitForSelector("#ticket-2 form");
  const marked = () => page.evaluate(() => [...document.querySelectorAll("i.loading")].map((mark) => mark.className));
  between.hold();
  await page.click("#ticket-2 .send");
  assert.deepEqual(await marked(), ["of-page loading"]);
  between.flow();
  await counts(page, "form", 0);
  await page.click("#ticket-2 .open");
  await page.waitForSelector("#ticket-2 form");
  between.hold();
  await page.click("#ticket-2 .close");
  assert.deepEqual(await marked(), ["own loading"]);
  between.flow();
  await counts(page, "i.loading", 0);
});

test("what is typed in a content survives a cut, and an event is handled once", async (scene) => {
  scene.expect(NETWORK);
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/contents`);
  await page.click("#ticket-2 .open");
  await page.waitForSelector("#ticket-2 form");
  await type(page, "#ticket-2 input", "dos");
  between.hold("up");
  await page.keyboard.type("!");
  await page.keyboard.press("Enter");
  between.cutSockets();
  between.flow("up");
  await page.live(2);
  await shows(page, "#ticket-2 b", "dos!");
  await counts(page, "form", 0);
});

test("a listener in a content that a result has left alone is not called with what the result shows elsewhere", async (scene) => {
  const page = await scene.open(`${server.url}/contents/cached`);
  for (const name of ["a", "b"]) {
    await page.click(`#${name}`);
    await shows(page, "#pick", name);
  }
  // All in one task, so that the answer to the first click comes after the second.
  const shown = await page.evaluate(() => {
    document.querySelector("#a").click();
    const shown = [document.querySelector("#name").textContent, document.querySelector("#pick").textContent];
    document.querySelector("#pick").click();
    return shown;
  });
  assert.deepEqual(shown, ["a", "b"]);
  await shows(page, "#pick", "a");
  await shows(page, "#picked", "");
  await page.click("#pick");
  await shows(page, "#picked", "a");
});
