// Pages on a phone: 360 pixels wide, and used by a finger.

import { EXAMPLES } from "./support/examples.mjs";
import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const shared = await serveForAll("e2e-server");

const WIDTH = 360;
const phone = { viewport: { width: WIDTH, height: 640 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
const needs = "touch";

/** Nothing stands out at the side, so that a page is read without scrolling sideways. */
const fits = async (page) =>
  assert.deepEqual(await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]), [WIDTH, WIDTH]);

/** Touches whatever can be touched, and writes where one can write, until nothing is left or the server has answered three times. */
async function touchAll(page) {
  const controls = page.locator(":is(input, textarea, button, select, #area):not(:disabled, .toggle-all)").filter({ visible: true });
  for (let at = 0; page.wire.patches.length < 3 && at < (await controls.count()); at++) {
    const control = controls.nth(at);
    const isText = await control.evaluate((control) => control.matches("textarea, input:not([type=checkbox], [type=range])"));
    await control.tap(); // From now on it may be gone: a button may remove itself.
    if (isText) {
      await page.keyboard.type("Words that are not short at all");
      await page.keyboard.press("Enter");
    }
  }
}

for (const name of EXAMPLES)
  test(`the example ${name} fits a phone, and answers to a finger`, { needs }, async (scene) => {
    const example = await scene.serve(name);
    const page = await scene.open(example.url, phone);
    await fits(page);
    await touchAll(page);
    if (name == "dashboard") await page.selectOption("#filter", "north");
    await page.wire.until(({ patches }) => patches.length > 0);
    await fits(page);
  });

test("todos are written, ticked, edited and deleted by a finger", { needs }, async (scene) => {
  const server = await scene.serve("todo");
  const page = await scene.open(server.url, phone);
  for (const [at, title] of ["one", "two"].entries()) {
    await page.tap(".new-todo");
    await page.keyboard.type(title);
    await page.keyboard.press("Enter");
    await counts(page, ".todo-list li", at + 1);
  }
  await page.tap("li:nth-child(1) .toggle");
  await page.waitForSelector("li:nth-child(1).completed .toggle:checked");
  await page.tap("li:nth-child(2) label");
  await page.tap("li:nth-child(2) label");
  await page.waitForSelector(".editing .edit:focus");
  await page.fill(".edit", "zwei");
  await page.tap("h1");
  await shows(page, "li:nth-child(2) label", "zwei");
  await page.tap(".clear-completed");
  await counts(page, ".todo-list li", 1);
});

test("a menu is shut by a finger beside it", { needs }, async (scene) => {
  const page = await scene.open(`${shared.url}/events`, phone);
  await page.tap("#open");
  await page.tap("#item");
  assert.equal(await page.locator("#menu").count(), 1);
  await page.tap("#editable");
  await counts(page, "#menu", 0);
});

test("a finger's position can be read", { needs }, async (scene) => {
  const page = await scene.open(`${shared.url}/events`, phone);
  await page.tap("#pointer", { position: { x: 7, y: 5 } });
  await shows(page, "#log", "pointer 7 5 0");
});

test("what a finger ticks is ticked at once, and marked until it is settled", { needs }, async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await scene.open(`${between.url}/optimistic`, phone);
  between.hold();
  await page.tap("#check");
  assert.ok(await page.isChecked("#check"));
  assert.equal(await page.getAttribute("#check", "aria-busy"), "true");
  between.flow();
  await counts(page, ".optimistic-pending", 0);
  assert.ok(await page.isChecked("#check"));
});
