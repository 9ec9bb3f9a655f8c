// `@loading` and `@loading-text`, rule by rule of CONFORMANCE.md.

import { enter, openStopped } from "../support/clock.mjs";
import { assert, counts, press, serveForAll, shows, test } from "../support/scene.mjs";
import { watchWrites } from "../support/writes.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

/** A page whose server's answers wait until the test lets them through. */
const open = async (scene, mode = "accept") => {
  const between = await scene.proxy(server.port);
  const page = await openStopped(scene, `${between.url}/loading?mode=${mode}`);
  between.hold();
  page.between = between;
  return page;
};

/** What is marked: class, attribute and control of an element. */
const look = (page, selector) =>
  page.evaluate((selector) => {
    const element = document.querySelector(selector);
    return {
      loading: element.classList.contains("loading"),
      busy: element.getAttribute("aria-busy"),
      disabled: element.disabled ?? null,
      text: element.innerText || element.value || "",
    };
  }, selector);

const all = ["#own", "#text", "#spelled", "#bare", "#off", "#for-save", "#for-other", "#for-both", "#for-view", "#other", "#send", "#field"];

/** What shows an event of each listener. */
const scopes = {
  "#own": ["#own", "#off", "#for-save", "#for-both", "#for-view"],
  "#text": ["#text", "#off", "#for-save", "#for-both", "#for-view"],
  "#spelled": ["#spelled", "#off", "#for-save", "#for-both", "#for-view"],
  "#bare": ["#off", "#for-save", "#for-both", "#for-view"],
  "#other": ["#other", "#for-other", "#for-both", "#for-view"],
  "#send": ["#send", "#field", "#for-view"],
};
for (const [source, marked] of Object.entries(scopes)) {
  test(`“scopes: the element itself, for a handler, the view”: ${source}`, async (scene) => {
    const page = await open(scene);
    await press(page, source);
    const loading = await page.evaluate((all) => all.filter((one) => document.querySelector(one).matches(".loading")), all);
    assert.deepEqual(loading.sort(), [...marked].sort());
    page.between.flow();
    await counts(page, ".loading", 0);
    await counts(page, "[aria-busy]", 0);
  });
}

test("“class loading, disabled on controls, aria-busy”", async (scene) => {
  const page = await open(scene);
  const before = await look(page, "#own");
  assert.deepEqual(before, { loading: false, busy: null, disabled: false, text: "Save" });
  await press(page, "#own");
  assert.deepEqual(await look(page, "#own"), { loading: true, busy: "true", disabled: true, text: "Save" });
  assert.equal(await page.getAttribute("#own", "class"), "mine loading");
  page.between.flow();
  await counts(page, ".loading", 0);
  assert.deepEqual(await look(page, "#own"), before);
  assert.equal(await page.getAttribute("#own", "class"), "mine");
});

const texts = {
  "#text": ["Saving…", "* Save"],
  "#spelled": ["Saving…", "Save"],
  "#empty": ["Saving…", ""],
  "#input-button": ["Saving…", "Save"],
  "#link": ["Loading…", "Load"],
};
for (const [selector, [during, after]] of Object.entries(texts)) {
  test(`“the text replaced”, and what it was comes back: ${selector}`, async (scene) => {
    const page = await open(scene);
    await page.evaluate((selector) => (window.nodes = [...document.querySelector(selector).children]), selector);
    await press(page, selector);
    assert.equal((await look(page, selector)).text, during);
    page.between.flow();
    await counts(page, ".loading", 0);
    assert.equal((await look(page, selector)).text, after);
    assert.ok(await page.evaluate((selector) => window.nodes.every((node, at) => node == document.querySelector(selector).children[at]), selector));
  });
}

test("“from the send”: at once, in the same task", async (scene) => {
  const page = await open(scene);
  const classes = await page.evaluate(() => {
    document.querySelector("#own").click();
    return document.querySelector("#own").className;
  });
  assert.equal(classes, "mine loading");
});

