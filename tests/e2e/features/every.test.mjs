// `#[every(100ms)]`: the server calls a handler by itself, as long as a browser shows the page.

import { fetch } from "../support/fetch.mjs";
import { PATIENCE } from "../support/frames.mjs";
import { assert, press, serveForAll, shows, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");

let runs = 0;
const run = () => `every-${process.pid}-${runs++}`;

const open = (scene, run, mode = "accept") => scene.open(`${server.url}/every?mode=${mode}&run=${run}`);

const heard = async (run) => (await (await fetch(`${server.url}/heard?run=${run}`)).json()).length;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

test("it changes the page, with its effects, between events that come as ever", async (scene) => {
  const page = await open(scene, run());
  await press(page, "#click");
  await shows(page, "#click", "1");
  await shows(page, "#ticks", "3");
  assert.equal(await page.title(), "tick 3");
  await press(page, "#click");
  await shows(page, "#click", "2");
});

test("a call that changes nothing sends nothing", async (scene) => {
  const name = run();
  const page = await open(scene, name);
  await shows(page, "#ticks", "3");
  const [frames, calls] = [page.wire.down.length, await heard(name)];
  while ((await heard(name)) < calls + 3) await pause(50);
  assert.equal(page.wire.down.length, frames);
});

test("it is called while a browser looks, and not otherwise", async (scene) => {
  const [name, unloaded] = [run(), run()];
  await fetch(`${server.url}/every?run=${unloaded}`);
  const page = await open(scene, name);
  await shows(page, "#ticks", "3");
  await page.goto("about:blank");
  // The server may hear of it later.
  for (const end = Date.now() + PATIENCE; ; ) {
    const calls = await heard(name);
    await pause(500);
    if ((await heard(name)) == calls) break;
    assert.ok(Date.now() < end, "it is called though nobody looks");
  }
  assert.equal(await heard(unloaded), 0, "a page that was never joined");
});

for (const [mode, why] of [["refuse", "The server refused."], ["panic", "internal error"]]) {
  test(`what it refuses is said, and it goes on: ${mode}`, async (scene) => {
    const page = await scene.blank();
    await page.addInitScript(() => {
      window.errors = [];
      document.addEventListener("taut:error", (event) => window.errors.push(event.detail.message));
    });
    await page.goto(`${server.url}/every?mode=${mode}`);
    await shows(page, "#ticks", "3");
    assert.deepEqual(await page.evaluate(() => window.errors), [why]);
  });
}
