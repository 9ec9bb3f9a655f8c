// The example with a hook: its script draws what the server says, and asks it for a part.

import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("chart");

/** What the canvas shows. */
const drawn = (page) => page.evaluate(() => document.querySelector("#chart").toDataURL());

/** Drags from one share of the width of the canvas to another. */
const drag = async (page, from, to) => {
  const { x, y, width } = await page.locator("#chart").boundingBox();
  await page.mouse.move(x + from * width, y + 50);
  await page.mouse.down();
  await page.mouse.move(x + to * width, y + 50);
  await page.mouse.up();
};

const title = (page, text) => page.waitForFunction((text) => document.querySelector("#chart").title == text, text);

test("a script draws the points of the server, and asks for some of them", { needs: "drags" }, async (scene) => {
  const page = await scene.open(server.url, { viewport: { width: 1280, height: 720 } });
  const first = await drawn(page);
  await page.click("#measure");
  await shows(page, "#points", 61);
  const second = await drawn(page);
  assert.notEqual(second, first);
  await drag(page, 0.25, 0.5);
  await title(page, "16 points");
  assert.notEqual(await drawn(page), second);
  await drag(page, 0.5, 0.57);
  await title(page, "There is nothing in between.");
  await page.click("#chart");
  await title(page, "61 points");
  assert.equal(await drawn(page), second);
});
