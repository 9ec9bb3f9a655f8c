// Drafts lose nothing, and ask nothing that is of no use: several fields, forms, tabs and sessions.

import { stop } from "../support/clock.mjs";
import { assert, counts, press, serveForAll, test, texts } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

let keys = 0;

/** A page whose time stands still, of a draft of its own; `page.again()` opens it in another tab of the same browser. */
const open = async (scene, { view = "drafts", on = server, ...query } = {}) => {
  const key = `${process.pid}-${(keys += 1)}`;
  const address = (more) => `${on.url}/${view}?${new URLSearchParams({ key, ...query, ...more })}`;
  const start = async (page, more) => {
    await stop(page, address(more));
    page.again = async (more) => start(await scene.pageIn(page.context()), more);
    page.heard = () => texts(page, "#heard li");
    return page;
  };
  return start(await scene.blank(), {});
};

const fields = (page) =>
  page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("taut:"));
    return key ? JSON.parse(localStorage.getItem(key)).fields : {};
  });

const restore = async (page) => {
  await page.waitForSelector("#draft-restore");
  await press(page, "#draft-restore");
};

/** Waits until all is answered, and what comes of it has happened. */
const quiet = async (page) => {
  await page.waitForTimeout(50);
  await page.wire.until(({ up, patches }) => {
    const events = up.filter(([number]) => typeof number == "number");
    return patches.reduce((sum, patch) => sum + patch[1], 0) >= events.length;
  });
};

test("a radio group is restored by one event for the chosen button, and only fields that differ are announced", async (scene) => {
  const page = await open(scene);
  await page.check("#green");
  await page.check("#blue");
  await page.fill("#title", "typed");
  await page.check("#check");
  await page.uncheck("#check");
  await page.check(".many[value='2']");
  await page.pass(500);
  const other = await page.again();
  await restore(other);
  await quiet(other);
  assert.deepEqual(await other.heard(), ["title typed", "colour blue"]);
  assert.ok(await other.isChecked("#blue"));
  assert.deepEqual(await other.evaluate(() => [...document.querySelectorAll(".many")].map(({ checked }) => checked)), [false, true]);
  assert.equal(other.wire.up.length, 3);
});

test("a select, a text and a box are restored by one event each", async (scene) => {
  const page = await open(scene);
  await page.selectOption("#size", "large");
  await page.check("#check");
  await page.pass(500);
  const other = await page.again();
  await restore(other);
  await quiet(other);
  assert.deepEqual(await other.heard(), ["size large", "check true"]);
});

/** Starts a server of its own, which loses its sessions when it is killed and starts again. */
const openAlone = async (scene, options) => {
  const own = await scene.serve("e2e-server");
  scene.expect(NETWORK);
  const page = await open(scene, { on: own, ...options });
  page.lose = async (page, meanwhile = () => {}) => {
    const { length } = page.wire.joins;
    await own.kill();
    await page.waitForSelector("html[data-taut=offline]");
    await meanwhile();
    await own.start();
    // The page may try in vain before its server is there again.
    for (; page.wire.joins.length <= length; await page.waitForTimeout(50)) await page.pass(200);
    await page.waitForSelector("html:not([data-taut])");
  };
  return page;
};

for (const wait of [0, 1000]) {
  for (const field of ["#title", "#body", "#green"]) {
    test(`a lost session: one stroke in ${field} ${wait} ms before the answer, and nothing of either side is lost`, async (scene) => {
      const page = await openAlone(scene);
      await press(page, "#more");
      await page.waitForSelector("#detail");
      await page.fill("#detail", "a long detail");
      await page.fill("#body", "a long body");
      await page.fill("#note", "a long note");
      await page.lose(page);
      await page.waitForSelector(".taut-draft");
      if (field == "#green") await page.check(field);
      else await page.locator(field).press("End").then(() => page.keyboard.type("!"));
      await page.pass(wait);
      await counts(page, ".taut-draft", 1);
      await restore(page);
      await press(page, "#more");
      await page.waitForSelector("#detail");
      await page.waitForFunction(() => document.querySelector("#detail").value == "a long detail");
      const expected = { "#title": "!", "#body": "a long body!", "#note": "a long note!", "#green": true };
      const shown = field == "#green" ? await page.isChecked(field) : await page.inputValue(field);
      assert.equal(shown, expected[field]);
      if (field != "#body") assert.equal(await page.inputValue("#body"), "a long body");
      if (field != "#note") assert.equal(await page.inputValue("#note"), "a long note");
      await page.pass(1000);
      const kept = await fields(page);
      assert.deepEqual([kept.detail, kept.body?.[0], kept["note#reply"]], [["a long detail"], await page.inputValue("#body"), [await page.inputValue("#note")]]);
    });
  }
}

