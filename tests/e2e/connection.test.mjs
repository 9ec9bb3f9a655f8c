// Connections break and servers restart: the page comes back by itself, and no event is lost or doubled.

import { fetch } from "./support/fetch.mjs";
import { enter } from "./support/clock.mjs";
import { assert, counts, press, serveForAll, shows, test } from "./support/scene.mjs";

const shared = await serveForAll("e2e-server");

const NETWORK = /WebSocket connection to .* failed|ERR_/;

const mounts = async (server) => Number(await (await fetch(`${server.url}/mounts`)).text());

const clickMany = (page, selector, times) =>
  page.evaluate(
    ([selector, times]) => {
      for (let time = 0; time < times; time++) document.querySelector(selector).click();
    },
    [selector, times],
  );

test("a page mounts once", async (scene) => {
  const server = await scene.serve("e2e-server");
  const page = await scene.open(`${server.url}/survive`);
  await page.click("#bump");
  await shows(page, "#count", 1);
  assert.equal(await mounts(server), 1);
});

test("events during a disconnect are sent once after it", async (scene) => {
  const server = await scene.serve("e2e-server");
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/survive`);
  scene.expect(NETWORK);
  await page.click("#bump");
  await shows(page, "#count", 1);
  between.refuses = true;
  between.cut();
  await clickMany(page, "#bump", 3);
  assert.equal(await page.textContent("#count"), "1");
  between.refuses = false;
  await shows(page, "#count", 4);
  await page.click("#bump");
  await shows(page, "#count", 5);
  assert.equal(await mounts(server), 1);
});

for (const [path, most] of [["/optimistic", 200], ["/optimistic-few", 3]]) {
  test(`during a disconnect, ${most} events wait, and what follows is lost`, async (scene) => {
    const between = await scene.proxy(shared.port);
    const page = await scene.open(between.url + path);
    scene.expect(NETWORK);
    await page.evaluate(() => {
      window.lost = [];
      addEventListener("taut:error", ({ target, detail }) => window.lost.push([target.id, detail.message]));
    });
    between.refuses = true;
    between.cut();
    await page.waitForSelector("[data-taut=offline]");
    for (let text = 1; text <= most; text++) await enter(page, "#text", text);
    assert.deepEqual(await page.evaluate(() => window.lost), []);
    await page.click("#check");
    assert.deepEqual(await page.evaluate(() => window.lost), [["check", "lost"]]);
    assert.equal(await page.isChecked("#check"), false);
    assert.equal(await page.getAttribute("#check", "class"), "box optimistic-error");
    assert.equal(await page.getAttribute("#check", "aria-busy"), null);
    between.refuses = false;
    await page.waitForFunction((start) => document.querySelector("#said").textContent.startsWith(start), `false 0 ${most} `);
    await page.click("#check");
    await page.waitForFunction((start) => document.querySelector("#said").textContent.startsWith(start), `true 0 ${most} `);
  });
}

test("a connection that is cut again and again loses and doubles nothing", async (scene) => {
  const server = await scene.serve("e2e-server");
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/survive`);
  scene.expect(NETWORK);
  await page.evaluate(() => {
    window.joins = 0;
    document.addEventListener("taut:online", () => window.joins++);
  });
  // After three cuts the page takes sockets for blocked, and goes on by HTTP.
  for (let round = 1; round <= 12; round++) {
    await clickMany(page, "#bump", 10);
    if (round % 3) await page.waitForFunction((round) => document.querySelector("#count").textContent > 10 * round - 10, round);
    between.cut();
    await page.waitForFunction((round) => window.joins >= round, round);
  }
  await shows(page, "#count", 120);
  assert.equal(await mounts(server), 1);
  assert.equal(page.wire.joins.filter((join) => join.length > 5).length <= 12, true);
});

test("a connection that is cut in the middle of typing leaves what is typed", async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await scene.open(`${between.url}/controls`);
  scene.expect(NETWORK);
  await page.click("#upper");
  await page.keyboard.type("abc");
  between.cut();
  await page.keyboard.type("def");
  await page.live(2);
  await page.keyboard.type("g");
  await shows(page, "#received", 7);
  assert.deepEqual(
    await page.evaluate(() => [document.activeElement.id, document.activeElement.value]),
    ["upper", "abcdefg"],
  );
  await page.keyboard.press("Tab");
  assert.equal(await page.inputValue("#upper"), "ABCDEFG");
});

