// The example `todo`: every feature of TodoMVC, clicked through.

import { assert, counts, serveForAll, shows, test, texts } from "./support/scene.mjs";
import { fillForms, openTouched, translate } from "./support/touch.mjs";

const labels = (page) => texts(page, ".todo-list label");

const server = await serveForAll("todo");

const open = async (scene, titles, options) => {
  const page = await scene.open(server.url, options);
  for (const title of titles) await add(page, title);
  return page;
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
  const page = await open(scene, []);
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
  const page = await open(scene, ["one"]);
  await page.fill(".new-todo", "   ");
  await page.press(".new-todo", "Enter");
  await page.waitForFunction(() => document.querySelector(".new-todo").value == "");
  assert.deepEqual(await labels(page), ["one"]);
});

test("the count has its plural", async (scene) => {
  const page = await open(scene, ["one"]);
  await shows(page, ".todo-count", "1 item left");
  await add(page, "two");
  await shows(page, ".todo-count", "2 items left");
  await page.click("li:nth-child(1) .toggle");
  await shows(page, ".todo-count", "1 item left");
  await page.click("li:nth-child(2) .toggle");
  await shows(page, ".todo-count", "0 items left");
});

test("todos are ticked off one by one and all at once", async (scene) => {
  const page = await open(scene, ["one", "two"]);
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
  const page = await open(scene, ["one", "two"]);
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
  const page = await open(scene, ["one", "two"]);
  await edit(page, 1);
  await page.fill(".edit", " ");
  await page.keyboard.press("Enter");
  await counts(page, ".todo-list li", 1);
  assert.deepEqual(await labels(page), ["two"]);
});

