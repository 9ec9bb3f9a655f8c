// `#[throttle]`, rule by rule of CONFORMANCE.md.

import { fetch } from "../support/fetch.mjs";
import { enter, enterAt, openStopped, sends } from "../support/clock.mjs";
import { PATIENCE } from "../support/frames.mjs";
import { assert, counts, press, serveForAll, test, texts } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

const open = (scene, base = server.url) => openStopped(scene, `${base}/throttle`);

const says = async (page, ...lines) => {
  await counts(page, "#log li", lines.length);
  assert.deepEqual(await texts(page, "#log li"), lines);
};

/** What a throttle sends of events at these times: pairs of when and which. */
function expected(times, interval, { leading = true, trailing = true }) {
  const sent = [];
  let end, last;
  const settle = (now) => {
    while (end != null && end <= now) {
      if (last == null) end = undefined;
      else {
        sent.push([end, String(last)]);
        last = undefined;
        end += interval;
      }
    }
  };
  for (const time of times) {
    settle(time);
    if (end != null) {
      if (trailing) last = time;
    } else {
      end = time + interval;
      if (leading) sent.push([time, String(time)]);
      else last = time;
    }
  }
  settle(Infinity);
  return sent;
}

const bursts = {
  "a single event": [0],
  "two quick events": [0, 10],
  "five quick events": [0, 20, 40, 60, 80],
  "events just within the interval": [0, 99, 198, 297],
  "events just after the interval": [0, 101, 202, 303],
  "one event each millisecond": Array.from({ length: 250 }, (_, at) => at),
  "a burst, quiet, and a burst": [0, 10, 20, 500, 510, 520],
  "a straggler in a later window": [0, 50, 130, 260],
  "events in the same millisecond": [7, 7, 7],
};
const edges = {
  both: ["#both", {}],
  leading: ["#leading", { trailing: false }],
  trailing: ["#trailing", { leading: false }],
};
const END = 1500;

for (const [which, [selector, options]] of Object.entries(edges)) {
  for (const [what, times] of Object.entries(bursts)) {
    test(`“at most one send per interval, also across window edges”, ${which}: ${what}`, async (scene) => {
      const page = await open(scene);
      await enterAt(page, selector, times, END);
      const sent = await sends(page);
      assert.deepEqual(sent, expected(times, 100, options));
      for (const [at, [time]] of sent.entries()) assert.ok(!at || time - sent[at - 1][0] >= 100, `at ${time}`);
    });
  }
}

test("“leading and trailing by default; the trailing send carries the latest payload”", async (scene) => {
  const page = await open(scene);
  for (const text of ["a", "ab", "abc"]) await enter(page, "#both", text);
  await page.pass(100);
  await says(page, "both a", "both abc");
});

test("“a single event causes no trailing send”", async (scene) => {
  const page = await open(scene);
  await enter(page, "#both", "x");
  await page.pass(1000);
  await says(page, "both x");
});

test("“a trailing send opens a new window”", async (scene) => {
  const page = await open(scene);
  await enterAt(page, "#both", [0, 50, 120], 400);
  assert.deepEqual(await sends(page), [[0, "0"], [100, "50"], [200, "120"]]);
});

test("G3 “gates by handler + element”: two elements have windows of their own", async (scene) => {
  const page = await open(scene);
  await enter(page, "#both", 1);
  await enter(page, "#twin", 2);
  assert.deepEqual(await sends(page), [[0, "1"], [0, "2"]]);
});

test("real pointer moves are rationed, and the last position arrives", async (scene) => {
  const page = await open(scene);
  const { x, y } = await page.locator("#area").boundingBox();
  await page.mouse.move(x + 1, y + 5, { steps: 1 });
  await page.mouse.move(x + 60, y + 5, { steps: 50 });
  await page.pass(100);
  const sent = await sends(page);
  assert.equal(sent.length, 2);
  assert.equal(sent[1][1], x + 60);
});

const flushes = {
  Enter: async (page) => {
    await page.focus("#slow");
    await page.keyboard.press("Enter");
  },
  change: (page) => page.evaluate(() => document.querySelector("#slow").dispatchEvent(new Event("change", { bubbles: true }))),
  "leaving the control": async (page) => {
    await page.focus("#slow");
    await page.focus("#both");
  },
};
for (const [what, act] of Object.entries(flushes)) {
  test(`“flushes like debounce”: ${what}`, async (scene) => {
    const page = await open(scene);
    for (const text of ["1", "2", "3"]) await enter(page, "#slow", text);
    await says(page, "slow 1");
    await act(page);
    await says(page, "slow 1", "slow 3");
  });
}

test("“flushes like debounce”: submit, before the form", async (scene) => {
  const page = await open(scene);
  for (const text of ["1", "2"]) await enter(page, "#first", text);
  await press(page, "#send");
  await says(page, "first 1", "first 2", "submit first=2");
});

test("“flushes like debounce”: page hide", async (scene) => {
  const run = `throttle-${process.pid}`;
  const page = await openStopped(scene, `${server.url}/throttle?run=${run}`);
  for (const text of ["1", "2"]) await enter(page, "#slow", text);
  // A blank page would end the process of this one in Firefox, with all that it sends.
  await page.goto(`${server.url}/dot.svg`);
  const heard = async () => (await fetch(`${server.url}/heard?run=${run}`)).json();
  for (const end = Date.now() + PATIENCE; Date.now() < end && (await heard()).length < 2; ) await new Promise((done) => setTimeout(done, 25));
  assert.deepEqual(await heard(), ["slow 1", "slow 2"]);
});

test("“flushes like debounce”: an element that is removed", async (scene) => {
  const page = await open(scene);
  for (const text of ["1", "2"]) await enter(page, "#gone", text);
  await press(page, "#hide");
  await counts(page, "#gone", 0);
  await says(page, "gone 1", "gone 2");
  await page.pass(20_000);
  assert.equal((await sends(page)).length, 3);
});

test("“flushes like debounce”: a flush leaves the window as it is", async (scene) => {
  const page = await open(scene);
  for (const text of ["1", "2"]) await enter(page, "#slow", text);
  await page.evaluate(() => document.querySelector("#slow").dispatchEvent(new Event("change", { bubbles: true })));
  await says(page, "slow 1", "slow 2");
  await enter(page, "#slow", "3");
  assert.equal((await sends(page)).length, 2, "at most one send per interval, but for flushes");
  await page.pass(10_000);
  await says(page, "slow 1", "slow 2", "slow 3");
});

test("a disconnect keeps the trailing event and sends it once after rejoin", async (scene) => {
  const between = await scene.proxy(server.port);
  scene.expect(NETWORK);
  const page = await open(scene, between.url);
  between.refuses = true;
  for (const text of ["1", "2"]) await enter(page, "#both", text);
  await says(page, "both 1");
  between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await page.pass(100);
  between.refuses = false;
  await page.pass(60_000);
  await says(page, "both 1", "both 2");
});

test("a closed window is no reason to lose the next visit's first event", async (scene) => {
  const page = await open(scene);
  await enter(page, "#gone", "1");
  await says(page, "gone 1");
  for (const count of [0, 1]) {
    await press(page, "#hide");
    await counts(page, "#gone", count);
  }
  await enter(page, "#gone", "2");
  await says(page, "gone 1", "gone 2");
});
