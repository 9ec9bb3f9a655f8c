// The annotations together: one pipeline, one truth, and nothing left behind.

import { enter, openStopped, sends } from "../support/clock.mjs";
import { PATIENCE } from "../support/frames.mjs";
import { assert, counts, press, serveForAll, shows, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

const open = async (scene, mode = "accept") => {
  const between = await scene.proxy(server.port);
  const page = await openStopped(scene, `${between.url}/composition?mode=${mode}`);
  page.between = between;
  return page;
};

const classes = (page, selector) => page.evaluate((selector) => [...document.querySelector(selector).classList].sort(), selector);

for (const input of ["#search", "#otherwise"]) {
  test(`G2 “one fixed pipeline, whatever order they are written in”: ${input}`, async (scene) => {
    const page = await open(scene);
    await enter(page, input, "a");
    // Predicted and marked at once, gated, not sent.
    assert.equal(await page.textContent("#bound"), "a");
    assert.deepEqual(await classes(page, input), ["loading", "optimistic-pending"]);
    assert.deepEqual(await classes(page, "#busy"), ["loading"]);
    assert.deepEqual(await sends(page), []);
    await page.pass(300);
    assert.deepEqual(await sends(page), [[300, "a"]]);
    await shows(page, "#found", "a");
    await counts(page, ".loading,.optimistic-pending", 0);
  });

  test(`G2: a hit comes before marks and gate: ${input}`, async (scene) => {
    const page = await open(scene);
    for (const query of ["a", "b"]) {
      await enter(page, input, query);
      await page.pass(300);
      await shows(page, "#found", query);
    }
    await enter(page, input, "a");
    assert.equal(await page.textContent("#found"), "a");
    assert.equal(await page.textContent("#bound"), "a");
    await counts(page, ".loading", 0);
    await page.pass(5000);
    assert.equal((await sends(page)).length, 2);
  });

  test(`a refusal takes back all that the event has shown: ${input}`, async (scene) => {
    const page = await open(scene, "refuse");
    await enter(page, input, "a");
    await page.pass(300);
    await shows(page, "#bound", "");
    assert.equal(await page.textContent("#found"), "");
    assert.deepEqual(await classes(page, input), ["optimistic-error"]);
    await page.pass(2000);
    await counts(page, ".loading,.optimistic-pending,.optimistic-error", 0);
  });
}

test("a throttled optimistic switch shows every state, and the server hears some", async (scene) => {
  const page = await open(scene);
  for (const state of [true, false, true, false, true]) {
    await page.click("#switch");
    assert.deepEqual([await page.isChecked("#switch"), await page.textContent("#on")], [state, String(state)]);
    await page.pass(10);
  }
  await page.pass(1000);
  assert.equal((await sends(page)).length, 2);
  await counts(page, ".optimistic-pending", 0);
  assert.ok(await page.isChecked("#switch"));
});

test("a throttled optimistic switch that is refused comes back", async (scene) => {
  const page = await open(scene, "refuse");
  for (let clicks = 0; clicks < 3; clicks++) await page.click("#switch");
  await page.pass(1000);
  await page.waitForFunction(() => !document.querySelector("#switch").checked);
  await shows(page, "#on", "false");
});

test("events of different handlers keep their order", async (scene) => {
  const page = await open(scene);
  await enter(page, "#search", "a");
  await page.click("#switch");
  await press(page, "#row-2 button");
  await page.pass(300);
  const order = await page.evaluate(() => window.sends.map(([, value]) => value));
  assert.equal(order.at(-1), "a", "what waits comes later");
  await shows(page, "#found", "a");
  await counts(page, "li", 2);
});

for (const [what, act] of Object.entries({
  "a disconnect": async (page) => {
    page.between.cut();
    await page.waitForSelector("html[data-taut=offline]");
  },
  "two disconnects": async (page) => {
    page.between.cut();
    await page.waitForSelector("html[data-taut=offline]");
    await page.pass(5000);
    await page.live(2);
    page.between.cut();
  },
})) {
  test(`G4 after ${what} in the middle of everything`, async (scene) => {
    const page = await open(scene);
    scene.expect(NETWORK);
    page.between.hold("up");
    await page.click("#switch");
    await press(page, "#row-1 button");
    await enter(page, "#search", "a");
    page.between.flow("up", () => []);
    await act(page);
    await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
    await counts(page, "#row-1", 0);
    assert.ok(await page.isChecked("#switch"));
    await page.pass(60_000);
    await shows(page, "#found", "a");
    await counts(page, ".optimistic-pending,.loading", 0);
    assert.ok(await page.isChecked("#switch"));
    await counts(page, "li", 2);
    assert.equal(await page.textContent("#calls"), "1");
  });
}

test("a hundred subscribers follow in one task", async (scene) => {
  const page = await open(scene);
  const texts = await page.evaluate(() => {
    document.querySelector("#reorder").click();
    return [...document.querySelectorAll("#many i")].map(({ textContent, title }) => textContent + title);
  });
  assert.deepEqual(new Set(texts), new Set(["77"]));
});

/** What a page holds: bytes after a collection, nodes, listeners. */
const holds = async (session) => {
  for (let round = 0; round < 3; round++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const get = (name) => metrics.find((metric) => metric.name == name).value;
  return { bytes: get("JSHeapUsedSize"), nodes: get("Nodes"), listeners: get("JSEventListeners") };
};

test("G5 “nothing leaks”: a part that is mounted, used and left 1,000 times", { needs: "devtools" }, async (scene) => {
  const page = await scene.blank({ isNoted: false });
  page.setDefaultTimeout(3 * PATIENCE);
  await page.addInitScript(() => {
    window.timers = new Set();
    const { setTimeout: set, clearTimeout: clear } = window;
    window.setTimeout = (run, wait, ...rest) => {
      const timer = set(() => (window.timers.delete(timer), run(...rest)), wait);
      window.timers.add(timer);
      return timer;
    };
    window.clearTimeout = (timer) => (window.timers.delete(timer), clear(timer));
  });
  await page.goto(`${server.url}/composition`);
  await page.live();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const use = (rounds) =>
    page.evaluate(async (rounds) => {
      const there = (isThere) =>
        new Promise((resolve) => {
          const check = () => {
            if (!!document.querySelector("#part") != isThere) return;
            observer.disconnect();
            resolve();
          };
          const observer = new MutationObserver(check);
          observer.observe(document.body, { childList: true, subtree: true });
          check();
        });
      for (let round = 0; round < rounds; round++) {
        document.querySelector("#toggle").click();
        await there(true);
        const input = document.querySelector("#part-search");
        input.value = round % 10;
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        document.querySelector("#part-switch").click();
        document.querySelector("#part-button").click();
        document.querySelector("#toggle").click();
        await there(false);
      }
    }, rounds);
  await use(200);
  await counts(page, ".optimistic-pending,.loading", 0);
  // What leaks does so each time; what the engine keeps for itself it takes once.
  const grown = [];
  for (let before = await holds(session), turn = 0; turn < 3; turn++) {
    await use(350);
    await counts(page, ".optimistic-pending,.loading", 0);
    // The connection has one of its own.
    await page.waitForFunction(() => window.timers.size <= 1);
    const after = await holds(session);
    grown.push({ bytes: after.bytes - before.bytes, nodes: after.nodes - before.nodes, listeners: after.listeners - before.listeners });
    before = after;
  }
  const least = (what) => Math.min(...grown.map((turn) => turn[what]));
  assert.ok(least("bytes") < 70_000 && least("nodes") < 175 && least("listeners") <= 0, JSON.stringify(grown));
});
