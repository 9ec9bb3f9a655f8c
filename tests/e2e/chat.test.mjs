// The example `chat`: what one page says, all pages of the room show, whatever happens to the connections.

import { assert, counts, shows, test, texts } from "./support/scene.mjs";

/** Enters a name, and goes on to the line. */
const call = async (page, name) => {
  await page.fill("#name", name);
  await page.focus("#line");
};

/** Opens a room as somebody. */
const enter = async (scene, url, room, name) => {
  const page = await scene.open(`${url}/rooms/${room}`);
  await call(page, name);
  return page;
};

const say = async (page, line) => {
  await page.fill("#line", line);
  await page.click("#send");
};

const lines = (page) => texts(page, "#lines li");

/** Waits until all pages show who is in the room, in the order in which they came. */
const showPresent = (pages, ...names) =>
  Promise.all(
    pages.map((page) =>
      page.waitForFunction(
        (names) => Array.from(document.querySelectorAll("#present li"), (li) => li.textContent).join() == names,
        names.join(),
      ),
    ),
  );

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

test("who has a name is present in the room, once for all tabs, until the last one is closed", async (scene) => {
  const own = await scene.serve("chat");
  const ada = await enter(scene, own.url, "rust", "Ada");
  await showPresent([ada], "Ada");
  const nameless = await scene.open(`${own.url}/rooms/rust`);
  await showPresent([nameless], "Ada");
  const bob = await enter(scene, own.url, "rust", "Bob");
  const again = await enter(scene, own.url, "rust", "Bob");
  await showPresent([ada, bob, again, nameless], "Ada", "Bob");
  await again.close();
  await call(bob, "Bobby");
  await showPresent([ada, nameless], "Ada", "Bob", "Bobby");
  await showPresent([ada, bob, nameless], "Ada", "Bobby");
  await bob.close();
  await showPresent([ada, nameless], "Ada");
});

test("who goes to another room is present there, and no more in the first one", async (scene) => {
  const own = await scene.serve("chat");
  const ada = await enter(scene, own.url, "rust", "Ada");
  const bob = await enter(scene, own.url, "rust", "Bob");
  await showPresent([ada, bob], "Ada", "Bob");
  await bob.click("a[href='/rooms/tea']");
  await showPresent([ada], "Ada");
  await showPresent([bob], "Bob");
});

test("on a slow network, a short cut is no leave, and one that lasts is", async (scene) => {
  const own = await scene.serve("chat");
  const proxy = await scene.proxy(own.port);
  proxy.latency = 150;
  const ada = await enter(scene, proxy.url, "rust", "Ada");
  const bob = await enter(scene, own.url, "rust", "Bob");
  await showPresent([ada, bob], "Ada", "Bob");
  const before = bob.wire.down.length;
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  proxy.cut();
  await ada.live(2);
  await say(ada, "back");
  await showsLast(bob, "Ada back");
  const said = bob.wire.down.slice(before).join();
  assert.ok(!said.includes('"Bob"') && said.includes("back"), `nothing but the line has come: ${said}`);
  proxy.refuses = true;
  proxy.cut();
  await showPresent([bob], "Bob");
  proxy.refuses = false;
  await ada.live(3);
  await showPresent([ada, bob], "Bob", "Ada");
});

test("after a restart of the server, all who come back are present once", async (scene) => {
  const own = await scene.serve("chat");
  const pages = [await enter(scene, own.url, "rust", "Ada"), await enter(scene, own.url, "rust", "Bob")];
  const [ada, bob] = pages;
  const gone = await enter(scene, own.url, "rust", "Eve");
  await showPresent(pages, "Ada", "Bob", "Eve");
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  await gone.close();
  await own.restart();
  await Promise.all(pages.map((page) => page.live(2)));
  await say(ada, "again");
  await Promise.all(pages.map((page) => showsLast(page, "Ada again")));
  await say(bob, "me, too");
  await Promise.all(pages.map((page) => showsLast(page, "Bob me, too")));
  const names = await texts(ada, "#present li");
  assert.deepEqual(names.toSorted(), ["Ada", "Bob"], "nobody is doubled or left over");
  assert.deepEqual(await texts(bob, "#present li"), names);
});

test("without JavaScript, the room and its links work, and a form sends a line", { needs: "scriptless" }, async (scene) => {
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
  assert.deepEqual(await texts(plain, "#present li"), ["Bob", "Ada"]);
  await showPresent([live], "Bob", "Ada");
  await showPresent([live], "Bob");
});