test("todos are deleted, and all completed ones are cleared", async (scene) => {
  const page = await open(scene, ["one", "two", "three"]);
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
  const page = await open(scene, ["one", "two", "three"]);
  await page.click("li:nth-child(2) .toggle");
  await page.waitForSelector(".completed");
  const chosen = async (name, expected) => {
    await page.click(`.filters a[href="?filter=${name}"]`);
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

test("todos survive a reload, and the first HTML has them without JavaScript", { needs: "scriptless" }, async (scene) => {
  const page = await open(scene, ["one <b>&amp;</b>", "two"]);
  await page.click("li:nth-child(2) .toggle");
  await page.waitForSelector(".completed");
  await page.reload();
  assert.deepEqual(await labels(page), ["one <b>&amp;</b>", "two"]);
  const storageState = await page.context().storageState();
  const plain = await scene.open(`${server.url}/?filter=Active`, { javaScriptEnabled: false, storageState });
  assert.deepEqual(await labels(plain), ["one <b>&amp;</b>"]);
  await plain.click(".filters a[href='?filter=Completed']");
  await shows(plain, ".todo-list label", "two");
  assert.deepEqual(await labels(plain), ["two"]);
});

/** Opens the list in another tab of the browser. */
const openTab = async (scene, page, url = server.url) => {
  const tab = await scene.pageIn(page.context());
  await tab.goto(url);
  await tab.live();
  return tab;
};

/** What a browser does when the user turns to a tab, or to a window that was in sight all the time. */
const turnTo = {
  tab: (page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))),
  window: (page) => page.evaluate(() => dispatchEvent(new Event("focus"))),
};

test("each browser has a list of its own", async (scene) => {
  const page = await open(scene, ["mine"]);
  const other = await open(scene, []);
  assert.deepEqual(await labels(other), []);
  await add(other, "theirs");
  await other.reload();
  assert.deepEqual(await labels(other), ["theirs"]);
  await page.reload();
  assert.deepEqual(await labels(page), ["mine"]);
});

test("tabs of one browser share its list, and show it as it is when the user turns to them", async (scene) => {
  const page = await open(scene, ["one"]);
  const other = await openTab(scene, page);
  assert.deepEqual(await labels(other), ["one"]);
  await add(page, "two");
  await turnTo.tab(other);
  await counts(other, ".todo-list li", 2);
  await page.click("li:nth-child(1) .toggle");
  await page.waitForSelector(".completed");
  await turnTo.window(other);
  await other.waitForSelector("li:nth-child(1).completed");
  await edit(page, 1);
  assert.equal(await other.locator(".edit").count(), 0, "what is edited belongs to one tab");
});

/** Clicks into a window that the user was in, and one that turns to it: that is heard first, and answered later. */
const clicks = {
  "": () => document.querySelector(".toggle").click(),
  ", nor does one that turns to its window": () => {
    dispatchEvent(new Event("focus"));
    document.querySelector(".toggle").click();
  },
};

for (const [which, click] of Object.entries(clicks)) {
  test(`a click on a todo that another tab has removed changes nothing else${which}`, async (scene) => {
    const page = await open(scene, ["one", "two"]);
    const other = await openTab(scene, page);
    await page.hover("li:nth-child(1)");
    await page.click("li:nth-child(1) .destroy");
    await counts(page, ".todo-list li", 1);
    await add(page, "three");
    // The pointer would find what the tab shows once it is in front.
    assert.deepEqual(await labels(other), ["one", "two"]);
    await other.evaluate(click);
    await shows(other, ".todo-list li:nth-child(2) label", "three");
    await other.wire.until(({ up, patches }) => patches.reduce((sum, patch) => sum + patch[1], 0) == up.length - 1);
    assert.deepEqual(await labels(other), ["two", "three"]);
    assert.equal(await other.locator(".completed").count(), 0);
  });
}

test("changes of several tabs at once are all kept", async (scene) => {
  const page = await open(scene, []);
  const tabs = [page, await openTab(scene, page), await openTab(scene, page)];
  const titles = [0, 1, 2].map((tab) => Array.from({ length: 8 }, (_, at) => `${tab}.${at}`));
  await Promise.all(
    tabs.map(async (tab, at) => {
      for (const title of titles[at]) {
        await tab.fill(".new-todo", title);
        await tab.press(".new-todo", "Enter");
        await tab.waitForFunction(() => document.querySelector(".new-todo").value == "");
      }
    }),
  );
  await page.reload();
  assert.deepEqual((await labels(page)).sort(), titles.flat());
});

test("lists outlive the server, in open pages and in new ones", async (scene) => {
  scene.expect(/WebSocket connection to .* failed/, /net::ERR_/);
  const own = await scene.serve("todo");
  const page = await scene.open(own.url);
  await add(page, "one");
  await page.click(".toggle");
  await page.waitForSelector(".completed");
  await own.restart();
  await page.live(2);
  await shows(page, ".completed label", "one");
  await add(page, "two");
  const other = await openTab(scene, page, own.url);
  assert.deepEqual(await labels(other), ["one", "two"]);
});

test("it looks as TodoMVC does", async (scene) => {
  const page = await open(scene, ["one", "two"]);
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

const touches = {
  "a password manager's nodes in its form": [fillForms],
  "a translator": [translate],
  "both of them": [fillForms, translate],
};

for (const [what, touching] of Object.entries(touches)) {
  test(`its main job is done with ${what}`, async (scene) => {
    const page = await openTouched(scene, server.url, `() => { ${touching.map((touch) => `(${touch})()`).join(";")} }`);
    /** Waits until the list is this, in whatever words. */
    const is = (titles, count) =>
      page.waitForFunction(
        ([titles, count]) => {
          const texts = (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.toLowerCase()).join();
          return texts(".todo-list label") == titles && texts(".todo-count") == count;
        },
        [titles, count],
      );
    for (const title of ["milk", "tea", "jam"]) await add(page, title);
    await is("milk,tea,jam", "3 items left");
    await page.click("li:nth-child(2) .toggle");
    await page.waitForSelector("li:nth-child(2).completed .toggle:checked");
    await is("milk,tea,jam", "2 items left");
    await edit(page, 1);
    await page.fill(".editing .edit", "cream");
    await page.keyboard.press("Enter");
    await counts(page, ".edit", 0);
    await page.hover("li:nth-child(3)");
    await page.click("li:nth-child(3) .destroy");
    await is("cream,tea", "1 item left");
    await page.click("li:nth-child(2) .toggle");
    await is("cream,tea", "2 items left");
  });
}
