// The example `board`: what one page moves, all pages show, whatever happens to the connections.

import { assert, counts, test, texts } from "./support/scene.mjs";

/** The texts of the cards of all columns. */
const columns = (page) => Promise.all([1, 2, 3].map((column) => texts(page, `#column-${column} .card span`)));

/** Waits until a page shows these cards in its columns. */
const showsCards = async (page, ...expected) => {
  const all = (expected) =>
    expected.every((cards, at) => Array.from(document.querySelectorAll(`#column-${at + 1} .card span`), (span) => span.textContent).join() == cards.join());
  await page.waitForFunction(all, expected);
};

const add = async (page, text) => {
  await page.fill("#text", text);
  await page.click("#add");
};

/** Presses a button of a card. */
const press = (page, text, button) => page.click(`[aria-label^="${text}: "].${button}`);

const hasFocus = (page, selector) => page.waitForFunction((selector) => document.activeElement?.matches(selector), selector);

test("two pages show the same cards, and what one moves, the other shows", async (scene) => {
  const own = await scene.serve("board");
  const [ada, bob] = [await scene.open(own.url), await scene.open(own.url)];
  await add(ada, "Paint");
  await showsCards(bob, ["Paint"], [], []);
  assert.equal(await ada.inputValue("#text"), "");
  await add(bob, "Sand");
  await showsCards(ada, ["Paint", "Sand"], [], []);
  await press(ada, "Paint", "right");
  await showsCards(bob, ["Sand"], ["Paint"], []);
  await press(bob, "Sand", "right");
  await showsCards(ada, [], ["Paint", "Sand"], []);
  await press(ada, "Sand", "up");
  await showsCards(bob, [], ["Sand", "Paint"], []);
  await press(bob, "Paint", "remove");
  await showsCards(ada, [], ["Sand"], []);
  await press(ada, "Sand", "left");
  await Promise.all([ada, bob].map((page) => showsCards(page, ["Sand"], [], [])));
});

test("a card is moved across the board with the keyboard alone", async (scene) => {
  const own = await scene.serve("board");
  const page = await scene.open(own.url);
  await add(page, "Paint");
  await counts(page, ".card", 1);
  await page.focus(".card .right");
  await page.keyboard.press("Enter");
  await showsCards(page, [], ["Paint"], []);
  await hasFocus(page, "#column-2 .right");
  await page.keyboard.press("Enter");
  await showsCards(page, [], [], ["Paint"]);
  await hasFocus(page, "#column-3 .left");
});

test("a move is shown before the server has answered", async (scene) => {
  const own = await scene.serve("board");
  const proxy = await scene.proxy(own.port);
  const [slow, other] = [await scene.open(proxy.url), await scene.open(own.url)];
  for (const text of ["Sand", "Paint"]) await add(other, text);
  await showsCards(slow, ["Sand", "Paint"], [], []);
  proxy.latency = 300;
  const now = await slow.evaluate(() => {
    document.querySelectorAll(".card .up")[1].click();
    return Array.from(document.querySelectorAll(".card span"), (span) => span.textContent);
  });
  assert.deepEqual(now, ["Paint", "Sand"], "in the same task");
  await showsCards(other, ["Paint", "Sand"], [], []);
  proxy.latency = 1000;
  await press(slow, "Paint", "right");
  await slow.waitForFunction(() => new DOMMatrix(getComputedStyle(document.querySelector(".card")).transform).e > 100);
  await press(other, "Sand", "remove");
  await Promise.all([slow, other].map((page) => showsCards(page, [], ["Paint"], [])));
});

test("a page that was cut shows what was moved meanwhile, and what it has moved itself", async (scene) => {
  const own = await scene.serve("board");
  const proxy = await scene.proxy(own.port);
  const [cut, other] = [await scene.open(proxy.url), await scene.open(own.url)];
  for (const text of ["Sand", "Paint", "Dry"]) await add(other, text);
  await showsCards(cut, ["Sand", "Paint", "Dry"], [], []);
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  proxy.refuses = true;
  proxy.cut();
  await press(other, "Paint", "right");
  await showsCards(other, ["Sand", "Dry"], ["Paint"], []);
  await press(cut, "Dry", "right");
  proxy.refuses = false;
  await Promise.all([cut, other].map((page) => showsCards(page, ["Sand"], ["Paint", "Dry"], [])));
});

test("after a restart of the server, the pages come back and go on", async (scene) => {
  const own = await scene.serve("board");
  const pages = [await scene.open(own.url), await scene.open(own.url)];
  await add(pages[0], "before");
  await showsCards(pages[1], ["before"], [], []);
  scene.expect(/WebSocket|ERR_|Failed to load|Firefox can’t/);
  await own.restart();
  await Promise.all(pages.map((page) => page.live(2)));
  await add(pages[0], "after");
  await Promise.all(pages.map((page) => showsCards(page, ["after"], [], [])));
  assert.deepEqual(await columns(pages[0]), await columns(pages[1]));
});

test("two processes share one board", async (scene) => {
  const engine = await scene.valkey();
  const [one, other] = await Promise.all([1, 2].map(() => scene.serve("board", { args: ["--cluster", engine.url] })));
  const [ada, bob] = [await scene.open(one.url), await scene.open(other.url)];
  await add(ada, "Paint");
  await showsCards(bob, ["Paint"], [], []);
  await Promise.all([press(ada, "Paint", "right"), add(bob, "Sand")]);
  await Promise.all([ada, bob].map((page) => showsCards(page, ["Sand"], ["Paint"], [])));
});
