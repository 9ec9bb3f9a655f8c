// The example `todo`: every feature of TodoMVC, clicked through.

import { assert, counts, shows, test, texts } from "./support/scene.mjs";

const labels = (page) => texts(page, ".todo-list label");

/** All tests change the same list, so each has a server of its own. */
const open = async (scene, titles, options) => {
  const server = await scene.serve("todo");
  const page = await scene.open(server.url, options);
  for (const title of titles) await add(page, title);
  return { server, page };
};

const add = async (page, title) => {
  const before = await page.locator(".todo-list li").count();
  await page.fill(".new-todo", title);
  await page.press(".new-todo", "Enter");
  await counts(page, ".todo-list li", before + 1);
};

const edit = async (page, at) => {
  await page.dblclick(`.todo-list li:nth-child(${at}) label`);
  await page.waitForSelector(".editing .edit:focus");
};

test("a todo is added without a reload; the input is empty again and keeps the focus", async (scene) => {
  const { page } = await open(scene, []);
  assert.equal(await page.locator(".main, footer.footer").count(), 0, "an empty list shows neither main nor footer");
  await page.waitForSelector(".new-todo:focus");
  await page.evaluate(() => (window.sameDocument = true));
  await page.keyboard.type("  Buy milk  ");
  await page.keyboard.press("Enter");
  await shows(page, ".todo-list label", "Buy milk");
  await page.waitForFunction(() => document.querySelector(".new-todo").value == "");
  await page.waitForSelector(".new-todo:focus");
  await page.keyboard.type("More");
  await page.keyboard.press("Enter");
  await counts(page, ".todo-list li", 2);
  assert.deepEqual(await labels(page), ["Buy milk", "More"]);
  assert.ok(await page.evaluate(() => window.sameDocument));
});

test("a blank todo is not added", async (scene) => {
  const { page } = await open(scene, ["one"]);
  await page.fill(".new-todo", "   ");
  await page.press(".new-todo", "Enter");
  await page.waitForFunction(() => document.querySelector(".new-todo").value == "");
  assert.deepEqual(await labels(page), ["one"]);
});

test("the count has its plural", async (scene) => {
  const { page } = await open(scene, ["one"]);
  await shows(page, ".todo-count", "1 item left");
  await add(page, "two");
  await shows(page, ".todo-count", "2 items left");
  await page.click("li:nth-child(1) .toggle");
  await shows(page, ".todo-count", "1 item left");
  await page.click("li:nth-child(2) .toggle");
  await shows(page, ".todo-count", "0 items left");
});

test("todos are ticked off one by one and all at once", async (scene) => {
  const { page } = await open(scene, ["one", "two"]);
  await page.click("li:nth-child(1) .toggle");
  await page.waitForSelector("li:nth-child(1).completed .toggle:checked");
  await page.click("li:nth-child(1) .toggle");
  await counts(page, ".completed", 0);
  await page.click(".toggle-all + label");
  await counts(page, ".completed .toggle:checked", 2);
  assert.ok(await page.isChecked(".toggle-all"));
  await page.click("li:nth-child(2) .toggle");
  await page.waitForSelector(".toggle-all:not(:checked)", { state: "attached" });
  await page.click("li:nth-child(2) .toggle");
  await page.waitForSelector(".toggle-all:checked", { state: "attached" });
  await page.click(".toggle-all + label");
  await counts(page, ".completed", 0);
});

test("an edit is saved by Enter and by leaving, and given up by Escape", async (scene) => {
  const { page } = await open(scene, ["one", "two"]);
  await edit(page, 2);
  assert.equal(await page.inputValue(".edit"), "two");
  await page.fill(".edit", "zwei");
  await page.keyboard.press("Enter");
  await counts(page, ".edit", 0);
  assert.deepEqual(await labels(page), ["one", "zwei"]);
  await edit(page, 1);
  await page.fill(".edit", "eins");
  await page.focus(".new-todo");
  await counts(page, ".edit", 0);
  assert.deepEqual(await labels(page), ["eins", "zwei"]);
  await edit(page, 1);
  await page.fill(".edit", "given up");
  await page.keyboard.press("Escape");
  await counts(page, ".edit", 0);
  await add(page, "three");
  assert.deepEqual(await labels(page), ["eins", "zwei", "three"]);
});

