// What a user or another script has changed stays, whatever is patched around it.

import { assert, counts, press, serveForAll, shows, test } from "./support/scene.mjs";
import { changes, record } from "./support/record.mjs";

const server = await serveForAll("e2e-server");

const open = (scene, options) => scene.open(`${server.url}/survive`, options);

const bump = async (page, count) => {
  await press(page, "#bump");
  await shows(page, "#count", count);
};

test("focus, caret, selection, scroll and typed text survive", async (scene) => {
  const page = await open(scene);
  await page.fill("#area", "some text that is typed");
  await page.fill("#typed", "typed");
  await page.selectOption("#choice", "b");
  await page.check("#box");
  await page.evaluate(() => {
    document.querySelector("#scroll").scrollTop = 123;
    const area = document.querySelector("#area");
    area.focus();
    area.setSelectionRange(5, 9, "backward");
  });
  await bump(page, 1);
  await bump(page, 2);
  const state = await page.evaluate(() => {
    const of = (selector) => document.querySelector(selector);
    const { selectionStart, selectionEnd, selectionDirection, value } = of("#area");
    return {
      area: [document.activeElement.id, selectionStart, selectionEnd, selectionDirection, value],
      others: [of("#typed").value, of("#choice").value, of("#box").checked, of("#scroll").scrollTop],
    };
  });
  // The second patch brings an input that wants the focus, which the text has.
  assert.deepEqual(state, {
    area: ["area", 5, 9, "backward", "some text that is typed"],
    others: ["typed", "b", true, 123],
  });
});

test("a selection of text beside patched text survives", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    const [first, , , , second] = document.querySelector("#around").childNodes;
    getSelection().setBaseAndExtent(first, 1, second, 3);
  });
  assert.equal(await page.evaluate(() => String(getSelection())), "ount: 0 an");
  await bump(page, 1);
  assert.equal(await page.evaluate(() => String(getSelection())), "ount: 1 an");
});

test("a selection of text in rows goes with them", async (scene) => {
  const page = await open(scene);
  const select = (row) =>
    page.evaluate((row) => {
      const [number, , , , count] = document.querySelector(`#row-${row} span`).childNodes;
      window.selected = [number, 0, count, 1];
      getSelection().setBaseAndExtent(...window.selected);
    }, row);
  const isKept = () =>
    page.evaluate(() => {
      const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
      return [anchorNode, anchorOffset, focusNode, focusOffset].every((part, at) => part == window.selected[at]);
    });
  let patches = 0;
  for (let row = 1; row <= 5; row++) {
    for (const how of ["#rotate", "#reverse", "#rotate"]) {
      await select(row);
      await press(page, how);
      patches += 1;
      await page.wire.until((wire) => wire.patches.length == patches);
      assert.ok(await isKept(), `row ${row} after ${how}`);
    }
  }
});

test("open details, foreign nodes, classes and attributes survive", async (scene) => {
  const page = await open(scene);
  await page.click("#details summary");
  await page.evaluate(() => {
    const foreign = document.querySelector("#foreign");
    foreign.append(Object.assign(document.createElement("b"), { id: "added" }));
    foreign.classList.add("mine");
    foreign.setAttribute("data-mine", "yes");
    document.body.prepend(Object.assign(document.createElement("aside"), { id: "before" }));
    document.querySelector("#row-3").after(Object.assign(document.createElement("li"), { id: "between" }));
  });
  for (const count of [1, 2, 3]) await bump(page, count);
  await press(page, "#rotate");
  await page.waitForFunction(() => document.querySelector("ul").lastElementChild.id == "row-1");
  assert.ok(await page.evaluate(() => document.querySelector("#details").open));
  assert.equal(await page.getAttribute("#foreign", "class"), "mine odd");
  assert.equal(await page.getAttribute("#foreign", "data-mine"), "yes");
  for (const id of ["added", "before", "between"]) assert.equal(await page.locator(`#${id}`).count(), 1, id);
  assert.equal(await page.textContent("#foreign"), "3");
});

