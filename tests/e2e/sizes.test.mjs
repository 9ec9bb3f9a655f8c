// Events that are too large, or that the server does not take for another reason: refused once, and the page goes on.

import { fetch } from "./support/fetch.mjs";
import { PATIENCE } from "./support/frames.mjs";
import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const NETWORK = /WebSocket connection to .* failed|ERR_|status of 4|^warning: taut:/;

/** The sockets of a page are open, or are refused, so that it speaks HTTP. */
const TRANSPORTS = { "a socket": () => {}, HTTP: (between) => (between.refusesSockets = true) };

async function open(scene, path, treat = () => {}, ...inits) {
  const between = await scene.proxy(server.port);
  treat(between);
  scene.expect(NETWORK);
  const page = await scene.blank();
  await page.addInitScript(noteErrors);
  for (const init of inits) await page.addInitScript(init);
  await page.goto(between.url + path);
  await page.waitForFunction(() => window.isOnline);
  return { page, between };
}

/** Runs in the page. */
function noteErrors() {
  window.errors = [];
  document.addEventListener("taut:online", () => (window.isOnline = true));
  document.addEventListener("taut:error", ({ detail }) => window.errors.push(detail.message));
}

const errors = (page) => page.evaluate(() => window.errors);

/** Pastes a text, as one event. */
const paste = (page, text) =>
  page.evaluate((text) => {
    const area = document.querySelector("#text");
    area.value = text;
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, text);

const click = (page) => page.evaluate(() => document.querySelector("#click").click());

for (const [transport, treat] of Object.entries(TRANSPORTS)) {
  test(`a paste that is too large for ${transport} is refused before it is sent, and what follows goes on`, async (scene) => {
    const { page, between } = await open(scene, "/sizes", treat);
    await click(page);
    await paste(page, "x".repeat(70_000));
    await click(page);
    await shows(page, "#clicks", 2);
    const [error, ...more] = await errors(page);
    assert.match(error, /too large to be sent: 7\d{4} bytes, and at most 65536/);
    assert.deepEqual(more, []);
    assert.equal(await page.evaluate(() => document.querySelector("#text").value.length), 70_000, "what was pasted stays");
    await shows(page, "#length", 0);
    await paste(page, "short");
    await shows(page, "#length", 5);
    assert.ok(between.requests.filter((line) => line.startsWith("POST")).length < 8);
    if (transport != "HTTP") assert.equal(page.wire.sockets, 1);
  });

  test(`an event that is too large for the server of ${transport} is refused once, with others around it`, async (scene) => {
    const { page } = await open(scene, "/sizes/small", treat, believeAll);
    await page.evaluate(() => {
      const area = document.querySelector("#text");
      const write = (length) => {
        area.value = "x".repeat(length);
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
      };
      const click = () => document.querySelector("#click").click();
      for (const step of [click, () => write(100), () => write(70_000), click, () => write(30_000), click, () => write(200), click]) step();
    });
    await shows(page, "#clicks", 4);
    await shows(page, "#length", 200);
    assert.deepEqual((await errors(page)).map((error) => /too large for the server: (\d)/.exec(error)?.[1]).sort(), ["3", "7"]);
    await click(page);
    await shows(page, "#clicks", 5);
  });
}

/** Runs in the page: believes that the server takes everything. */
function believeAll() {
  const { fetch } = window;
  window.fetch = async (address, options) => {
    const answer = await fetch(address, options);
    if (!/templates/.test(address)) return answer;
    return new Response((await answer.text()).replace(/"frame":\d+/, '"frame":1e9'));
  };
}

test("whatever is written, it is taken or refused, and never ends the conversation", async (scene) => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e6);
  console.log(`SEED=${seed}`);
  let state = seed;
  const random = (below) => (state = (state * 48271 + 11) % 2147483647) % below;
  const { page } = await open(scene, "/sizes/small");
  let refused = 0;
  for (let step = 0; step < 60; step++) {
    const letter = ["x", "ä", "€", "😀", '"', "\\", "\n", "\u0001", "\ud800"][random(9)];
    const bytes = new TextEncoder().encode(JSON.stringify(letter).slice(1, -1)).length;
    const text = letter.repeat(Math.max(1, Math.floor((4096 - 30 + random(60)) / bytes)));
    await paste(page, text);
    await click(page);
    await shows(page, "#clicks", step + 1);
    const all = await errors(page);
    const isRefused = all.length > refused;
    refused = all.length;
    const length = Number(await page.textContent("#length"));
    if (!isRefused && letter != "\ud800") assert.equal(length, new TextEncoder().encode(text).length, JSON.stringify(letter));
  }
  assert.ok(refused > 0 && refused < 60, `${refused} of 60 were refused`);
  assert.equal(page.wire.sockets, 1);
});

test("an event at which the server ends the conversation each time is refused, and what follows goes on", async (scene) => {
  const { page } = await open(scene, "/sizes", undefined, spoil);
  await paste(page, "before");
  await shows(page, "#length", 6);
  await page.evaluate(() => (window.isSpoilt = true));
  await paste(page, "poison");
  await click(page);
  await click(page);
  await shows(page, "#clicks", 2);
  assert.deepEqual(await errors(page), ["the server does not take this"]);
  await shows(page, "#length", 6);
  assert.ok(page.wire.sockets <= 4, `${page.wire.sockets} sockets`);
});

/** Runs in the page: an event with a certain text has more values than any may have. */
function spoil() {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    send.call(this, String(text).replace('"poison"]', '"poison"' + ",1".repeat(20) + "]"));
  };
}

let runs = 0;

/** What a page without a socket leaves behind: the server hears of these lengths, of all that were written. */
async function leaves(scene, path, written, expected) {
  const run = `sizes-${process.pid}-${runs++}`;
  const { page, between } = await open(scene, `${path}?run=${run}`);
  between.refusesSockets = true;
  // Nothing stands in for sockets meanwhile.
  between.cutsRequests = /\/http\./;
  between.cutSockets();
  await page.waitForSelector("html[data-taut=offline]");
  const before = between.requests.length;
  for (const length of written) await paste(page, "x".repeat(length));
  await page.goto(`${between.url}/dot.svg`);
  const heard = async () => (await (await fetch(`${server.url}/heard?run=${run}`)).json()).map(Number);
  for (const end = Date.now() + PATIENCE; (await heard()).length < expected.length && Date.now() < end; ) await page.waitForTimeout(20);
  await page.waitForTimeout(500);
  assert.deepEqual(await heard(), expected);
  const posts = between.requests.slice(before).filter((line) => line.startsWith("POST"));
  assert.ok(posts.length > 1, `${posts.length} posts`);
}

test("of more than 64 KiB that wait, a page that goes sends what fits, in order", (scene) =>
  leaves(scene, "/sizes", [20_000, 20_001, 20_002, 20_003, 20_004], [20_000, 20_001, 20_002]));

test("a page that goes sends what waits in requests as large as its server takes them", (scene) => {
  const written = Array.from({ length: 12 }, (_, at) => 3000 + at);
  return leaves(scene, "/sizes/small", written, written);
});