test("what was typed since a question was asked wins, and the other fields are restored", async (scene) => {
  for (const wait of [0, 1000]) {
    const page = await open(scene);
    await page.fill("#title", "old title");
    await page.fill("#body", "old body");
    await page.check("#green");
    await page.pass(500);
    const other = await page.again();
    await other.waitForSelector(".taut-draft");
    await other.focus("#title");
    await other.keyboard.type("new");
    await other.pass(wait);
    const third = wait && (await page.again());
    await restore(other);
    assert.deepEqual([await other.inputValue("#title"), await other.inputValue("#body")], ["new", "old body"]);
    assert.ok(await other.isChecked("#green"));
    await other.pass(1000);
    assert.deepEqual((await fields(other)).title, ["new"]);
    assert.deepEqual((await fields(other)).body[0], "old body");
    if (!third) continue;
    await restore(third);
    assert.deepEqual([await third.inputValue("#title"), await third.inputValue("#body")], ["new", "old body"]);
  }
});

test("to discard what is offered keeps what was typed since", async (scene) => {
  const page = await open(scene);
  await page.fill("#body", "old body");
  await page.pass(500);
  const other = await page.again();
  await other.waitForSelector(".taut-draft");
  await other.fill("#note", "new note");
  await other.pass(500);
  await press(other, "#draft-discard");
  assert.deepEqual(await fields(other), { "note#reply": ["new note"] });
  await other.pass(1000);
  const third = await page.again();
  await restore(third);
  assert.deepEqual([await third.inputValue("#body"), await third.inputValue("#note")], ["", "new note"]);
});

test("`restore = auto` in two tabs plays no ping-pong", async (scene) => {
  const page = await open(scene, { view: "drafts-auto" });
  const other = await page.again();
  await page.fill("#note", "typed");
  await page.fill("#title", "typed");
  await page.pass(500);
  await other.waitForFunction(() => document.querySelectorAll("#heard li").length == 2);
  for (let times = 0; times < 10; times++) {
    for (const tab of [page, other]) await tab.pass(500);
    await page.waitForTimeout(20);
  }
  assert.deepEqual(await page.heard(), ["note typed", "title typed"]);
  assert.deepEqual((await other.heard()).sort(), ["note typed", "title typed"]);
});

test("`restore = auto` in two tabs: fields that are typed at the same time are both kept, and shown in both", async (scene) => {
  const page = await open(scene, { view: "drafts-auto" });
  const other = await page.again();
  await page.fill("#note", "of the first");
  await other.fill("#title", "of the second");
  const hasBoth = async (tab) => (await tab.heard()).length >= 2;
  for (let times = 0; times < 200 && !((await hasBoth(page)) && (await hasBoth(other))); times++) {
    for (const tab of [page, other]) await tab.pass(500);
    await page.waitForTimeout(20);
  }
  for (const tab of [page, other]) {
    assert.deepEqual([await tab.inputValue("#note"), await tab.inputValue("#title")], ["of the first", "of the second"]);
    assert.deepEqual((await tab.heard()).sort(), ["note of the first", "title of the second"]);
  }
  // What one tab has written over the other's, that writes again once it hears of it.
  let kept = await fields(page);
  for (let times = 0; times < 50 && !(kept["note#reply"] && kept.title); times++) {
    for (const tab of [page, other]) await tab.pass(500);
    await page.waitForTimeout(20);
    kept = await fields(page);
  }
  assert.deepEqual([kept["note#reply"], kept.title], [["of the first"], ["of the second"]]);
});

test("a submit forgets the fields of its own form only", async (scene) => {
  const page = await open(scene);
  await page.fill("#title", "typed");
  await page.fill("#outside", "outside");
  await page.fill("#note", "a reply");
  await page.pass(500);
  await press(page, "#send-post");
  await quiet(page);
  await page.pass(2000);
  assert.deepEqual(await fields(page), { "note#reply": ["a reply"] });
  await press(page, "#send-reply");
  await quiet(page);
  await page.pass(2000);
  assert.deepEqual(await fields(page), {});
});

