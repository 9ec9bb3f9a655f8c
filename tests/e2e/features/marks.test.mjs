// Whom marks belong to: an event and a view; and that nothing that is marked keeps a form from being sent.

import { randomUUID } from "node:crypto";

import { fetch } from "../support/fetch.mjs";
import { enter, openStopped } from "../support/clock.mjs";
import { PATIENCE } from "../support/frames.mjs";
import { assert, counts, press, serveForAll, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

/** A page whose server's answers wait until the test lets them through. */
const open = async (scene) => {
  const between = await scene.proxy(server.port);
  const run = randomUUID();
  const page = await openStopped(scene, `${between.url}/marks?run=${run}`);
  between.hold();
  page.between = between;
  page.heard = async () => (await fetch(`${server.url}/heard?run=${run}`)).json();
  return page;
};

const isMarked = (page, selector) => page.evaluate((selector) => document.querySelector(selector).matches(".loading"), selector);
const isDisabled = (page, selector) => page.evaluate((selector) => document.querySelector(selector).matches(":disabled"), selector);

/** Waits until the server has heard so many orders. */
const orders = async (page, count) => {
  for (const end = Date.now() + PATIENCE; ; ) {
    const heard = await page.heard();
    if (heard.length >= count || Date.now() > end) return heard;
    await new Promise((done) => setTimeout(done, 20));
  }
};

const send = (form) => `#${form} :is(button,[type=submit])`;
const orderOf = { plain: '{"a": "tea", "t": ""}', named: '{"a": "tea", "b": "bee"}', fields: '{"a": "tea", "b": "bee"}' };

for (const [form, order] of Object.entries(orderOf)) {
  for (const how of ["Enter", "click"]) {
    for (const wait of [0, 100, 250]) {
      test(`typed, and sent by ${how} after ${wait} ms: ${form}`, async (scene) => {
        const page = await open(scene);
        await page.focus(`#${form} [name=a]`);
        await page.keyboard.type("tea");
        await page.pass(wait);
        assert.equal(await isDisabled(page, send(form)), false, "what is typed disables no button");
        if (how == "Enter") await page.keyboard.press("Enter");
        else await page.click(send(form));
        page.between.flow();
        assert.deepEqual(await orders(page, 1), [order]);
        await counts(page, ".loading", 0);
      });
    }
  }
}

test("what is typed into a form marks no button and no other control of it", async (scene) => {
  const page = await open(scene);
  await page.focus("#plain [name=a]");
  await page.keyboard.type("t");
  assert.deepEqual([await isMarked(page, send("plain")), await isMarked(page, "#plain textarea"), await isMarked(page, "#plain .spinner")], [false, false, true]);
  assert.equal(await page.textContent(send("plain")), "Order");
});

test("a form's button is marked by its submit", async (scene) => {
  const page = await open(scene);
  await page.focus("#plain [name=a]");
  await page.keyboard.press("Enter");
  assert.deepEqual([await isMarked(page, send("plain")), await isDisabled(page, send("plain")), await page.textContent(send("plain"))], [true, true, "Ordering…"]);
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("what a handler marks is part of the form all the same", async (scene) => {
  const page = await open(scene);
  await page.focus("#named [name=a]");
  await page.keyboard.type("tea");
  assert.ok(await isDisabled(page, "#named [name=b]"));
  await page.pass(200);
  const [[, value]] = (await page.evaluate(() => window.sends)).slice(-1);
  assert.deepEqual(value, [["a", "tea"], ["b", "bee"]]);
  await page.keyboard.type("s");
  await page.pass(200);
  const [[, again]] = (await page.evaluate(() => window.sends)).slice(-1);
  assert.deepEqual(again, [["a", "teas"], ["b", "bee"]]);
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("a field in which the user types stays usable in a fieldset that is marked", async (scene) => {
  const page = await open(scene);
  await page.focus("#fields [name=a]");
  for (const key of "tea") {
    await page.keyboard.type(key);
    assert.equal(await page.evaluate(() => document.activeElement.name), "a");
  }
  assert.equal(await page.inputValue("#fields [name=a]"), "tea");
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("other events of a button do not mark it", async (scene) => {
  const page = await open(scene);
  await page.hover(send("clicked"));
  await page.focus(send("clicked"));
  assert.deepEqual([await isMarked(page, send("clicked")), await isDisabled(page, send("clicked"))], [false, false]);
  await page.click(send("clicked"));
  assert.ok(await isMarked(page, send("clicked")));
  page.between.flow();
  assert.equal((await orders(page, 1)).length, 1);
  await counts(page, ".loading", 0);
});

test("a form in which the user goes on can be sent while the last is on its way; the same one cannot", async (scene) => {
  const page = await open(scene);
  await page.focus("#chat [name=a]");
  await page.keyboard.type("a");
  for (let times = 0; times < 3; times++) await page.keyboard.press("Enter");
  assert.ok(await isDisabled(page, send("chat")));
  await page.keyboard.type("b");
  assert.ok(!(await isDisabled(page, send("chat"))));
  await page.keyboard.press("Enter");
  await page.keyboard.type("c");
  await page.click(send("chat"));
  assert.ok(await isMarked(page, send("chat")));
  page.between.flow();
  assert.deepEqual(await orders(page, 3), ["a", "ab", "abc"].map((text) => `{"a": "${text}"}`));
  await counts(page, ".loading", 0);
  assert.ok(!(await isDisabled(page, send("chat"))));
});

/** What is marked, of all that could be: the place that it is in, and its name. */
const marked = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("b.loading")].map((element) => {
      const { id = "", className = "" } = element.closest("section,#inner,#outer") ?? {};
      return [id || className, element.id || element.className.replace(" loading", "")].join(" ").trim();
    }),
  );

const scopes = {
  "#save": ["root-named", "root-view"],
  "#one .save": ["one named", "one view"],
  "#one .other": ["one view"],
  "#two .save": ["two named", "two view"],
  ".row:nth-of-type(3) .save": ["row named", "row view"],
  "#inner .save": ["inner named", "inner view"],
  "#inner .other": ["inner view"],
  ".outer-save": ["outer outer-named", "outer outer-view"],
  "#add": ["root-view"],
};
for (const [source, expected] of Object.entries(scopes)) {
  test(`“names belong to the view that wrote them; .view means the view”: ${source}`, async (scene) => {
    const page = await open(scene);
    page.between.flow();
    for (const count of [1, 2, 3]) {
      await press(page, "#add");
      await counts(page, ".row", count);
    }
    await press(page, "#add");
    await counts(page, "#inserted", 0);
    page.between.hold();
    await press(page, source);
    assert.deepEqual(await marked(page), expected);
    page.between.flow();
    await counts(page, ".loading", 0);
  });
}

test("what comes into the page while its event is pending is marked, after its delay if it has one", async (scene) => {
  const page = await open(scene);
  await press(page, "#add");
  await press(page, "#save");
  await page.between.keeps(2);
  await page.pass(150);
  await page.between.release();
  await counts(page, "#inserted", 1);
  assert.deepEqual([await isMarked(page, "#inserted"), await isMarked(page, "#inserted i"), await isMarked(page, "li"), await isMarked(page, "li + li")], [true, true, true, false]);
  await page.pass(49);
  assert.ok(!(await isMarked(page, "li + li")));
  await page.pass(1);
  assert.ok(await isMarked(page, "li + li"));
  assert.ok(await isMarked(page, "#late"));
  page.between.flow();
  await counts(page, ".loading", 0);
});

test("a delayed mark ends with its event", async (scene) => {
  const page = await open(scene);
  await press(page, "#save");
  await page.pass(100);
  page.between.flow();
  await counts(page, ".loading", 0);
  await page.pass(1000);
  await counts(page, ".loading", 0);
});

for (const [when, isBefore] of [["before", true], ["after", false]]) {
  test(`… also offline: an event ${when} the cut`, async (scene) => {
    const page = await open(scene);
    scene.expect(NETWORK);
    if (isBefore) await press(page, "#save");
    page.between.refuses = true;
    page.between.cut();
    await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
    if (!isBefore) await press(page, "#save");
    await page.pass(1000);
    await counts(page, ".loading", 0);
    page.between.flow();
    page.between.refuses = false;
    await page.pass(60_000);
    await page.waitForFunction(() => !document.documentElement.dataset.taut);
    await counts(page, ".loading", 0);
  });
}
