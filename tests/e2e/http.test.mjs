// Where WebSockets are blocked, a page speaks HTTP, and goes back to a WebSocket when there is one.

import { fetch } from "./support/fetch.mjs";
import { PATIENCE } from "./support/frames.mjs";
import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const shared = await serveForAll("e2e-server");

const NETWORK = /WebSocket connection to .* failed|ERR_/;

/** Opens a page behind a proxy that treats sockets badly, and waits until a stream answers it. */
async function open(scene, path, treat) {
  const between = await scene.proxy(shared.port);
  treat(between);
  const page = await scene.blank();
  scene.expect(NETWORK);
  await page.addInitScript(noteConnections);
  await page.goto(between.url + path);
  await page.waitForFunction(() => window.streams > 0 && window.isOnline);
  return { page, between };
}

/** Runs in the page: notes streams and posts, whether the page is online, and what its policy has kept it from. */
function noteConnections() {
  Object.assign(window, { streams: 0, posts: 0, underway: 0, most: 0, isOnline: false, violations: [] });
  document.addEventListener("taut:online", () => (window.isOnline = true));
  document.addEventListener("taut:offline", () => (window.isOnline = false));
  document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => window.violations.push(violatedDirective));
  const { fetch } = window;
  window.fetch = async (address, options) => {
    const isStream = options?.headers?.accept == "text/event-stream";
    if (isStream) window.streams += 1;
    if (isStream || options?.method != "POST") return fetch(address, options);
    window.posts += 1;
    window.most = Math.max(window.most, ++window.underway);
    return fetch(address, options).finally(() => window.underway--);
  };
}

const refused = (between) => (between.refusesSockets = true);

/** Lets the page try a WebSocket, as it does now and then, and waits until it has one. */
async function goBack(page, sockets) {
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.wire.until(({ joins }) => joins.length > sockets);
}

test("a page whose sockets are refused speaks HTTP, and breaks no policy", async (scene) => {
  const { page } = await open(scene, "/survive", refused);
  for (let count = 1; count <= 20; count++) await page.click("#bump");
  await shows(page, "#count", 20);
  assert.equal(await page.evaluate(() => window.streams), 1);
  assert.equal(await page.evaluate(() => window.most), 1, "one post after the other");
  assert.deepEqual(await page.evaluate(() => window.violations), []);
});

test("a page whose sockets are cut after a second speaks HTTP, and loses nothing", async (scene) => {
  const between = await scene.proxy(shared.port);
  between.cutsSocketsAfter = 1000;
  scene.expect(NETWORK);
  const page = await scene.blank();
  await page.addInitScript(noteConnections);
  await page.goto(`${between.url}/survive`);
  let clicks = 0;
  for (; !(await page.evaluate(() => window.streams && window.isOnline)); clicks++) {
    await page.click("#bump");
    await page.waitForTimeout(50);
  }
  for (let more = 0; more < 5; more++, clicks++) await page.click("#bump");
  await shows(page, "#count", clicks);
});

test("a hundred clicks at once are posted together, and all count", async (scene) => {
  const { page } = await open(scene, "/survive", refused);
  await page.evaluate(() => {
    for (let click = 0; click < 100; click++) document.querySelector("#bump").click();
  });
  await shows(page, "#count", 100);
  assert.ok((await page.evaluate(() => window.posts)) < 20);
});

test("typing over HTTP is not disturbed by what comes back", async (scene) => {
  const { page, between } = await open(scene, "/controls", refused);
  between.latency = 30;
  await page.click("#upper");
  await page.keyboard.type("all that is typed", { delay: 10 });
  await shows(page, "#received", 17);
  assert.equal(await page.inputValue("#upper"), "all that is typed");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.querySelector("#upper").value == "ALL THAT IS TYPED");
});

test("long texts go both ways over HTTP", async (scene) => {
  const { page } = await open(scene, "/controls", refused);
  const text = "äöü$& data: \\n".repeat(3000);
  await page.fill("#plain", text);
  await page.press("#plain", "Tab");
  await shows(page, "#said", text);
  await page.click("#set");
  await shows(page, "#said", "set");
});

test("a debounced handler hears what was typed last over HTTP", async (scene) => {
  const { page } = await open(scene, "/debounce", refused);
  await page.focus("#a");
  await page.keyboard.type("debounced");
  await page.waitForFunction(() => document.body.textContent.includes("a debounced"));
});

test("a stream that is cut is joined again, and nothing is lost", async (scene) => {
  const { page, between } = await open(scene, "/survive", refused);
  for (let round = 1; round <= 3; round++) {
    await page.evaluate(() => {
      for (let click = 0; click < 10; click++) document.querySelector("#bump").click();
    });
    between.cut();
    await page.waitForFunction((round) => window.streams > round && window.isOnline, round);
  }
  await shows(page, "#count", 30);
});

test("a page goes back to a WebSocket when it can, and loses nothing", async (scene) => {
  const { page, between } = await open(scene, "/survive", refused);
  await page.click("#bump");
  await shows(page, "#count", 1);
  between.refusesSockets = false;
  const back = goBack(page, 0);
  for (let count = 2; count <= 30; count++) {
    await page.click("#bump");
    await page.waitForTimeout(250);
  }
  await back;
  await shows(page, "#count", 30);
  await page.click("#bump");
  await page.wire.until(({ patches }) => patches.length > 0);
  await shows(page, "#count", 31);
});

test("a page that goes says what it has not heard of", async (scene) => {
  const run = `http-${scene.browser}`;
  const { page, between } = await open(scene, `/debounce?run=${run}`, refused);
  between.latency = 200;
  await page.fill("#a", "last");
  await page.fill("#b", "words");
  await page.goto(`${between.url}/dot.svg`);
  const heard = async () => (await fetch(`${shared.url}/heard?run=${run}`)).json();
  for (const end = Date.now() + PATIENCE; (await heard()).length < 2 && Date.now() < end; ) await page.waitForTimeout(20);
  assert.deepEqual(await heard(), ["a last", "b words"]);
});
