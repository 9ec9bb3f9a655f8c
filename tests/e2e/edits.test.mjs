// What the user types stays as it was typed, and what the server says is shown when the user is done (C1 to C4, S4).

import { assert, counts, press, serveForAll, shows, test, texts } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** Opens a page whose answers take their time. */
const open = async (scene, latency = 0) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/edits`);
  between.latency = latency;
  page.between = between;
  return page;
};

const LATENCIES = [0, 60, 200];

/** Types as a person does. */
const type = (page, text) => page.keyboard.type(text, { delay: 70 });

const value = (page, selector) =>
  page.evaluate((selector) => document.querySelector(selector).value ?? document.querySelector(selector).textContent, selector);

/** Waits until a control shows a value. */
const becomes = (page, selector, expected) =>
  page.waitForFunction(
    ([selector, expected]) => document.querySelector(selector).value == expected,
    [selector, expected],
  );

/** Waits until all is answered. */
const quiet = (page) => page.wire.until(({ up, patches }) => patches.reduce((sum, patch) => sum + patch[1], 0) == up.length - 1);

for (const latency of LATENCIES) {
  for (const [text, shown, kept = shown] of [
    ["1.05", "1.05"],
    ["10.00", "10.00", "10"],
    ["-5", "-5"],
    ["0.50", "0.50", "0.5"],
    ["1e3", "1e3", "1000"],
    ["1.", "1.", "1"],
  ]) {
    test(`C3: a number is typed as ${text}, answers take ${latency} ms`, async (scene) => {
      const page = await open(scene, latency);
      await page.click("#price");
      await page.keyboard.press("Control+a");
      await type(page, text);
      await shows(page, "#priced", kept);
      await quiet(page);
      await page.keyboard.press("Tab");
      // What a browser gives as the value of `1.` is its own affair.
      assert.equal(await value(page, "#price"), shown == "1." ? "1" : shown, "it stays as it was typed");
    });
  }

  test(`C2: “caret and selection”: capitals are typed into the middle, answers take ${latency} ms`, async (scene) => {
    const page = await open(scene, latency);
    await page.click("#upper");
    await type(page, "ad");
    await page.keyboard.press("ArrowLeft");
    await type(page, "bc");
    assert.equal(await value(page, "#upper"), "abcd");
    await shows(page, "#uppered", "ABCD");
    await quiet(page);
    assert.equal(await value(page, "#upper"), "abcd");
    await page.keyboard.press("Tab");
    assert.equal(await value(page, "#upper"), "ABCD");
  });

  for (const [field, said] of [["#trim", "#trimmed"], ["#trim-form", "#trimmed"], ["#trim-later", "#later"]]) {
    test(`C2: a space is typed into ${field}, whose handler trims, answers take ${latency} ms`, async (scene) => {
      const page = await open(scene, latency);
      await page.click(field);
      await type(page, "Ada Lovelace ");
      assert.equal(await value(page, field), "Ada Lovelace ");
      await shows(page, said, "Ada Lovelace");
      await quiet(page);
      assert.equal(await value(page, field), "Ada Lovelace ");
      await page.keyboard.press("Tab");
      await becomes(page, field, "Ada Lovelace");
    });
  }

  test(`C2: “a live rewrite”: a mask keeps the caret, answers take ${latency} ms`, async (scene) => {
    const page = await open(scene, latency);
    await page.click("#mask");
    await type(page, "1234567");
    await becomes(page, "#mask", "123 456 7");
    await quiet(page);
    for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowLeft");
    await type(page, "00");
    await becomes(page, "#mask", "123 004 567");
    await quiet(page);
    const caret = await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart]);
    assert.deepEqual(caret, ["mask", 6]);
    await page.keyboard.press("Backspace");
    await becomes(page, "#mask", "123 045 67");
    await quiet(page);
    assert.equal(await page.evaluate(() => document.activeElement.selectionStart), 5);
  });

  test(`C2: text of an editable element, answers take ${latency} ms`, async (scene) => {
    const page = await open(scene, latency);
    await page.click("#note");
    await type(page, "new");
    assert.equal(await value(page, "#note"), "new");
    await shows(page, "#noted", "new");
    await quiet(page);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Backspace");
    await shows(page, "#noted", "");
    await type(page, "a b");
    await page.keyboard.press("ArrowLeft");
    await type(page, "x");
    await shows(page, "#noted", "a xb");
    await quiet(page);
    assert.equal(await page.evaluate(() => document.querySelector("#note").innerText), "a xb");
    await page.focus("#upper");
    assert.equal(await page.evaluate(() => document.querySelector("#note").innerText), "a xb");
  });

  test(`C1: “takes nothing away, also after blur”, answers take ${latency} ms`, async (scene) => {
    const page = await open(scene, latency);
    await page.click("#title");
    await page.keyboard.press("Control+a");
    await type(page, "New");
    await page.keyboard.press("Tab");
    await quiet(page);
    assert.equal(await value(page, "#title"), "New");
    await page.click("#save");
    await page.waitForFunction(() => document.querySelector("#saved").textContent.endsWith(" New"));
    await becomes(page, "#title", "Old");
    await page.fill("#title", "bad");
    await page.click("#save");
    await quiet(page);
    assert.equal(await value(page, "#title"), "bad", "after a submit that failed, what was typed");
  });

  test(`C4: radio buttons of two forms with one name, answers take ${latency} ms`, async (scene) => {
    const page = await open(scene, latency);
    await page.click("#L-1");
    await page.click("#S-0");
    await shows(page, "#chosen", "SL ");
    await quiet(page);
    const checked = () => page.evaluate(() => [...document.querySelectorAll("[name=size]:checked")].map(({ id }) => id));
    assert.deepEqual(await checked(), ["S-0", "L-1", "M-2", "M-3"]);
    await page.click("#send-1");
    await shows(page, "#chosen", "SL 1 L");
    assert.deepEqual(await checked(), ["S-0", "L-1", "M-2", "M-3"]);
    // These are of forms that keep no copy.
    await page.click("#L-3");
    await page.click("#S-2");
    await shows(page, "#count", 2);
    assert.deepEqual(await checked(), ["S-0", "L-1", "S-2", "L-3"]);
    await page.click("#send-3");
    await shows(page, "#chosen", "SL 3 L");
    await quiet(page);
    assert.deepEqual(await checked(), ["S-0", "L-1", "S-2", "M-3"], "what was sent shows what the view says");
  });
}

test("C2: what another event does to a control that is being edited is shown there", async (scene) => {
  const page = await open(scene);
  await page.click("#query");
  await type(page, "abc");
  await shows(page, "#queried", "abc");
  await quiet(page);
  await page.keyboard.press("Escape");
  await becomes(page, "#query", "");
  await type(page, "d");
  await shows(page, "#queried", "d");
  page.between.hold();
  await page.keyboard.press("Escape");
  await type(page, "e");
  page.between.flow();
  await shows(page, "#queried", "de");
  assert.equal(await value(page, "#query"), "de", "but not over what was typed after it");
});

test("C2: “the server's value is shown when the user leaves it”, also after the form around it was refused", async (scene) => {
  const page = await open(scene);
  await page.click("#tidy");
  await type(page, "bad ");
  await quiet(page);
  assert.equal(await value(page, "#tidy"), "bad ");
  await page.keyboard.press("Enter");
  await quiet(page);
  await page.keyboard.press("Tab");
  await becomes(page, "#tidy", "bad");
});

test("C4: “all controls of that form”, wherever they stand", async (scene) => {
  const page = await open(scene);
  const shown = async () => [
    await value(page, "#what"),
    await page.isChecked("#gift"),
    await value(page, "#order-note"),
    await value(page, "#held"),
  ];
  const fill = async (what) => {
    await page.fill("#what", what);
    await page.check("#gift");
    await page.fill("#order-note", "typed");
    await page.fill("#held", "typed");
  };
  await fill("bad");
  await page.click("#send-order");
  await quiet(page);
  assert.deepEqual(await shown(), ["bad", true, "typed", "typed"]);
  await page.fill("#what", "tea");
  await page.click("#send-order");
  await counts(page, "#log li", 1);
  assert.deepEqual(await texts(page, "#log li"), ["tea true typed"]);
  assert.deepEqual(await shown(), ["", false, "none", ""]);
  await page.fill("#query", "said");
  await becomes(page, "#held", "said");
  await fill("more");
  await page.click("#reset-order");
  assert.deepEqual(await shown(), ["", false, "none", "said"], "“a reset button restores what the server says”");
});

test("C4: a submit by Enter sends what is shown, and shows what the server says", async (scene) => {
  const page = await open(scene);
  await page.click("#what");
  await type(page, "tea");
  await page.keyboard.press("Enter");
  await type(page, "!");
  await counts(page, "#log li", 1);
  await page.keyboard.press("Enter");
  await counts(page, "#log li", 2);
  const lines = await texts(page, "#log li");
  assert.equal(lines.join("").replaceAll(/ false none/g, ""), lines[1].startsWith("tea") ? "teatea!" : "tea!");
});

test("S1: a text that can be edited is found as the server wrote it, and changes", async (scene) => {
  const page = await open(scene);
  assert.equal(page.wire.up[0][1], 0);
  assert.equal(await value(page, "#kept-note"), "kept 0");
  await press(page, "#count");
  await shows(page, "#kept-note", "kept 1");
});

/** What a page is in which a browser moves a field otherwise than at once. */
const MOVES = {
  "as the browser moves": () => {},
  "without `moveBefore`": () => delete Element.prototype.moveBefore,
  "in a page that others have touched": () => document.body.append("x") ?? document.body.lastChild.remove(),
};

for (const [how, prepare] of Object.entries(MOVES)) {
  for (const [key, last] of [["Tab", "left"], ["Enter", "sent"]]) {
    test(`a field that moves while the user types is not left, and ${key} tells its change, ${how}`, async (scene) => {
      const page = await open(scene);
      await page.evaluate(prepare);
      await page.click("#row-0");
      await type(page, "Ada ");
      await press(page, "#turn");
      await page.waitForFunction(() => document.querySelector("#rows input:last-of-type").id == "row-0");
      await quiet(page);
      assert.equal(await page.evaluate(() => document.activeElement.id), "row-0");
      assert.equal(await value(page, "#row-0"), "Ada ");
      await page.keyboard.press(key);
      await counts(page, "#log li", 3);
      await quiet(page);
      assert.deepEqual(await texts(page, "#log li"), ["come", "Ada ", last]);
      assert.equal(await value(page, "#row-0"), "Ada");
    });
  }
}

test("a checkbox whose click is refused goes back", async (scene) => {
  const page = await open(scene);
  await page.click("#never");
  await page.waitForFunction(() => !document.querySelector("#never").checked);
  await quiet(page);
});

test("a text with other line endings is the same text", async (scene) => {
  const page = await open(scene);
  await page.click("#lines");
  await page.keyboard.press("Control+Home");
  await type(page, "x");
  await quiet(page);
  await page.evaluate(() => {
    window.written = 0;
    const own = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
    Object.defineProperty(document.querySelector("#lines"), "value", { get: own.get, set: () => (window.written += 1) });
  });
  await page.focus("#upper");
  await press(page, "#count");
  await quiet(page);
  assert.equal(await value(page, "#lines"), "xone\ntwo");
  assert.equal(await page.evaluate(() => window.written), 0);
});

test("a range follows the hand, and the server's number is the same one", async (scene) => {
  const page = await open(scene, 60);
  await page.focus("#tenths");
  for (let step = 0; step < 7; step++) await page.keyboard.press("ArrowRight");
  await shows(page, "#tenth", "0.7");
  assert.equal(await value(page, "#tenths"), "0.7");
});

test("only radio buttons are of a group, and only states are put back", async (scene) => {
  const page = await open(scene);
  await page.click("#quick-1");
  await quiet(page);
  await page.click("#quick-2");
  await page.waitForFunction(() => document.querySelector("#quick-1").checked);
  await counts(page, "#quick input", 3);
  await page.click("#quick-note");
  await type(page, "text");
  await quiet(page);
  assert.equal(await value(page, "#quick-note"), "text");
});

/** Loads a page whose client comes when `page.start` says so. */
const openEarly = async (scene) => {
  const between = await scene.proxy(server.port);
  between.stalls = /GET \S*\/taut\.\w+\.js/;
  const page = await scene.blank();
  page.start = () => between.goOn();
  await page.goto(`${between.url}/edits`, { waitUntil: "commit" });
  await page.waitForSelector("#log", { state: "attached" });
  return page;
};

test("S4: “typed text and ticked boxes are reported as events if a listener wants them”", async (scene) => {
  const page = await openEarly(scene);
  await page.fill("#trim", "Ada ");
  await press(page, "#tick");
  await press(page, "#L-1");
  await page.fill("#heard-text", "heard");
  await page.fill("#unheard", "typed");
  await page.fill("#what", "tea");
  for (const editable of ["#note", "#kept-note"]) {
    await page.focus(editable);
    await page.keyboard.type("mine");
  }
  await page.focus("#upper");
  await page.keyboard.type("ab");
  page.start();
  await page.live();
  await shows(page, "#uppered", "AB");
  await shows(page, "#trimmed", "Ada");
  await shows(page, "#chosen", "ML ");
  await counts(page, "#log li", 2);
  await quiet(page);
  assert.deepEqual((await texts(page, "#log li")).sort(), ["heard", "ticked true"]);
  assert.deepEqual([await value(page, "#trim"), await value(page, "#upper")], ["Ada", "ab"]);
  await shows(page, "#noted", "mine");
  assert.equal(await value(page, "#note"), "mine");
  await shows(page, "#kept-note", "kept 0");
  assert.equal(await value(page, "#unheard"), "unheard", "“and shown as the server says otherwise”");
  assert.equal(await value(page, "#what"), "tea", "what a form will send stays");
  await page.keyboard.type("c");
  await shows(page, "#uppered", "ABC");
});

test("B2: what a browser restores by itself, the server hears", async (scene) => {
  const page = await scene.open(`${server.url}/edits`);
  await page.fill("#upper", "ab");
  await page.check("#tick");
  await page.fill("#order-note", "typed");
  await shows(page, "#uppered", "AB");
  await quiet(page);
  await page.goto(`${server.url}/urls`);
  const joins = page.wire.joins.length;
  await page.goBack();
  await page.live(joins + 1);
  assert.equal(await page.inputValue("#order-note"), "typed", "Chromium restores it");
  await shows(page, "#uppered", "AB");
  await page.waitForFunction(() => document.querySelector("#log").textContent.endsWith("ticked true"));
  assert.ok(await page.isChecked("#tick"));
});
