// Commands of listeners: what the browser does by itself stays through patches, moves and joins, and needs no connection.

import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const NETWORK = /WebSocket connection to .* failed|ERR_|Load failed|NetworkError|can.t establish a connection/;

const open = (scene) => scene.open(`${server.url}/commands`);
const classes = (page, selector) => page.evaluate((selector) => document.querySelector(selector).className, selector);
const focus = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className);
const attribute = (page, selector, name) => page.evaluate(([selector, name]) => document.querySelector(selector).getAttribute(name), [selector, name]);
const becomes = (page, run, argument) => page.waitForFunction(run, argument);

test("what a command has changed stays through patches, next to what is the server's", async (scene) => {
  const page = await open(scene);
  await page.click("#both");
  await shows(page, "#count", "1");
  assert.equal(await classes(page, "#count"), "count open wide");
  await page.click("#mark");
  await becomes(page, () => document.querySelector("#count").className == "count open wide marked");
  await page.click("#both");
  await shows(page, "#count", "2");
  assert.equal(await classes(page, "#count"), "count marked");
  await page.click("#mark");
  await becomes(page, () => document.querySelector("#count").className == "count");
});

test("commands run at once and in their order, before the handler is called", async (scene) => {
  const page = await open(scene);
  const seen = await page.evaluate(() => {
    document.querySelector("#expands").click();
    const { hidden } = document.querySelector("#menu");
    return [document.querySelector("#expands").ariaExpanded, hidden, document.activeElement.id];
  });
  assert.deepEqual(seen, ["true", false, "first"]);
  await page.click("#expands");
  assert.equal(await attribute(page, "#expands", "aria-expanded"), "false");
  assert.equal(await attribute(page, "#menu", "hidden"), "");
  assert.equal(page.wire.up.length, 1, "nothing but the join was sent");
});

test("keys, the window and the outside are heard as in other listeners", async (scene) => {
  const page = await open(scene);
  await page.click("#count");
  assert.equal(await attribute(page, "#other-menu", "hidden"), "");
  await page.keyboard.press("Control+k");
  assert.equal(await focus(page), "q");
  assert.equal(await classes(page, "#q"), "used");
  await page.keyboard.press("Escape");
  assert.equal(await focus(page), "");
});

test("attributes, with values of the template", async (scene) => {
  const page = await open(scene);
  await page.click("#discloses");
  assert.equal(await attribute(page, "#discloses", "data-on"), "");
  await page.click("#discloses");
  assert.equal(await attribute(page, "#discloses", "data-on"), null);
  await page.click("#add");
  await shows(page, "#count", "1");
  await page.click("#sets");
  assert.equal(await attribute(page, "#sets", "title"), "count 1");
  assert.equal(await attribute(page, "#flagged", "role"), null);
  await page.click("#add");
  await shows(page, "#count", "2");
  assert.equal(await attribute(page, "#sets", "title"), "count 1");
});

test("dialogs, popovers and details open and close", async (scene) => {
  const page = await open(scene);
  const state = () =>
    page.evaluate(() => [
      document.querySelector("#dialog").matches(":modal"),
      document.querySelector("#popover").matches(":popover-open"),
      document.querySelector("#details").open,
    ]);
  await page.click("#pops");
  assert.deepEqual(await state(), [false, true, false]);
  await page.click("#unpops");
  assert.deepEqual(await state(), [false, false, false]);
  await page.click("#details-opens");
  assert.deepEqual(await state(), [false, false, true]);
  await page.click("#opens");
  assert.deepEqual(await state(), [true, false, true]);
  assert.equal(await focus(page), "closes");
  await page.click("#closes");
  assert.deepEqual(await state(), [false, false, true]);
  assert.equal(await focus(page), "opens", "a dialog gives the focus back");
});

test("a modal dialog keeps the focus inside, and Escape gives it back", async (scene) => {
  const page = await open(scene);
  await page.click("#opens");
  const visited = new Set();
  for (let step = 0; step < 5; step++) {
    visited.add(await focus(page));
    await page.keyboard.press("Tab");
  }
  // Between the last and the first element, the focus is with the dialog or the browser itself.
  for (const other of ["", "dialog"]) visited.delete(other);
  assert.deepEqual([...visited], ["closes", "inside"]);
  await page.keyboard.press("Escape");
  await becomes(page, () => !document.querySelector("#dialog").open);
  assert.equal(await focus(page), "opens");
});