test("a running transition goes on", async (scene) => {
  const page = await open(scene);
  await bump(page, 1);
  const started = await page.evaluate(() => {
    [window.transition] = document.querySelector("#fading").getAnimations();
    return window.transition.playState;
  });
  assert.equal(started, "running");
  for (const count of [2, 3]) await bump(page, count);
  assert.ok(await page.evaluate(() => {
    const [transition] = document.querySelector("#fading").getAnimations();
    return transition == window.transition && transition.playState == "running";
  }));
});

test("rows keep their typed text, and the moved one its focus and caret", async (scene) => {
  const page = await open(scene);
  await page.fill("#row-2 input", "in the second");
  await page.fill("#row-1 input", "in the first");
  await page.evaluate(() => {
    const input = document.querySelector("#row-1 input");
    window.blurs = 0;
    input.addEventListener("blur", () => window.blurs++);
    input.setSelectionRange(3, 6);
  });
  for (const selector of ["#rotate", "#reverse", "#rotate"]) await press(page, selector);
  await page.waitForFunction(() => document.querySelector("ul li").id == "row-5");
  const state = await page.evaluate(() => {
    const input = document.activeElement;
    return [input.closest("li")?.id, input.value, input.selectionStart, input.selectionEnd, window.blurs];
  });
  assert.deepEqual(state, ["row-1", "in the first", 3, 6, 0]);
  assert.equal(await page.inputValue("#row-2 input"), "in the second");
});

test("a patch writes what has changed and nothing else", async (scene) => {
  const page = await open(scene);
  await bump(page, 1);
  await record(page);
  await press(page, "#reverse");
  await page.waitForFunction(() => document.querySelector("ul li").id == "row-5");
  assert.deepEqual(await changes(page), { texts: 0, attributes: [], moved: 4, added: 0, removed: 0, records: 8 });
});

test("a block keeps its nodes while it is shown", async (scene) => {
  const page = await open(scene);
  await bump(page, 1);
  await page.fill("#inner", "kept");
  await bump(page, 2);
  await bump(page, 3);
  assert.equal(await page.inputValue("#inner"), "kept");
  assert.equal(await page.textContent("#block span"), "3");
});

test("an input that comes with autofocus gets the focus, its text selected by nobody", async (scene) => {
  const page = await open(scene);
  await page.focus("#typed");
  await bump(page, 1);
  assert.equal(await page.evaluate(() => document.activeElement.id), "typed");
  await page.click("#bump");
  await shows(page, "#count", 2);
  assert.equal(await page.evaluate(() => document.activeElement.id), "autofocus");
  await page.keyboard.type("!");
  assert.equal(await page.inputValue("#autofocus"), "ready!");
});

test("on a live page, only an event of the user makes `autofocus` take the focus", async (scene) => {
  const page = await open(scene);
  const focused = await page.evaluate(async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const come = async (id) => {
      document.body.append(Object.assign(document.createElement("input"), { id, autofocus: true }));
      for (let frames = 2; frames--; ) await drawn();
      return document.activeElement.id;
    };
    await drawn();
    const nowhere = await come("first");
    document.querySelector("#typed").focus();
    return [nowhere, await come("second")];
  });
  assert.deepEqual(focused, ["", "typed"]);
});

test("a handler sets the title, dispatches events and reports errors", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    window.heard = [];
    document.addEventListener("saved", ({ detail }) => window.heard.push(detail));
    addEventListener("taut:error", ({ target, detail }) => window.heard.push([target.id, detail.message]));
  });
  await page.click("#effects");
  await page.waitForFunction(() => document.title == "Title & <b>more</b>");
  await page.click("#fail");
  await page.waitForFunction(() => window.heard.length == 2);
  assert.deepEqual(await page.evaluate(() => window.heard), [[1, 2], ["fail", "It failed."]]);
});

test("the text of a title is patched", async (scene) => {
  const page = await open(scene);
  await page.fill("#name", "of the <b>");
  await page.waitForFunction(() => document.title == "Survive of the <b>");
});

test("a foreign script that removes patched nodes does not break the page", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    document.querySelector("#row-1").remove();
    document.querySelector("#around").remove();
  });
  await bump(page, 1);
  await press(page, "#drop");
  await press(page, "#rotate");
  await page.waitForFunction(() => document.querySelector("ul").textContent == "3:14:15:12:1");
  await counts(page, "ul li", 4);
});
