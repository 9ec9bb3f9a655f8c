// Controls follow the server, but never against the user who is at them.

import { assert, press, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const open = (scene, base = server.url) => scene.open(`${base}/controls`);

const value = (page, selector, expected) =>
  page.waitForFunction(
    ([selector, expected]) => document.querySelector(selector).value == expected,
    [selector, expected],
  );

/** Opens a page behind a proxy, so that events can be held up. */
const openSlow = async (scene) => {
  const between = await scene.proxy(server.port);
  return { between, page: await open(scene, between.url) };
};

test("a control shows what the server made of it when the user leaves it", async (scene) => {
  const page = await open(scene);
  await page.click("#upper");
  await page.keyboard.type("abc");
  await shows(page, "#received", 3);
  assert.equal(await page.inputValue("#upper"), "abc");
  await page.click("#notes");
  assert.equal(await page.inputValue("#upper"), "ABC");
  await page.click("#upper");
  await page.keyboard.press("End");
  await page.keyboard.type("d");
  await shows(page, "#received", 4);
  assert.equal(await page.inputValue("#upper"), "ABCd");
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#upper"), "ABCD", "Enter is a change");
  assert.equal(await page.evaluate(() => document.activeElement.id), "upper");
});

test("a control that is being edited is not overwritten", async (scene) => {
  const { between, page } = await openSlow(scene);
  between.latency = 100;
  await page.click("#upper");
  const seen = await page.evaluate(() => {
    const input = document.querySelector("#upper");
    window.seen = [];
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    Object.defineProperty(input, "value", {
      get: () => own.get.call(input),
      set: (value) => {
        window.seen.push(value);
        own.set.call(input, value);
      },
    });
    return window.seen;
  });
  assert.deepEqual(seen, []);
  for (const letter of "abcdef") await page.keyboard.type(letter);
  await page.focus("#notes");
  await shows(page, "#received", 6);
  await value(page, "#upper", "ABCDEF");
  assert.deepEqual(await page.evaluate(() => window.seen), ["ABCDEF"], "only the answer to the last edit is written");
});

test("an edit that the server has not heard of stays while the control has the focus", async (scene) => {
  const page = await open(scene);
  await page.click("#plain");
  await page.keyboard.type("typed");
  await press(page, "#set");
  await shows(page, "#said", "set");
  assert.equal(await page.inputValue("#plain"), "typed");
  await page.click("#title");
  await shows(page, "#said", "typed");
});

test("an edit that the server has not heard of gives way elsewhere", async (scene) => {
  const page = await open(scene);
  await page.fill("#title", "typed");
  await page.fill("#notes", "typed");
  await page.focus("#upper");
  await press(page, "#set");
  await value(page, "#notes", "set");
  assert.equal(await page.inputValue("#title"), "typed");
});

test("a checkbox whose handler refuses goes back", async (scene) => {
  const page = await open(scene);
  await page.click("#locked");
  await page.waitForFunction(() => !document.querySelector("#locked").checked);
  await page.wire.until(({ patches }) => patches.length == 1);
  assert.equal(page.wire.patches[0].at(-1).error, "It stays as it is.");
});

test("a text whose handler refuses stays, so that the user can mend it", async (scene) => {
  const page = await open(scene);
  await page.fill("#notes", "bad words");
  await page.wire.until(({ patches }) => patches.length == 1);
  assert.equal(await page.inputValue("#notes"), "bad words");
  await page.fill("#notes", "good words");
  await page.wire.until(({ patches }) => patches.length == 2);
  assert.equal(await page.inputValue("#notes"), "good words");
});

test("a group of radio buttons goes back as a whole", async (scene) => {
  const page = await open(scene);
  await page.click("#colour-1");
  await page.wire.until(({ patches }) => patches.length == 1);
  await page.click("#colour-2");
  await page.waitForFunction(() => document.querySelector("#colour-1").checked);
  await page.click("#colour-0");
  await page.wire.until(({ patches }) => patches.length == 3);
  assert.ok(await page.isChecked("#colour-0"));
});

test("a select goes back when its handler refuses", async (scene) => {
  const page = await open(scene);
  await page.selectOption("#size", "medium");
  await shows(page, "#chosen", "medium []");
  await page.selectOption("#size", "large");
  await value(page, "#size", "medium");
  await page.selectOption("#sizes", ["small", "large"]);
  await shows(page, "#chosen", "medium [Small, Large]");
});

test("details whose handler refuses shut again", async (scene) => {
  const page = await open(scene);
  await page.click("#details summary");
  await page.wire.until(({ patches }) => patches.length >= 1);
  await page.waitForFunction(() => !document.querySelector("#details").open);
});

test("a form's controls show what the server says once it has been sent", async (scene) => {
  const page = await open(scene);
  await page.fill("#title", "one");
  await page.focus("#title");
  await page.keyboard.press("Enter");
  await shows(page, "#added", "added one");
  await value(page, "#title", "");
  assert.equal(await page.evaluate(() => document.activeElement.id), "title");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  await shows(page, "#added", "added two");
});

test("what is typed after sending a form is not taken back", async (scene) => {
  const { between, page } = await openSlow(scene);
  await page.fill("#title", "one");
  await page.focus("#title");
  between.hold();
  await page.keyboard.press("Enter");
  await page.keyboard.type("X");
  between.flow();
  await shows(page, "#added", "added one");
  assert.equal(await page.inputValue("#title"), "oneX");
});

test("a composition is not disturbed, and its result arrives", { needs: "devtools" }, async (scene) => {
  const page = await open(scene);
  await page.click("#upper");
  const input = await page.context().newCDPSession(page);
  for (const text of ["か", "かn", "かな"]) {
    await input.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await shows(page, "#received", 3);
  assert.equal(await page.inputValue("#upper"), "かな", "the server's capital N would end the composition");
  await page.focus("#upper");
  assert.equal(await page.inputValue("#upper"), "かな");
  await input.send("Input.insertText", { text: "kana" });
  await shows(page, "#received", 4);
  await page.focus("#notes");
  await value(page, "#upper", "KANA");
});

test("a key in a composition is no shortcut", async (scene) => {
  const page = await scene.open(`${server.url}/events`);
  await page.evaluate(() => {
    const keys = document.querySelector("#keys");
    const press = (isComposing) =>
      keys.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing, bubbles: true }));
    press(true);
    press(false);
  });
  await shows(page, "#log", "enter");
  assert.equal(page.wire.up.length, 2);
});
