// `#[on(Board(self.key))]`: the messages that others publish change the page.

import { fetch } from "../support/fetch.mjs";
import { assert, press, serveForAll, shows, test, texts } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");

let runs = 0;
const run = () => `on-${process.pid}-${runs++}`;

const open = (scene, run, base = server.url, mode = "accept") => scene.open(`${base}/on?mode=${mode}&run=${run}`);

const publish = (run, key, number, times = 0) =>
  fetch(`${server.url}/publish?run=${run}&key=${key}&number=${number}&times=${times}`);

const heard = async (run) => (await fetch(`${server.url}/heard?run=${run}`)).json();

test("what a plain handler publishes changes all pages that ask for it, with its effects, and no others", async (scene) => {
  const [name, another] = [run(), run()];
  const pages = [await open(scene, name), await open(scene, name)];
  const other = await open(scene, another);
  await publish(name, 0, 5);
  for (const page of pages) {
    await shows(page, "#numbers", "[5]");
    assert.equal(await page.title(), "number 5");
    assert.equal(page.wire.up.length, 1, "the browser asks for nothing");
  }
  await publish(another, 0, 6);
  await shows(other, "#numbers", "[6]");
  assert.equal(await pages[0].textContent("#numbers"), "[5]");
});

test("messages that are published together are one patch", async (scene) => {
  const name = run();
  const page = await open(scene, name);
  const before = page.wire.down.length;
  await publish(name, 0, 1, 49);
  await page.waitForFunction(() => document.querySelector("#numbers").textContent.endsWith(", 50]"));
  assert.ok(page.wire.down.length - before <= 10, `${page.wire.down.length - before} frames for 50 messages`);
  const all = await heard(name);
  assert.deepEqual(all, Array.from({ length: 50 }, (_, at) => String(at + 1)));
});

test("the subscription follows the key", async (scene) => {
  const name = run();
  const page = await open(scene, name);
  await press(page, "#turn");
  await shows(page, "#turn", "1");
  await publish(name, 0, 1);
  await publish(name, 1, 2);
  await shows(page, "#numbers", "[2]");
});

test("a page receives what it publishes itself, after its event", async (scene) => {
  const page = await open(scene, run());
  await press(page, "#send");
  await shows(page, "#numbers", "[7]");
});

test("components in rows receive their own messages, for as long as they are shown", async (scene) => {
  const name = run();
  const page = await open(scene, name);
  await press(page, "#add");
  await page.waitForSelector(".row:nth-of-type(2)");
  await publish(name, 10, 1);
  await publish(name, 11, 2);
  await page.waitForFunction(() => [...document.querySelectorAll(".row")].every((row) => !row.textContent.endsWith(": 0")));
  assert.deepEqual(await texts(page, ".row"), ["11: 2", "10: 1"]);
  await press(page, "#remove");
  await page.waitForFunction(() => document.querySelectorAll(".row").length == 1);
  await publish(name, 10, 1);
  await publish(name, 11, 2);
  await shows(page, ".row", "11: 4");
});

test("a page that is cut gets what was published meanwhile, or is told of a gap", async (scene) => {
  const name = run();
  const proxy = await scene.proxy(server.port);
  const page = await open(scene, name, proxy.url);
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  const cut = async (number, times) => {
    proxy.refuses = true;
    proxy.cut();
    await page.waitForSelector("html[data-taut=offline]");
    await publish(name, 0, number, times);
    proxy.refuses = false;
  };
  await cut(1, 2);
  await shows(page, "#numbers", "[1, 2, 3]");
  assert.equal(await page.textContent("#missed"), "0");
  await page.live(2);
  await cut(100, 300);
  await shows(page, "#missed", "1");
  assert.equal(await page.textContent("#numbers"), "[1, 2, 3]");
  await publish(name, 0, 4);
  await shows(page, "#numbers", "[1, 2, 3, 4]");
});

for (const [mode, why] of [["refuse", "The server refused."], ["panic", "internal error"]]) {
  test(`a message that is refused is told, and the next one comes: ${mode}`, async (scene) => {
    const name = run();
    const page = await open(scene, name, server.url, mode);
    await page.evaluate(() => {
      window.errors = [];
      document.addEventListener("taut:error", (event) => window.errors.push(event.detail.message));
    });
    await publish(name, 0, 13, 1);
    await shows(page, "#numbers", "[13, 14]");
    assert.deepEqual(await page.evaluate(() => window.errors), [why]);
  });
}
