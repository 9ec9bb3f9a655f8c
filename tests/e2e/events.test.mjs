// Every way of listening, and everything that can be read from an event.

import { assert, counts, press, serveForAll, test, texts } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const open = (scene) => scene.open(`${server.url}/events`);

/** Waits until the log says exactly this. */
const says = async (page, ...lines) => {
  await counts(page, "#log li", lines.length);
  assert.deepEqual(await texts(page, "#log li"), lines);
};

test("keys are filtered, with and without modifiers", async (scene) => {
  const page = await open(scene);
  await page.click("#keys");
  for (const key of ["a", "Shift+A", "Space", "Enter", "Escape", "Tab"]) await page.keyboard.press(key);
  await says(page, "shift a", "space", "enter", "escape", "focus");
});

test("a key without a name is filtered with modifiers", async (scene) => {
  const page = await open(scene);
  await page.click("#keys");
  for (const key of ["Shift+?", "Control+Shift+?", "Control+Alt+Shift+?"]) await page.keyboard.press(key);
  await says(page, "ctrl alt ?");
});

test("what a key event carries can be read", async (scene) => {
  const page = await open(scene);
  await page.click("#keys");
  for (const key of ["z", "Shift+Z"]) await page.keyboard.press(key);
  await says(page, "key z false", "key Z true");
});

test("a key that is held repeats its event", async (scene) => {
  const page = await open(scene);
  await page.click("#held");
  await page.keyboard.press("ArrowUp");
  await page.evaluate(() => {
    const again = new KeyboardEvent("keydown", { key: "ArrowUp", repeat: true, bubbles: true });
    document.querySelector("#held").dispatchEvent(again);
  });
  await says(page, "held ArrowUp false", "held ArrowUp true");
});

test("a key event without a key matches no filter", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => document.querySelector("#keys").dispatchEvent(new Event("keydown", { bubbles: true })));
  await page.click("#bubbles");
  await says(page, "bubbles", "outer");
});

test("window events reach their listener from anywhere", async (scene) => {
  const page = await open(scene);
  await page.keyboard.press("Control+k");
  await page.click("#keys");
  await page.keyboard.press("Control+k");
  await says(page, "window ctrl k", "window ctrl k");
  await page.setViewportSize({ width: 700, height: 500 });
  await page.waitForFunction(() => document.querySelector("#log").textContent.endsWith("resize"));
});

test("a prevented key or link does nothing else", async (scene) => {
  const page = await open(scene);
  const prevented = await page.evaluate(() => {
    const press = (ctrlKey) =>
      !document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey, bubbles: true, cancelable: true }));
    return [press(true), press(false)];
  });
  assert.deepEqual(prevented, [true, false]);
  await page.click("#link");
  await says(page, "window ctrl k", "link");
  assert.equal(await page.url(), `${server.url}/events`);
});

test("events that do not bubble are heard", async (scene) => {
  const page = await open(scene);
  await page.focus("#focus");
  await page.focus("#keys");
  await says(page, "focus", "blur");
  await page.hover("#hovered");
  await page.hover("#keys");
  await page.click("#details summary");
  await says(page, "focus", "blur", "enter", "leave", "toggled true");
  await page.evaluate(() => (document.querySelector("#scroll").scrollTop = 50));
  await says(page, "focus", "blur", "enter", "leave", "toggled true", "scrolled 50");
  await page.evaluate(() => (document.querySelector("#image").src = "/dot.svg"));
  await says(page, "focus", "blur", "enter", "leave", "toggled true", "scrolled 50", "load");
});

test("events bubble from listener to listener until one stops them", async (scene) => {
  const page = await open(scene);
  await page.click("#bubbles");
  await page.click("#stops");
  await says(page, "bubbles", "outer", "stops");
});

test("a listener fires once, or only for its own element, if it says so", async (scene) => {
  const page = await open(scene);
  await page.click("#once");
  await page.click("#once");
  await page.click("#within");
  await page.click("#itself", { position: { x: 2, y: 2 } });
  await says(page, "once", "outer", "itself");
});

test("a click outside is heard while the listener's element is there", async (scene) => {
  const page = await open(scene);
  await page.click("#bubbles");
  await says(page, "bubbles", "outer");
  for (const close of [() => page.click("#log"), () => page.keyboard.press("Escape")]) {
    await page.click("#open");
    await page.click("#item");
    assert.equal(await page.locator("#menu").count(), 1);
    await close();
    await counts(page, "#menu", 0);
  }
  await page.click("#log");
  await page.click("#stops");
  await says(page, "bubbles", "outer", "closed", "closed", "stops");
});

test("a click on a node that another script then removes is not outside", async (scene) => {
  const page = await open(scene);
  await page.click("#open");
  await page.waitForSelector("#menu");
  await page.evaluate(() => document.querySelector("#item").addEventListener("click", ({ target }) => target.remove()));
  await page.click("#item");
  await page.click("#bubbles");
  await says(page, "bubbles", "outer", "closed");
});

test("details, pointers, wheels and editable text can be read", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    const event = new CustomEvent("my-event", { detail: [1, 2], bubbles: true });
    document.querySelector("#custom").dispatchEvent(event);
  });
  await page.click("#pointer", { position: { x: 7, y: 5 } });
  await page.click("#editable");
  await page.keyboard.type("x");
  await page.hover("#wheel");
  await page.mouse.wheel(0, 30);
  await says(page, "detail [1, 2]", "pointer 7 5 0", "text x", "turned 30");
});

test("a value that does not fit is refused, and the page lives on", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    window.errors = [];
    addEventListener("taut:error", ({ detail }) => window.errors.push(detail.message));
    for (const detail of [[256], "text", { deep: [] }, undefined]) {
      document.querySelector("#custom").dispatchEvent(new CustomEvent("my-event", { detail, bubbles: true }));
    }
  });
  await page.click("#bubbles");
  await says(page, "bubbles", "outer");
  const errors = await page.evaluate(() => window.errors);
  assert.equal(errors.length, 4);
  for (const error of errors) assert.match(error, /does not fit/);
});

test("an event that a script dispatches in the middle of another is handled too", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    document.querySelector("#bubbles").addEventListener("click", () => document.querySelector("#stops").click());
  });
  await press(page, "#bubbles");
  await says(page, "stops", "bubbles", "outer");
});