for (const wait of [0, 600]) {
  test(`what is typed while a submit is on its way stays a draft, typed ${wait} ms before the answer`, async (scene) => {
    const page = await open(scene, { slow: 300 });
    await page.fill("#title", "sent");
    await page.fill("#body", "sent");
    await page.pass(500);
    await press(page, "#send-post");
    await page.focus("#body");
    await page.keyboard.press("End");
    await page.keyboard.type(" and more");
    await page.pass(wait);
    await quiet(page);
    await page.waitForFunction(() => document.querySelector("#heard").textContent.includes("sent sent"));
    await page.pass(1000);
    const kept = await fields(page);
    assert.deepEqual([kept.title, kept.body?.[0]], [undefined, "sent and more"]);
    // The server has taken what was sent.
    const other = await page.again({ title: "sent", body: "" });
    await restore(other);
    assert.deepEqual([await other.inputValue("#title"), await other.inputValue("#body")], ["sent", "sent and more"]);
  });
}

test("two submits on their way: the first that is accepted forgets nothing of the second, which is refused", async (scene) => {
  const page = await open(scene, { slow: 150 });
  await page.fill("#body", "first");
  await press(page, "#send-post");
  await page.fill("#body", "bad");
  await press(page, "#send-post");
  await page.waitForFunction(() => document.querySelectorAll("#heard li").length == 2);
  await quiet(page);
  await page.pass(1000);
  assert.equal((await fields(page)).body?.[0], "bad");
});

for (const [what, note] of Object.entries({ "at once": undefined, "after others were kept": "more" })) {
  test(`“asked only if something that is shown would change”: fields without a control are asked about when they have one, ${what}`, async (scene) => {
    const page = await open(scene);
    await press(page, "#more");
    await page.waitForSelector("#detail");
    await page.fill("#detail", "typed");
    await page.pass(500);
    const other = await page.again();
    if (note) await other.fill("#note", note);
    await other.pass(1000);
    await counts(other, ".taut-draft", 0);
    assert.deepEqual((await fields(other)).detail, ["typed"]);
    await press(other, "#more");
    await other.waitForSelector("#detail");
    await restore(other);
    assert.equal(await other.inputValue("#detail"), "typed");
  });
}

test("“asked only if something that is shown would change”: not if the server says the same by now", async (scene) => {
  const page = await open(scene);
  await page.fill("#title", "typed");
  await page.pass(500);
  const other = await page.again({ title: "typed" });
  await counts(other, ".taut-draft", 0);
});

test("“newer than the server's value”: what the server has changed since is not offered, and the other fields are", async (scene) => {
  const page = await open(scene, { title: "old", body: "old" });
  await page.fill("#title", "typed");
  await page.fill("#body", "typed");
  await page.pass(500);
  const other = await page.again({ title: "new" });
  await restore(other);
  assert.deepEqual([await other.inputValue("#title"), await other.inputValue("#body")], ["new", "typed"]);
});

test("“newer than the server's value”: what the server says when the user begins, not when the page was loaded", async (scene) => {
  const page = await open(scene);
  await press(page, "#retitle");
  await page.waitForFunction(() => document.querySelector("#title").value == "other");
  await page.fill("#title", "other and typed");
  await page.pass(500);
  const other = await page.again({ title: "other" });
  await restore(other);
  assert.equal(await other.inputValue("#title"), "other and typed");
});

test("what is put back by itself is the user's: what they make of it later is kept as well", async (scene) => {
  const page = await open(scene, { view: "drafts-auto" });
  await page.fill("#title", "a");
  await page.check("#green");
  await page.pass(500);
  const other = await page.again();
  await quiet(other);
  await other.fill("#title", "ab");
  await other.check("#blue");
  await other.pass(500);
  const third = await page.again();
  await quiet(third);
  assert.deepEqual([await third.inputValue("#title"), await third.isChecked("#blue")], ["ab", true]);
});

test("a choice is offered as long as the server says the same of it, also after the session was lost", async (scene) => {
  const page = await openAlone(scene);
  await page.check("#green");
  await page.pass(500);
  const other = await page.again();
  await other.waitForSelector("#draft-restore");
  await page.lose(other);
  await restore(other);
  assert.ok(await other.isChecked("#green"));
});

test("what is chosen while the session is lost is offered, though the session before had another value", async (scene) => {
  const page = await openAlone(scene, { view: "drafts-auto" });
  await page.check("#green");
  await press(page, "#send-post");
  await quiet(page);
  await page.lose(page, () => page.check("#blue"));
  await quiet(page);
  await page.pass(500);
  const other = await page.again();
  await quiet(other);
  assert.ok(await other.isChecked("#blue"));
});
