// Back and forward: a page comes back as it was, from the browser's memory or with its session, and agrees with its server.

import { fetch } from "./support/fetch.mjs";
import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const shared = await serveForAll("e2e-server");

const NETWORK = /WebSocket connection to .* failed|ERR_|status of 4|^warning: taut:/;
const MEMORY = { needs: "devtools" };

const mounts = async (server) => Number(await (await fetch(`${server.url}/mounts`)).text());

/** Opens a page in a browser that keeps pages in its memory, and notes how it shows its connection and where it comes from. */
async function open(scene, url, hasMemory = true) {
  const page = await scene.blank({ hasMemory, isNoted: false });
  await page.addInitScript(note);
  await page.goto(url);
  await page.waitForFunction(() => window.isOnline);
  return page;
}

/** Runs in the page. */
function note() {
  Object.assign(window, { shows: [], states: [], streams: 0 });
  addEventListener("pageshow", ({ persisted }) => window.shows.push(persisted));
  for (const state of ["online", "offline"]) document.addEventListener(`taut:${state}`, () => window.states.push(state));
  document.addEventListener("taut:online", () => (window.isOnline = true));
}

const away = async (page, url) => {
  await page.goto(`${url}/dot.svg`);
};

/** Goes back, and waits until the browser shows the page from its memory. */
async function backFromMemory(page) {
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => window.shows?.at(-1) === true);
}

/** Fills in everything on the page `/back`, and waits until the server knows. */
async function fill(page) {
  await page.click("#box");
  await page.fill("#text", "typed");
  await page.selectOption("#size", "large");
  await page.fill("#own", "own");
  await page.click("#count");
  await shows(page, "#count", 1);
  await shows(page, "#said", "true typed large");
}

const controls = (page) =>
  page.evaluate(() => [
    document.querySelector("#box").checked,
    ...["#text", "#size", "#own"].map((selector) => document.querySelector(selector).value),
  ]);

/** Goes on with a page that has come back: what is clicked and typed is what the server hears. */
async function goOn(page, count) {
  assert.deepEqual(await controls(page), [true, "typed", "large", "own"]);
  await page.click("#count");
  await shows(page, "#count", count);
  await page.click("#box");
  await shows(page, "#said", "false typed large");
  await page.click("#box");
  await page.fill("#text", "more");
  await shows(page, "#said", "true more large");
}

const TRANSPORTS = { "a socket": () => {}, HTTP: (between) => (between.refusesSockets = true) };

for (const [transport, treat] of Object.entries(TRANSPORTS)) {
  test(`a page with ${transport} comes back from the browser's memory as it was, and goes on`, MEMORY, async (scene) => {
    const server = await scene.serve("e2e-server");
    const between = await scene.proxy(server.port);
    treat(between);
    scene.expect(NETWORK);
    const page = await open(scene, `${between.url}/back`);
    await fill(page);
    await page.evaluate(() => (window.states = []));
    for (let round = 2; round <= 3; round++) {
      await away(page, between.url);
      await backFromMemory(page);
      await page.click("#count");
      await shows(page, "#count", round);
    }
    await goOn(page, 4);
    assert.deepEqual(await page.evaluate(() => window.states), [], "nothing is shown of a connection that was let go");
  });

  test(`what a page with ${transport} has not sent as it goes counts once when it comes back`, MEMORY, async (scene) => {
    const server = await scene.serve("e2e-server");
    const between = await scene.proxy(server.port);
    treat(between);
    scene.expect(NETWORK);
    const page = await open(scene, `${between.url}/back`);
    between.latency = 100;
    await page.evaluate(() => {
      for (let click = 0; click < 5; click++) document.querySelector("#count").click();
    });
    await away(page, between.url);
    await backFromMemory(page);
    await page.click("#count");
    await shows(page, "#count", 6);
  });
}

test("a page comes back from the browser's memory although its server has started again", MEMORY, async (scene) => {
  const server = await scene.serve("e2e-server");
  scene.expect(NETWORK);
  const page = await open(scene, `${server.url}/back`);
  await fill(page);
  await away(page, server.url);
  await server.restart();
  await backFromMemory(page);
  await page.waitForFunction(() => document.querySelector("#count").textContent == "0");
  await page.click("#count");
  await shows(page, "#count", 1);
  assert.equal(await page.inputValue("#own"), "own");
  const isOn = await page.isChecked("#box");
  await page.click("#box");
  await page.waitForFunction((isOn) => document.querySelector("#said").textContent.startsWith(String(isOn)), !isOn);
});