test("in rows that move, in a content and in a piece", async (scene) => {
  const page = await open(scene);
  await page.click("#row-1 .toggle");
  await page.click("#turn");
  await becomes(page, () => document.querySelector("#rows li").id == "row-3");
  await page.click("#add");
  await shows(page, "#count", "1");
  assert.equal(await classes(page, "#row-1"), "selected");
  await page.click("#row-3 .toggle");
  await page.click("#row-1 .toggle");
  assert.deepEqual([await classes(page, "#row-1"), await classes(page, "#row-3")], ["", "selected"]);
  await page.click("#row-3 .next");
  assert.ok(await page.evaluate(() => document.activeElement.closest("#row-1")));
  await page.click("#content");
  await shows(page, "#count", "2");
  assert.equal(await classes(page, "#content"), "on");
  await page.click(".fold");
  await shows(page, ".fold", "Fold 1");
  assert.equal(await attribute(page, ".folded", "hidden"), "");
  await page.click("#one");
  await page.click("#two");
  assert.deepEqual([await classes(page, "#one"), await classes(page, "#two")], ["", "chosen"]);
});

test("a dispatched event has its detail, for listeners of the template and for scripts", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => document.addEventListener("item-picked", ({ detail, target }) => (window.heard = [detail, target.className])));
  await page.click("#row-2 .pick");
  await shows(page, "#heard", "picked 2");
  assert.deepEqual(await page.evaluate(() => window.heard), [2, "pick"]);
});

test("what is gone from the page takes with it what commands have done", async (scene) => {
  const page = await open(scene);
  await page.click("#shown");
  assert.equal(await classes(page, "#shown"), "on");
  await page.click("#show");
  await page.waitForFunction(() => !document.querySelector("#shown"));
  await page.click("#show");
  await page.waitForSelector("#shown");
  assert.equal(await classes(page, "#shown"), "");
});

test("a text is copied", async (scene) => {
  const page = await open(scene);
  const copied = (selector) =>
    page.evaluate(async (selector) => {
      let text;
      Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: async (written) => void (text = written) } });
      document.querySelector(selector).click();
      return text;
    }, selector);
  assert.equal(await copied("#copies"), "let x = 1;");
  await page.click("#row-3 .pick");
  await shows(page, "#heard", "picked 3");
  assert.equal(await copied("#copies-text"), "picked 3");
});

test("a form is submitted to its handler, and the page scrolls", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => (document.querySelector("#form").style.marginBottom = "3000px"));
  await page.click("#far");
  await becomes(page, () => document.querySelector("#bottom").getBoundingClientRect().top < innerHeight);
  await page.click("#send");
  await shows(page, "#count", "1");
  assert.equal(await classes(page, "#form"), "sent");
});

test("what selects nothing, or cannot be done, is told to the developer, and the handler is called", async (scene) => {
  scene.expect(/`focus` has found no element: #not-there/, /.*selector.*/i);
  const page = await open(scene);
  await page.click("#missing");
  await shows(page, "#count", "1");
  await page.click("#broken");
  await shows(page, "#count", "2");
});

test("commands need no connection, and what they did stays when the page joins again", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/commands`);
  scene.expect(NETWORK, /^warning: taut:/);
  await page.click("#row-2 .toggle");
  between.refusesSockets = true;
  between.cutsRequests = /^POST|http\./;
  between.cut();
  await page.waitForSelector("html[data-taut=offline]");
  await page.click("#row-3 .toggle");
  await page.click("#both");
  assert.equal(await classes(page, "#count"), "count open wide");
  between.refusesSockets = false;
  between.cutsRequests = undefined;
  await shows(page, "#count", "1");
  assert.equal(await classes(page, "#count"), "count open wide");
  assert.deepEqual([await classes(page, "#row-2"), await classes(page, "#row-3")], ["selected", "selected"]);
});

test("another session is told what the user has done, and no command runs again", async (scene) => {
  const own = await scene.serve("e2e-server");
  const page = await scene.open(`${own.url}/commands`);
  scene.expect(NETWORK, /^warning: taut:/);
  await page.click("#more");
  await page.click("#row-1 .toggle");
  assert.equal(await attribute(page, "#extra", "hidden"), null);
  await own.restart();
  await page.live(2);
  await page.click("#add");
  await shows(page, "#count", "1");
  assert.ok(await page.isChecked("#more"));
  assert.equal(await attribute(page, "#extra", "hidden"), null);
  assert.equal(await classes(page, "#row-1"), "selected");
});

test("a page that comes over the connection has its commands", async (scene) => {
  scene.expect(/no script has registered the hook "late"/);
  const page = await scene.open(`${server.url}/hooks`);
  await page.click("#second");
  await page.waitForSelector("#marks");
  await page.click("#marks");
  assert.equal(await classes(page, "#marks"), "marked");
});

test("a click before the client is loaded runs its commands later", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.blank();
  scene.expect(NETWORK, /^warning: taut:/, /Failed to load|import/);
  between.cutsRequests = /taut\.|commands\./;
  await page.goto(`${between.url}/commands`, { waitUntil: "commit" });
  await page.waitForSelector("#row-3 .pick");
  await page.click("#row-1 .toggle");
  assert.equal(await classes(page, "#row-1"), "");
  between.cutsRequests = undefined;
  await becomes(page, () => document.querySelector("#row-1").className == "selected");
});