test("“(or from the gate, if it waits)”", async (scene) => {
  const page = await open(scene);
  await enter(page, "#wait", "x");
  assert.ok((await look(page, "#for-wait")).loading);
  await page.pass(300);
  assert.ok((await look(page, "#for-wait")).loading);
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("“from the gate”: several events that wait are one", async (scene) => {
  const page = await open(scene);
  for (const text of ["x", "xy"]) await enter(page, "#wait", text);
  await page.pass(300);
  await page.between.release();
  await counts(page, ".loading", 0);
});

test("“until its own acknowledgement”: another one ends nothing", async (scene) => {
  const page = await open(scene);
  await press(page, "#own");
  await press(page, "#other");
  await page.between.keeps(2);
  await page.between.release();
  await counts(page, "#own.loading", 0);
  assert.ok((await look(page, "#other")).loading);
  assert.ok((await look(page, "#for-both")).loading, "it is marked for both");
  assert.ok(!(await look(page, "#for-save")).loading);
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("“counted by reference: two events in flight end it after the second”", async (scene) => {
  const page = await open(scene);
  await press(page, "#bare");
  await press(page, "#bare");
  await page.between.keeps(2);
  await page.between.release();
  await shows(page, "#saves", 1);
  assert.ok((await look(page, "#for-save")).loading);
  await page.between.release();
  await shows(page, "#saves", 2);
  assert.ok(!(await look(page, "#for-save")).loading);
});

test("“counted by reference”: ten events and one text", async (scene) => {
  const page = await open(scene);
  for (let clicks = 0; clicks < 10; clicks++) await press(page, "#link");
  assert.equal((await look(page, "#link")).text, "Loading…");
  page.between.flow();
  await shows(page, "#saves", 10);
  assert.equal((await look(page, "#link")).text, "Load");
  await counts(page, ".loading", 0);
});

test("“what was disabled before stays disabled after”", async (scene) => {
  const page = await open(scene);
  await press(page, "#own");
  assert.ok((await look(page, "#off")).disabled);
  page.between.flow();
  await counts(page, ".loading", 0);
  assert.ok((await look(page, "#off")).disabled);
});

test("“patches that touch the element meanwhile win when it ends”: text, class and disabled", async (scene) => {
  const page = await open(scene);
  await press(page, "#patched");
  assert.equal((await look(page, "#patched")).text, "Saving…");
  page.between.flow();
  await counts(page, ".loading", 0);
  assert.deepEqual(await look(page, "#patched"), { loading: false, busy: null, disabled: true, text: "Saved 1 times" });
  assert.equal(await page.getAttribute("#patched", "class"), "locked");
});

test("“show/hide variants”", async (scene) => {
  const page = await open(scene);
  await press(page, "#bare");
  assert.ok((await look(page, "#shown")).loading);
  assert.ok((await look(page, "#hidden")).loading);
  assert.notEqual(await page.getAttribute("#shown", "data-loading-show"), null);
  assert.notEqual(await page.getAttribute("#hidden", "data-loading-hide"), null);
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("“show/hide variants”, with the default style sheet", async (scene) => {
  const page = await open(scene);
  const visible = () => page.evaluate(() => ["#shown", "#hidden"].map((one) => document.querySelector(one).checkVisibility()));
  assert.deepEqual(await visible(), [false, true]);
  await press(page, "#bare");
  assert.deepEqual(await visible(), [true, false]);
  page.between.flow();
  await counts(page, ".loading", 0);
  assert.deepEqual(await visible(), [false, true]);
});

test("“optional delay before showing”: a quick answer shows nothing", async (scene) => {
  const page = await open(scene);
  await press(page, "#bare");
  await page.pass(199);
  assert.ok(!(await look(page, "#delayed")).loading);
  page.between.flow();
  await shows(page, "#saves", 1);
  await page.pass(1000);
  assert.ok(!(await look(page, "#delayed")).loading);
});

test("“optional delay before showing”: a slow one does", async (scene) => {
  const page = await open(scene);
  await press(page, "#bare");
  await page.pass(200);
  assert.ok((await look(page, "#delayed")).loading);
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("a control in which the user types is not disabled", async (scene) => {
  const page = await open(scene);
  await page.focus("#typed");
  await page.keyboard.type("ab");
  assert.deepEqual(await look(page, "#typed"), { loading: true, busy: "true", disabled: false, text: "ab" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "typed");
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("a spinner inside the element is its own; one with a listener is not", async (scene) => {
  const page = await open(scene);
  await press(page, "#card");
  assert.ok((await look(page, "#spinner")).loading);
  assert.ok(!(await look(page, "#inner")).loading);
  page.between.flow();
  await counts(page, ".loading", 0);
  page.between.hold();
  await press(page, "#inner");
  assert.ok((await look(page, "#inner")).loading);
  assert.ok(!(await look(page, "#spinner")).loading);
  page.between.flow();
});

test("a form's event marks the button that sent it", async (scene) => {
  const page = await open(scene);
  await press(page, "#second");
  assert.ok((await look(page, "#second")).loading);
  assert.ok(!(await look(page, "#own")).loading);
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("a form that is sent by Enter marks its default button, and sends all its fields", async (scene) => {
  const page = await open(scene);
  await page.focus("#field");
  await page.keyboard.type("x");
  await page.keyboard.press("Enter");
  assert.deepEqual(await look(page, "#send"), { loading: true, busy: "true", disabled: true, text: "Sending…" });
  assert.deepEqual(page.wire.up.at(-1).at(-1), [["field", "x"]]);
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("a double click on a button that shows it is one event", async (scene) => {
  const page = await open(scene);
  await page.dblclick("#own", { force: true });
  page.between.flow();
  await shows(page, "#saves", 1);
  await counts(page, ".loading", 0);
  assert.equal(page.wire.up.length, 2);
});

test("“error … ends it”", async (scene) => {
  const page = await open(scene, "refuse");
  await press(page, "#text");
  page.between.flow();
  await counts(page, ".loading", 0);
  assert.equal((await look(page, "#text")).text, "* Save");
  assert.equal(await page.isDisabled("#text"), false);
});

test("“error … ends it”: a panic", async (scene) => {
  scene.expect(NETWORK);
  const page = await open(scene, "panic");
  await press(page, "#text");
  page.between.flow();
  await counts(page, ".loading", 0);
  assert.equal((await look(page, "#text")).text, "* Save");
});

test("“timeout … ends it”", async (scene) => {
  const page = await open(scene);
  await press(page, "#own");
  await page.pass(29_999);
  assert.ok((await look(page, "#own")).loading);
  await page.pass(1);
  assert.ok(!(await look(page, "#own")).loading);
  assert.ok(!(await look(page, "#own")).disabled);
});

test("“disconnect end[s] it”", async (scene) => {
  const page = await open(scene);
  scene.expect(NETWORK);
  await press(page, "#text");
  page.between.refuses = true;
  page.between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await counts(page, ".loading", 0);
  assert.equal((await look(page, "#text")).text, "* Save");
  page.between.flow();
  page.between.refuses = false;
  await page.pass(60_000);
  await shows(page, "#saves", 1);
  await counts(page, ".loading", 0);
});

test("“disconnect”: an event while there is no connection marks nothing", async (scene) => {
  const page = await open(scene);
  scene.expect(NETWORK);
  page.between.refuses = true;
  page.between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await press(page, "#own");
  await counts(page, ".loading", 0);
});

test("an element that its own event takes away leaves nothing behind", async (scene) => {
  const page = await open(scene);
  await press(page, "#gone");
  page.between.flow();
  await counts(page, "#gone", 0);
  await counts(page, ".loading", 0);
});

test("“counted by reference”: marks are gone exactly, also in the source", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.blank();
  await watchWrites(page);
  await page.goto(`${between.url}/loading`);
  await page.live();
  const before = await page.evaluate(() => document.body.outerHTML);
  for (const selector of ["#own", "#text", "#spelled", "#empty", "#input-button", "#link", "#other", "#card"]) {
    await press(page, selector);
    await counts(page, ".loading", 0);
  }
  await shows(page, "#saves", 7);
  const after = await page.evaluate(() => document.body.outerHTML);
  const numbers = (html) => html.replace(/<p id="(saves|others)">\d+<\/p>/g, "");
  assert.equal(numbers(after), numbers(before));
});