test("an edit that leaves nothing removes the todo", async (scene) => {
  const { page } = await open(scene, ["one", "two"]);
  await edit(page, 1);
  await page.fill(".edit", " ");
  await page.keyboard.press("Enter");
  await counts(page, ".todo-list li", 1);
  assert.deepEqual(await labels(page), ["two"]);
});

test("todos are deleted, and all completed ones are cleared", async (scene) => {
  const { page } = await open(scene, ["one", "two", "three"]);
  assert.equal(await page.locator(".clear-completed").count(), 0);
  await page.hover("li:nth-child(2)");
  await page.click("li:nth-child(2) .destroy");
  await counts(page, ".todo-list li", 2);
  await page.click("li:nth-child(1) .toggle");
  await page.click(".clear-completed");
  await counts(page, ".todo-list li", 1);
  assert.deepEqual(await labels(page), ["three"]);
  assert.equal(await page.locator(".clear-completed").count(), 0);
});

test("filters show the active, the completed and all", async (scene) => {
  const { page } = await open(scene, ["one", "two", "three"]);
  await page.click("li:nth-child(2) .toggle");
  await page.waitForSelector(".completed");
  const chosen = async (name, expected) => {
    await page.click(`.filters a:text-is("${name}")`);
    await shows(page, ".filters .selected", name);
    assert.deepEqual(await labels(page), expected);
  };
  await chosen("Active", ["one", "three"]);
  await chosen("Completed", ["two"]);
  await chosen("All", ["one", "two", "three"]);
  await chosen("Active", ["one", "three"]);
  await page.click("li:nth-child(1) .toggle");
  await counts(page, ".todo-list li", 1);
});

test("todos survive a reload, and the first HTML has them without JavaScript", async (scene) => {
  const { server, page } = await open(scene, ["one <b>&amp;</b>", "two"]);
  await page.click("li:nth-child(2) .toggle");
  await page.waitForSelector(".completed");
  await page.reload();
  assert.deepEqual(await labels(page), ["one <b>&amp;</b>", "two"]);
  const plain = await scene.open(`${server.url}/?filter=Active`, { javaScriptEnabled: false });
  assert.deepEqual(await plain.locator(".todo-list label").allTextContents(), ["one <b>&amp;</b>"]);
  await plain.click(".filters a:text-is('Completed')");
  assert.deepEqual(await plain.locator(".todo-list label").allTextContents(), ["two"]);
});

test("two tabs share the list; each sees the other's changes with its next event", async (scene) => {
  const { server, page } = await open(scene, ["one"]);
  const other = await scene.pageIn(page.context());
  await other.goto(server.url);
  await other.wire.until(({ joins }) => joins.length > 0);
  await add(page, "two");
  assert.deepEqual(await labels(other), ["one"]);
  await other.click("li:nth-child(1) .toggle");
  await counts(other, ".todo-list li", 2);
  await edit(page, 1);
  await page.waitForSelector(".completed");
  assert.equal(await other.locator(".edit").count(), 0, "what is edited belongs to one tab");
});

test("it looks as TodoMVC does", async (scene) => {
  const { page } = await open(scene, ["one", "two"]);
  const style = (selector, name) =>
    page.evaluate(([selector, name]) => getComputedStyle(document.querySelector(selector))[name], [selector, name]);
  assert.equal(await style(".todoapp h1", "color"), "rgb(184, 63, 69)");
  assert.equal(await style("li:nth-child(1) .toggle", "opacity"), "0");
  await page.click("li:nth-child(1) .toggle");
  await page.waitForSelector(".completed");
  assert.match(await style(".completed label", "textDecoration"), /line-through/);
  await edit(page, 2);
  assert.equal(await style(".editing .view", "display"), "none");
  assert.equal(await style(".editing .edit", "display"), "block");
});