test("a page comes back by itself after the server was killed, with what is typed", async (scene) => {
  const server = await scene.serve("e2e-server");
  const page = await scene.open(`${server.url}/survive`);
  scene.expect(NETWORK);
  await page.evaluate(() => (window.sameDocument = true));
  await page.fill("#typed", "typed before");
  await page.fill("#area", "typed before");
  for (const count of [1, 2, 3]) {
    await page.click("#bump");
    await shows(page, "#count", count);
  }
  await page.fill("#inner", "in a block");
  await page.click("#rotate");
  await page.waitForFunction(() => document.querySelector("ul li").id == "row-2");
  await server.kill();
  await page.click("#typed");
  await page.keyboard.type("!");
  await server.start();
  await page.live(2);
  await shows(page, "#count", 0);
  assert.equal(await page.inputValue("#typed"), "typed before!");
  assert.equal(await page.inputValue("#area"), "typed before");
  assert.equal(await page.evaluate(() => document.activeElement.id), "typed");
  assert.equal(await page.locator("#block").count(), 0);
  assert.equal(await page.evaluate(() => document.querySelector("ul li").id), "row-1");
  await counts(page, "ul li", 5);
  await page.click("#bump");
  await shows(page, "#count", 1);
  assert.ok(await page.evaluate(() => window.sameDocument));
});

test("a form keeps what is typed when the server was killed, and can be sent", async (scene) => {
  const server = await scene.serve("form");
  const page = await scene.open(server.url);
  scene.expect(NETWORK);
  await page.fill("#name", "Ada");
  await page.fill("#email", "ada@example.org");
  await page.wire.until(({ patches }) => patches.length == 2);
  await server.restart();
  await page.live(2);
  await page.fill("#password", "Long enough 1");
  await page.keyboard.press("Enter");
  await shows(page, "#welcome", "Welcome, Ada! We have written to ada@example.org.");
});

test("an event on its way to a server that dies reverts what the user did", async (scene) => {
  const server = await scene.serve("e2e-server");
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/controls`);
  scene.expect(NETWORK);
  between.refuses = true;
  between.cut();
  await press(page, "#locked");
  assert.ok(await page.isChecked("#locked"));
  await server.restart();
  between.refuses = false;
  await page.live(2);
  await page.waitForFunction(() => !document.querySelector("#locked").checked);
});

/** The number of the page's first hole of a kind. */
const hole = async (page, kind) => {
  const address = await page.getAttribute("script[data-templates]", "data-templates");
  const [[, , ...holes]] = await (await fetch(shared.url + address)).json();
  return holes.findIndex(([other]) => other == kind);
};
const LIST = 10;
const LISTENER = 11;

const nonsense = {
  "is no JSON": () => "[1,0",
  "is no array": () => '{"a":1}',
  "is empty": () => "[]",
  "has the wrong number": () => '[7,0,0,"x"]',
  "names an unknown hole": () => '[1,0,999,"x"]',
  "names a listener": async (page) => `[1,0,${await hole(page, LISTENER)},1]`,
  "patches a row that is not there": async (page) => `[1,0,${await hole(page, LIST)},[99,0,"x"]]`,
  "removes rows that are not there": async (page) => `[1,0,${await hole(page, LIST)},[-1,3,9]]`,
  "moves a row that is not there": async (page) => `[1,0,${await hole(page, LIST)},[-4,9,0]]`,
  "makes rows without values": async (page) => `[1,0,${await hole(page, LIST)},[-2,3,-3,0,3]]`,
  "has an unknown operation": async (page) => `[1,0,${await hole(page, LIST)},[-9,0,3]]`,
  "has an unknown kind": () => "[-9]",
  "is a refusal": () => '[-2,"no"]',
};

for (const [what, frame] of Object.entries(nonsense)) {
  test(`a frame that ${what} leads to a new start and a correct page`, async (scene) => {
    const between = await scene.proxy(shared.port);
    const page = await scene.open(`${between.url}/survive`);
    scene.expect(NETWORK, /^warning: taut:/);
    await page.fill("#typed", "typed");
    const list = await page.evaluate(() => document.querySelector("ul").innerText);
    between.inject(await frame(page));
    await page.live(2);
    await page.click("#bump");
    await shows(page, "#count", 1);
    await press(page, "#rotate");
    await page.waitForFunction(() => document.querySelector("ul li").id == "row-2");
    await press(page, "#rotate");
    await press(page, "#bump");
    await shows(page, "#count", 2);
    assert.equal(await page.evaluate(() => document.querySelectorAll("ul li").length), 5);
    assert.notEqual(await page.evaluate(() => document.querySelector("ul").innerText), list);
    assert.equal(await page.inputValue("#typed"), "typed");
  });
}

test("a page whose new start fails too is loaded again", async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await scene.open(`${between.url}/survive`);
  scene.expect(NETWORK, /^warning: taut:/);
  await page.evaluate(() => (window.sameDocument = true));
  await page.evaluate(() => {
    // As a script would that takes the page apart.
    const { set } = Object.getOwnPropertyDescriptor(CharacterData.prototype, "data");
    Object.defineProperty(CharacterData.prototype, "data", { configurable: true, get: () => "", set: () => { throw "broken"; } });
    window.mend = set;
  });
  await press(page, "#bump");
  await page.waitForFunction(() => !window.sameDocument);
  await page.waitForSelector("#bump");
  await page.live(3);
  await page.click("#bump");
  await shows(page, "#count", 1);
});

test("back and forward bring a live page", async (scene) => {
  const page = await scene.open(`${shared.url}/survive`);
  await page.click("#bump");
  await shows(page, "#count", 1);
  await page.goto(`${shared.url}/fragment`);
  await page.live(2);
  await page.goBack();
  await page.live(3);
  const count = Number(await page.textContent("#count"));
  await page.click("#bump");
  await shows(page, "#count", count + 1);
});

test("a page that went offline comes back as soon as it is online", { needs: "offline" }, async (scene) => {
  const page = await scene.open(`${shared.url}/survive`);
  scene.expect(NETWORK, /ERR_INTERNET_DISCONNECTED/);
  await page.context().setOffline(true);
  await clickMany(page, "#bump", 2);
  await page.context().setOffline(false);
  await shows(page, "#count", 2);
});

test("a tab has its own session, also when it is a copy", async (scene) => {
  const page = await scene.open(`${shared.url}/survive`);
  const copy = await scene.pageIn(page.context());
  await copy.goto(`${shared.url}/survive`);
  await copy.live();
  await page.click("#bump");
  await copy.click("#bump");
  await copy.click("#bump");
  await shows(page, "#count", 1);
  await shows(copy, "#count", 2);
});

test("latency delays answers and loses nothing", async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await scene.open(`${between.url}/survive`);
  between.latency = 50;
  await clickMany(page, "#bump", 30);
  await shows(page, "#count", 30);
});

test("frames that come twice, up or down, count once", async (scene) => {
  const server = await scene.serve("e2e-server");
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/survive`);
  scene.expect(NETWORK, /^warning: taut: expected patch/);
  between.doubles = { up: 3, down: 0 };
  await clickMany(page, "#bump", 5);
  await shows(page, "#count", 5);
  between.doubles = { up: 0, down: 2 };
  await clickMany(page, "#bump", 5);
  await shows(page, "#count", 10);
  await page.live(2);
  await page.click("#bump");
  await shows(page, "#count", 11);
  assert.equal(await mounts(server), 1);
});