test("a page that the browser has forgotten comes back with its session", async (scene) => {
  const page = await open(scene, `${shared.url}/back`, false);
  await fill(page);
  await page.goto(`${shared.url}/fragment`);
  await page.goBack();
  await shows(page, "#said", "true typed large");
  await shows(page, "#count", 1);
  await goOn(page, 2);
});

test("a page that is loaded again has a new session", async (scene) => {
  const page = await open(scene, `${shared.url}/back`, false);
  await page.click("#count");
  await shows(page, "#count", 1);
  await page.reload();
  await page.waitForFunction(() => window.isOnline);
  assert.equal(await page.textContent("#count"), "0");
});

test("what the browser has filled in is told to a server that knows nothing of it", async (scene) => {
  const server = await scene.serve("e2e-server");
  scene.expect(NETWORK);
  const page = await open(scene, `${server.url}/back`, false);
  await fill(page);
  await page.goto(`${server.url}/dot.svg`);
  await page.evaluate(() => sessionStorage.clear());
  await server.restart();
  await page.goBack();
  await page.waitForFunction(() => window.isOnline);
  await page.waitForFunction(() => document.querySelector("#said").textContent == "true typed large");
  await goOn(page, 1);
});

/** Signs in, by the form that the guard leads to. */
async function signIn(page, url, user) {
  await page.goto(`${url}/members/in`);
  await page.fill("#user", user);
  await page.press("#user", "Enter");
  await page.waitForURL("**/members/diary");
  await page.waitForFunction(() => window.isOnline);
}

/** Runs in the page: notes in the tab whose diary was to be seen, in each frame after the page was shown again. */
function watchDiary() {
  addEventListener("pageshow", ({ persisted }) => {
    const look = () => {
      const owner = document.querySelector("#owner");
      const isSeen = owner && getComputedStyle(owner).visibility == "visible";
      sessionStorage.seen = `${sessionStorage.seen ?? ""}|${persisted ? "memory" : "new"}:${isSeen ? owner.textContent : ""}`;
      requestAnimationFrame(look);
    };
    look();
  });
}

/** A member's page, left for another one, in a browser that keeps pages in memory although the server says that it must not. */
async function leftDiary(scene) {
  const between = await scene.proxy(shared.port);
  between.replaces = [/cache-control: no-store/i, "cache-control: no-cache"];
  scene.expect(NETWORK);
  const page = await scene.blank({ hasMemory: true, isNoted: false });
  await page.addInitScript(note);
  await page.addInitScript(watchDiary);
  await signIn(page, between.url, "ana");
  await page.waitForFunction(() => document.querySelector("#owner"));
  await page.fill("#text", "private");
  await away(page, between.url);
  await page.evaluate(() => (sessionStorage.seen = ""));
  return { page, between };
}

test("a private page comes back from the browser's memory when the server has said that it is still its user's", MEMORY, async (scene) => {
  const { page, between } = await leftDiary(scene);
  between.latency = 200;
  await backFromMemory(page);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("#owner")).visibility == "visible");
  const seen = (await page.evaluate(() => sessionStorage.seen)).split("|").filter((one) => one.startsWith("memory"));
  assert.equal(seen[0], "memory:", "nothing is seen at first");
  assert.equal(await page.inputValue("#text"), "private");
});

for (const next of [undefined, "bob"]) {
  test(`a private page is never seen again after a sign-out${next ? ", when somebody else has signed in" : ""}`, MEMORY, async (scene) => {
    const { page, between } = await leftDiary(scene);
    const other = await scene.pageIn(page.context(), false);
    await other.addInitScript(note);
    await other.goto(`${between.url}/members/diary`);
    await other.waitForFunction(() => window.isOnline);
    await other.click("#out");
    await other.waitForURL("**/members/in");
    if (next) await signIn(other, between.url, next);
    await page.evaluate(() => history.back());
    if (next) await page.waitForFunction((next) => document.querySelector("#owner")?.textContent.endsWith(next), next);
    else await page.waitForURL("**/members/in");
    const seen = await page.evaluate(() => sessionStorage.seen);
    assert.match(seen, /memory:/, "it was in the browser's memory");
    assert.doesNotMatch(seen, /ana/);
  });
}

test("public pages may be kept in memory, those of users are not kept at all", async (scene) => {
  const page = await scene.blank();
  await page.addInitScript(note);
  const caching = () => page.evaluate(async () => (await fetch(location.href)).headers.get("cache-control"));
  for (const path of ["/back", "/members/contact"]) {
    await page.goto(shared.url + path);
    assert.equal(await caching(), "no-cache, private", path);
  }
  await signIn(page, shared.url, "eve");
  assert.equal(await caching(), "no-store");
});
