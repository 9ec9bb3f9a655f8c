// Where WebSockets are blocked and HTTP/1.1 is spoken, browsers open six connections to a host: all tabs of a site live on them.

import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const shared = await serveForAll("e2e-server");

const NETWORK = /WebSocket connection to .* failed|ERR_/;

/** Runs in the page: counts sockets and streams, and lets the test say whether the page is seen. */
function note() {
  Object.assign(window, { sockets: 0, streams: 0, open: 0, states: [] });
  for (const state of ["online", "offline"]) document.addEventListener(`taut:${state}`, () => window.states.push(state));
  let isHidden = false;
  Object.defineProperty(Document.prototype, "visibilityState", { configurable: true, get: () => (isHidden ? "hidden" : "visible") });
  window.hide = (hidden) => {
    isHidden = hidden;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  };
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(address) {
      super(address);
      window.sockets += 1;
    }
  };
  const { fetch } = window;
  window.fetch = (address, options) => {
    if (options?.headers?.accept == "text/event-stream") {
      window.streams += 1;
      window.open += 1;
      options.signal.addEventListener("abort", () => (window.open -= 1));
    }
    return fetch(address, options);
  };
}

const isOnline = (page) => page.waitForFunction(() => window.states.at(-1) == "online");

async function blocked(scene) {
  const between = await scene.proxy(shared.port);
  between.refusesSockets = true;
  scene.expect(NETWORK);
  return between;
}

async function open(scene, url, context) {
  const page = context ? await scene.pageIn(context, false) : await scene.blank({ isNoted: false });
  await page.addInitScript(note);
  await page.goto(url);
  await isOnline(page);
  return page;
}

const hide = (page) => page.evaluate(() => window.hide(true));
const look = (page) => page.evaluate(() => window.hide(false));
const press = (page, times) =>
  page.evaluate((times) => {
    for (let time = 0; time < times; time++) document.querySelector("#bump").click();
  }, times);

test("eight tabs are live where sockets are blocked, each when it is looked at", { timeout: 180_000, needs: "retries" }, async (scene) => {
  const between = await blocked(scene);
  const pages = [];
  for (let tab = 0; tab < 8; tab++) {
    if (tab) await hide(pages.at(-1));
    pages.push(await open(scene, `${between.url}/survive`, pages[0]?.context()));
    await press(pages.at(-1), tab + 1);
    await shows(pages.at(-1), "#count", tab + 1);
  }
  await hide(pages.at(-1));
  for (const [tab, page] of pages.entries()) {
    await look(page);
    await press(page, 1);
    await shows(page, "#count", tab + 2);
    assert.deepEqual(await page.evaluate(() => window.states.slice(window.states.lastIndexOf("online"))), ["online"], "it was never offline");
    await hide(page);
    assert.equal(await page.evaluate(() => window.open), 0);
  }
});

test("what was done in the moment in which a tab is left counts once", async (scene) => {
  const between = await blocked(scene);
  const page = await open(scene, `${between.url}/survive`);
  for (let round = 1; round <= 4; round++) {
    await page.evaluate(() => {
      for (let time = 0; time < 5; time++) document.querySelector("#bump").click();
      window.hide(true);
    });
    if (round % 2) await page.waitForTimeout(100);
    await look(page);
    await shows(page, "#count", 5 * round);
  }
});

test("a page knows from the one before it, also in another tab, that sockets are blocked, and the next one that they are not", async (scene) => {
  const between = await blocked(scene);
  const page = await open(scene, `${between.url}/survive`);
  const seen = (page) => page.evaluate(() => [window.sockets, window.streams, window.states]);
  for (const next of [page, await scene.pageIn(page.context())]) {
    if (next != page) await next.addInitScript(note);
    await next.goto(`${between.url}/survive?next`);
    await isOnline(next);
    assert.deepEqual(await seen(next), [0, 1, ["online"]]);
  }
  between.refusesSockets = false;
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.live();
  await page.goto(`${between.url}/survive?last`);
  await page.live(2);
  assert.deepEqual((await seen(page)).slice(0, 2), [1, 0]);
});

test("a page that remembers blocked sockets, and cannot load what stands in for them, tries a socket", async (scene) => {
  const between = await scene.proxy(shared.port);
  between.cutsRequests = /\/http\./;
  scene.expect(NETWORK);
  const page = await scene.blank({ isNoted: false });
  await page.addInitScript(note);
  await page.addInitScript(() => localStorage.setItem("taut:-blocked", "1"));
  await page.goto(`${between.url}/survive`);
  await page.live();
  assert.deepEqual(await page.evaluate(() => [window.sockets, window.streams]), [1, 0]);
});