for (const direction of ["up", "down"])
  test(`a connection of which the way ${direction} ends is joined again`, async (scene) => {
    const server = await scene.serve("e2e-server");
    const between = await scene.proxy(server.port);
    const page = await scene.open(`${between.url}/survive`);
    scene.expect(NETWORK);
    await clickMany(page, "#bump", 3);
    between.halfClose(direction);
    await clickMany(page, "#bump", 3);
    await page.live(2);
    await shows(page, "#count", 6);
    assert.equal(await mounts(server), 1);
  });

test("a connection that ends without a word is joined again after a minute of silence", async (scene) => {
  const server = await scene.serve("e2e-server");
  const between = await scene.proxy(server.port);
  const page = await scene.blank();
  scene.expect(NETWORK);
  await page.clock.install();
  await page.goto(`${between.url}/survive`);
  await page.live();
  await page.click("#bump");
  await shows(page, "#count", 1);
  between.mute();
  await clickMany(page, "#bump", 2);
  await page.clock.fastForward(50_000);
  assert.equal(page.wire.joins.length, 1);
  await page.clock.fastForward(30_000);
  // The page is offline for a moment only.
  await page.clock.fastForward(1_000);
  await page.live(2);
  await shows(page, "#count", 3);
  assert.equal(await mounts(server), 1);
});

test("a page that sleeps while its connection ends is right when it wakes", { needs: "devtools" }, async (scene) => {
  const server = await scene.serve("e2e-server");
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/survive`);
  scene.expect(NETWORK);
  const devtools = await page.context().newCDPSession(page);
  const sleep = (state) => devtools.send("Page.setWebLifecycleState", { state });
  await page.fill("#typed", "typed before");
  await page.click("#bump");
  await shows(page, "#count", 1);
  await sleep("frozen");
  between.cut();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await sleep("active");
  await page.live(2);
  await page.click("#bump");
  await shows(page, "#count", 2);
  assert.equal(await page.inputValue("#typed"), "typed before");
  assert.equal(await mounts(server), 1);
});

test("a tab in the background follows what the server says, and is live when it is looked at", async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await scene.open(`${between.url}/survive`);
  scene.expect(NETWORK);
  await clickMany(page, "#bump", 2);
  const front = await scene.pageIn(page.context());
  await front.goto(`${shared.url}/fragment`);
  await front.bringToFront();
  between.cut();
  await clickMany(page, "#bump", 2);
  await shows(page, "#count", 4);
  await page.bringToFront();
  await page.click("#bump");
  await shows(page, "#count", 5);
});
