// The example with commands: what it opens, copies and asks is the browser's, and stays while the server changes the rows.

import { assert, counts, serveForAll, shows, test, texts } from "./support/scene.mjs";

const server = await serveForAll("people");

const isHidden = (page, selector) => page.evaluate((selector) => document.querySelector(selector).hidden, selector);

test("a row that is open stays open while rows are found and turned", async (scene) => {
  const page = await scene.open(server.url);
  await page.click("[aria-controls=more-2]");
  assert.equal(await isHidden(page, "#more-2"), false);
  await page.click("#turn");
  await shows(page, "#people li button", "Tony Hoare");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("la");
  await counts(page, "#people li", 2);
  assert.equal(await isHidden(page, "#more-2"), false);
  assert.equal(await page.evaluate(() => document.querySelector("[aria-controls=more-2]").ariaExpanded), "true");
});

test("a dialog asks before a person is removed", async (scene) => {
  const page = await scene.open(server.url);
  await page.click("[aria-controls=more-1]");
  await page.click("#more-1 .removes");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Keep");
  await page.keyboard.press("Escape");
  await counts(page, "#people li", 6);
  await page.click("#more-1 .removes");
  await page.click("#ask-1 button:not([autofocus])");
  await counts(page, "#people li", 5);
  assert.ok(!(await texts(page, "#people li > button")).includes("Ada Lovelace"));
});
