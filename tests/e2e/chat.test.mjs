// The example `chat`: what one page says, all pages of the room show, whatever happens to the connections.

import { assert, counts, shows, test, texts } from "./support/scene.mjs";

/** Opens a room as somebody. */
const enter = async (scene, url, room, name) => {
  const page = await scene.open(`${url}/rooms/${room}`);
  await page.fill("#name", name);
  return page;
};

const say = async (page, line) => {
  await page.fill("#line", line);
  await page.click("#send");
};

const lines = (page) => texts(page, "#lines li");

/** Waits until the page shows a line as its last one. */
const showsLast = (page, line) =>
  page.waitForFunction((line) => document.querySelector("#lines li:last-child")?.textContent == line, line);

test("two pages of a room show the same lines in the same order, and the page of another room none of them", async (scene) => {
  const own = await scene.serve("chat");
  const ada = await enter(scene, own.url, "rust", "Ada");
  const bob = await enter(scene, own.url, "rust", "Bob");
  const eve = await enter(scene, own.url, "tea", "Eve");
  await say(ada, "Hello");
  await showsLast(bob, "Ada Hello");
  await say(bob, "Hi");
  await showsLast(ada, "Bob Hi");
  assert.deepEqual(await lines(ada), ["Ada Hello", "Bob Hi"]);
  assert.deepEqual(await lines(bob), await lines(ada));
  assert.deepEqual(await lines(eve), []);
  assert.equal(await ada.inputValue("#line"), "", "what was sent is gone from the field");
  assert.equal(bob.wire.up.length, 1 + 1 + 1 + 1, "the browser asks for nothing: a join, its name, a sign of typing, a line");
});

test("a page follows the room that it goes to", async (scene) => {
  const own = await scene.serve("chat");
  const ada = await enter(scene, own.url, "lobby", "Ada");
  const bob = await enter(scene, own.url, "tea", "Bob");
  await bob.click("a[href='/rooms/lobby']");
  await bob.waitForFunction(() => location.pathname == "/rooms/lobby");
  await say(ada, "Welcome");
  await showsLast(bob, "Ada Welcome");
  await bob.click("a[href='/rooms/tea']");
  await counts(bob, "#lines li", 0);
  await say(ada, "Gone?");
  await showsLast(ada, "Ada Gone?");
  await say(bob, "I am here");
  await showsLast(bob, "Bob I am here");
  assert.deepEqual(await lines(bob), ["Bob I am here"]);
});

test("who types is shown to the others, until the line comes", async (scene) => {
  const own = await scene.serve("chat");
  const ada = await enter(scene, own.url, "rust", "Ada");
  const bob = await enter(scene, own.url, "rust", "Bob");
  await ada.fill("#line", "So");
  await shows(bob, "#typing", "Ada is typing…");
  assert.equal(await ada.textContent("#typing"), "");
  await ada.click("#send");
  await showsLast(bob, "Ada So");
  await shows(bob, "#typing", "");
});

test("on a slow network, a page that was cut gets what was said meanwhile, once", async (scene) => {
  const own = await scene.serve("chat");
  const proxy = await scene.proxy(own.port);
  proxy.latency = 150;
  const cut = await enter(scene, proxy.url, "rust", "Ada");
  const other = await enter(scene, own.url, "rust", "Bob");
  await say(cut, "before");
  await showsLast(other, "Ada before");
  await showsLast(cut, "Ada before");
  proxy.refuses = true;
  proxy.cut();
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  for (let line = 1; line <= 5; line++) {
    await say(other, `line ${line}`);
    await showsLast(other, `Bob line ${line}`);
  }
  assert.deepEqual(await lines(cut), ["Ada before"], "nothing reaches it");
  proxy.refuses = false;
  await cut.live(2);
  await showsLast(cut, "Bob line 5");
  assert.deepEqual(await lines(cut), await lines(other));
  await say(cut, "after");
  await showsLast(other, "Ada after");
  await showsLast(cut, "Ada after");
  assert.deepEqual(await lines(cut), await lines(other));
});

test("after a restart of the server, the pages come back and go on", async (scene) => {
  const own = await scene.serve("chat");
  const pages = [await enter(scene, own.url, "rust", "Ada"), await enter(scene, own.url, "rust", "Bob")];
  await say(pages[0], "before");
  await showsLast(pages[1], "Ada before");
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  await own.restart();
  await Promise.all(pages.map((page) => page.live(2)));
  await Promise.all(pages.map((page) => counts(page, "#lines li", 0)));
  await say(pages[1], "after");
  await Promise.all(pages.map((page) => showsLast(page, "Bob after")));
});

test("without JavaScript, the room and its links work, and a form sends a line", async (scene) => {
  const own = await scene.serve("chat");
  const plain = await scene.open(`${own.url}/rooms/rust`, { javaScriptEnabled: false });
  const live = await enter(scene, own.url, "rust", "Bob");
  await say(live, "Hello");
  await showsLast(live, "Bob Hello");
  await plain.fill("#name", "Ada");
  await plain.fill("#line", "Hi");
  await plain.click("#send");
  await plain.waitForSelector("#lines li:nth-child(2)");
  await showsLast(live, "Ada Hi");
});
