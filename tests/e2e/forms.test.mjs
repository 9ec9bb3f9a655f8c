// Forms with `FormState`: errors at their fields, rows that move with what is typed, and nothing typed is lost.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { assert, counts, press, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_|^warning: taut:/;

const open = (scene, options) => scene.open(`${server.url}/forms`, options);

const openSlow = async (scene, latency) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/forms`);
  between.latency = latency;
  return page;
};

const focused = (page) => page.evaluate(() => document.activeElement.id);
const values = (page, selector) => page.evaluate((selector) => [...document.querySelectorAll(selector)].map(({ value }) => value), selector);

const fill = async (page) => {
  await page.fill("#name", "Ada");
  await page.click("#plan-Team");
  await page.fill("#password", "hidden");
};

test("each field has its own error, and the first wrong one gets the focus", async (scene) => {
  const page = await open(scene);
  await page.fill("#age", "abc");
  await shows(page, "#age-error", "A whole number from 0 to 255, please.");
  assert.equal(await page.textContent("#name-error"), "", "nothing is said of what was not touched");
  await page.click("#save");
  await shows(page, "#said", "save: not yet");
  await shows(page, "#name-error", "This is required.");
  assert.equal(await focused(page), "name");
  assert.equal(await page.inputValue("#age"), "abc");
  assert.equal(await page.getAttribute("#name", "aria-invalid"), "true");
  await page.fill("#name", "Ada");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id == "age");
  await page.fill("#age", "");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id == "plan-Free");
  await page.click("#plan-Free");
  await page.click("#save");
  await page.waitForFunction(() => document.activeElement.id == "password");
  await page.fill("#password", "hidden");
  await page.click("#later");
  await shows(page, "#said", 'later: Ada None Free None false [] "" []');
});

test("controls of each kind are sent as what they are, and with the button", async (scene) => {
  const page = await open(scene);
  await fill(page);
  await page.fill("#age", "36");
  await page.selectOption("#country", "Japan");
  await page.check("#news");
  await page.check("#topics-Chile");
  await page.check("#topics-Mali");
  await page.fill("#story", 'two\n"lines"');
  await page.click("#save");
  await shows(page, "#said", 'save: Ada Some(36) Team Some(Japan) true [Chile, Mali] "two\\n\\"lines\\"" []');
  await page.click("#news");
  await page.click("#topics-Chile");
  await page.selectOption("#country", "");
  await page.click("#later");
  await shows(page, "#said", 'later: Ada Some(36) Team None false [Mali] "two\\n\\"lines\\"" []');
  assert.equal(await page.inputValue("#password"), "hidden", "a password stays where it was typed");
  await page.click("#reset");
  await page.waitForFunction(() => document.querySelector("#name").value == "");
  assert.deepEqual(await values(page, "#age, #story, #country"), ["", "", ""].sort());
  assert.equal(await page.isChecked("#topics-Mali"), false);
});

test("what the server refuses is shown at the field and for the form, until it is changed", async (scene) => {
  const page = await open(scene);
  await fill(page);
  await page.fill("#name", "Taken");
  await page.click("#save");
  await shows(page, "#name-error", "This name is taken.");
  await shows(page, "#error", "Nothing was saved.");
  assert.equal(await focused(page), "name");
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await shows(page, "#name-error", "");
  await shows(page, "#error", "");
  assert.equal(await page.inputValue("#name"), "Taken!");
});

test("what is typed is not overwritten by slower answers, and the caret stays", async (scene) => {
  const page = await openSlow(scene, 100);
  await page.click("#name");
  for (const letter of "abcdefgh") await page.keyboard.type(letter, { delay: 15 });
  await page.keyboard.press("Home");
  await page.keyboard.type("X");
  await page.focus("#story");
  await page.keyboard.type("more");
  await shows(page, "#changes", 13);
  assert.equal(await page.inputValue("#name"), "Xabcdefgh");
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart]), ["story", 4]);
  assert.equal(await page.inputValue("#story"), "more");
});

test("rows keep what is typed when they are moved and removed", async (scene) => {
  const page = await openSlow(scene, 50);
  for (const row of [0, 1, 2]) {
    await press(page, "#add-now");
    await page.fill(`#tags-${row}-text`, `tag${"abc"[row]}`);
  }
  await page.check("#tags-2-is_main");
  await page.click("#tags-2-text");
  await press(page, "#row-2 .up");
  await page.keyboard.type("x");
  await press(page, "#row-2 .up");
  await page.keyboard.type("y");
  await page.waitForFunction(() => document.querySelector("fieldset").id == "row-2");
  assert.deepEqual(await values(page, ".text"), ["tagcxy", "taga", "tagb"]);
  assert.equal(await focused(page), "tags-2-text", "a row that moves keeps the focus");
  await press(page, "#row-0 .remove");
  await counts(page, "fieldset", 2);
  await fill(page);
  await page.fill("#tags-1-text", "B");
  await page.click("#save");
  await shows(page, "#said", "save: not yet");
  await shows(page, "#tags-1-text-error", "This does not have the right format.");
  assert.equal(await focused(page), "tags-1-text");
  await page.fill("#tags-1-text", "b");
  await page.click("#save");
  await shows(page, "#said", 'save: Ada None Team None false [] "" [("tagcxy", true), ("b", false)]');
});

test("a form is there after a restart of its server, with its errors and rows", async (scene) => {
  scene.expect(NETWORK);
  const directory = mkdtempSync(path.join(tmpdir(), "taut-forms-"));
  try {
    const own = await scene.serve("e2e-server", { env: { TAUT_STORE: path.join(directory, "sessions") } });
    const page = await scene.open(`${own.url}/forms`);
    await press(page, "#add-now");
    await page.fill("#tags-0-text", "Wrong");
    await page.fill("#age", "999");
    await shows(page, "#age-error", "A whole number from 0 to 255, please.");
    await own.stop();
    await page.fill("#name", "typed meanwhile");
    await own.start();
    await page.live(2);
    await page.click("#save");
    await shows(page, "#said", "save: not yet");
    assert.deepEqual(await values(page, "#name, #age, #tags-0-text"), ["typed meanwhile", "999", "Wrong"]);
    await shows(page, "#tags-0-text-error", "This does not have the right format.");
    await shows(page, "#age-error", "A whole number from 0 to 255, please.");
    assert.equal(await focused(page), "age");
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a form is there when the user comes back to its page, with its errors and rows", async (scene) => {
  const page = await open(scene);
  await press(page, "#add-now");
  await page.fill("#tags-0-text", "Wrong");
  await page.fill("#age", "999");
  await page.check("#news");
  await shows(page, "#age-error", "A whole number from 0 to 255, please.");
  await page.goto(`${server.url}/dot.svg`);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("#tags-0-text")?.value == "Wrong");
  await shows(page, "#age-error", "A whole number from 0 to 255, please.");
  assert.deepEqual(await values(page, "#name, #age"), ["", "999"]);
  assert.equal(await page.isChecked("#news"), true);
  await page.click("#save");
  await shows(page, "#said", "save: not yet");
});

test("a form with mistakes stays in its draft", async (scene) => {
  const page = await open(scene);
  await page.fill("#name", "A");
  await page.fill("#story", "long");
  await page.click("#save");
  await shows(page, "#said", "save: not yet");
  await page.goto(`${server.url}/forms`);
  await page.live(2);
  await page.click(".taut-draft button");
  await page.waitForFunction(() => document.querySelector("#story").value == "long");
  await shows(page, "#name-error", "At least 2 characters, please.");
  await fill(page);
  await page.click("#save");
  await shows(page, "#said", 'save: Ada None Team None false [] "long" []');
  await page.goto(`${server.url}/forms`);
  await page.live(3);
  await counts(page, ".taut-draft", 0);
});

test("the same form works without JavaScript", { needs: "scriptless" }, async (scene) => {
  const page = await open(scene, { javaScriptEnabled: false });
  await page.fill("#age", "abc");
  await page.fill("#story", 'two\n"lines"');
  await page.check("#topics-Mali");
  await page.click("#add");
  await counts(page, "fieldset", 1);
  assert.equal(await page.inputValue("#age"), "abc");
  await page.fill("#tags-0-text", "tag");
  await page.fill("#name", "Ada");
  await page.fill("#password", "hidden");
  await page.click("#save");
  await shows(page, "#said", "save: not yet");
  await shows(page, "#age-error", "A whole number from 0 to 255, please.");
  assert.equal(await focused(page), "age");
  assert.equal(await page.inputValue("#password"), "", "a password does not come back");
  await page.fill("#age", "36");
  await page.click("#plan-Team");
  await page.fill("#password", "hidden");
  await page.click("#later");
  await shows(page, "#said", 'later: Ada Some(36) Team None false [Mali] "two\\n\\"lines\\"" [("tag", false)]');
});
