// `#[debounce]`, rule by rule of CONFORMANCE.md.

import { fetch } from "../support/fetch.mjs";
import { enter, enterAt, openStopped, sends } from "../support/clock.mjs";
import { PATIENCE } from "../support/frames.mjs";
import { assert, counts, press, serveForAll, test, texts } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

let runs = 0;
/** A page whose time stands still; `page.heard()` asks the server what its handlers have heard. */
const open = async (scene, base = server.url) => {
  const run = `debounce-${process.pid}-${runs++}`;
  const page = await openStopped(scene, `${base}/debounce?run=${run}`);
  page.heard = async () => (await fetch(`${server.url}/heard?run=${run}`)).json();
  return page;
};

/** Waits until the page's log is this, and nothing is sent that it does not have. */
const says = async (page, ...lines) => {
  await counts(page, "#log li", lines.length);
  assert.deepEqual(await texts(page, "#log li"), lines);
};

/** Waits until the server has heard this, also of a page that is gone. */
const heard = async (page, ...lines) => {
  for (const end = Date.now() + PATIENCE; (await page.heard()).length < lines.length && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.deepEqual(await page.heard(), lines);
};

/** Goes elsewhere on the site; Firefox would end the process of a page that goes to a blank one, with all that it sends. */
const leave = (page) => page.goto(`${server.url}/dot.svg`);

/** What a debounce sends of events at these times: pairs of when and which. */
function expected(times, wait, most) {
  const sent = [];
  let due, since, last;
  const settle = (now) => {
    if (due != null && due <= now) (sent.push([due, String(last)]), (due = undefined));
  };
  for (const time of times) {
    settle(time);
    if (due == null) since = time;
    last = time;
    due = Math.min(time + wait, most ? since + most : Infinity);
  }
  settle(Infinity);
  return sent;
}

const bursts = {
  "a single event": [0],
  "two quick events": [0, 10],
  "five quick events": [0, 50, 100, 150, 200],
  "events just within the wait": [0, 299, 598],
  "events just after the wait": [0, 301, 602],
  "two bursts": [0, 20, 40, 500, 520, 540],
  "a burst and a straggler": [0, 100, 200, 900],
  "steady typing for two seconds": Array.from({ length: 21 }, (_, at) => at * 100),
  "steady typing in odd steps": [0, 70, 210, 280, 420, 490, 630, 700, 840, 910, 1050, 1120, 1260],
  "events in the same millisecond": [5, 5, 5],
};
const END = 4000;

for (const [what, times] of Object.entries(bursts)) {
  test(`“trailing edge; the last payload wins; each new event restarts the wait”: ${what}`, async (scene) => {
    const page = await open(scene);
    await enterAt(page, "#a", times, END);
    assert.deepEqual(await sends(page), expected(times, 300));
  });

  test(`“max_wait bounds the total delay and clips the last wait”: ${what}`, async (scene) => {
    const page = await open(scene);
    await enterAt(page, "#bounded", times, END);
    assert.deepEqual(await sends(page), expected(times, 300, 1000));
  });
}

test("“trailing edge”: nothing is sent a millisecond before the wait is over", async (scene) => {
  const page = await open(scene);
  await enter(page, "#a", "x");
  await page.pass(299);
  assert.deepEqual(await sends(page), []);
  await page.pass(1);
  assert.deepEqual(await sends(page), [[300, "x"]]);
  await says(page, "a x");
});

test("“the last payload wins”: the handler hears it once", async (scene) => {
  const page = await open(scene);
  await page.focus("#a");
  await page.keyboard.type("hello");
  await page.pass(5000);
  await says(page, "a hello");
});

test("“two inputs that share a handler do not swallow each other”", async (scene) => {
  const page = await open(scene);
  await enter(page, "#a", 1);
  await page.pass(100);
  await enter(page, "#b", 2);
  await page.pass(5000);
  assert.deepEqual(await sends(page), [[300, "1"], [400, "2"]]);
  await says(page, "a 1", "b 2");
});

test("“two inputs that share a handler do not swallow each other”: alternating", async (scene) => {
  const page = await open(scene);
  for (let time = 0; time < 10; time++) {
    await enter(page, time % 2 ? "#a" : "#b", time);
    await page.pass(50);
  }
  await page.pass(5000);
  await says(page, "b 8", "a 9");
});

test("“two inputs that share a handler do not swallow each other”: rows of a list", async (scene) => {
  const page = await open(scene);
  for (const row of [3, 1, 2]) await enter(page, `#row-${row}`, `r${row}`);
  await page.pass(300);
  await says(page, "row 3 r3", "row 1 r1", "row 2 r2");
});

test("G3 “gates by handler + element”: a row that moves keeps what waits", async (scene) => {
  const page = await open(scene);
  await enter(page, "#row-1", "x");
  await press(page, "#reverse");
  await page.waitForFunction(() => document.querySelector("ul input").id == "row-3");
  await page.pass(300);
  await says(page, "row 1 x");
});

test("G3 “gates by handler + element”: two listeners of one element wait apart", async (scene) => {
  const page = await open(scene);
  await enter(page, "#inner", "x");
  await enter(page, "#a", "y");
  await page.pass(300);
  await says(page, "outer x", "a y");
});

test("“submit flushes that form's gates first, in order”", async (scene) => {
  const page = await open(scene);
  await enter(page, "#second", "2");
  await enter(page, "#first", "1");
  await press(page, "#send");
  await says(page, "second 2", "first 1", "submit first=1 second=2");
});

test("“submit flushes that form's gates first”: by Enter in a field", async (scene) => {
  const page = await open(scene);
  await page.focus("#first");
  await page.keyboard.type("ab");
  await page.keyboard.press("Enter");
  await says(page, "first ab", "submit first=ab second=");
  await page.pass(5000);
  assert.equal((await sends(page)).length, 2, "nothing is sent again");
});

test("“submit flushes that form's gates”, and not those of another", async (scene) => {
  const page = await open(scene);
  await enter(page, "#third", "3");
  await enter(page, "#a", "1");
  await press(page, "#send");
  await says(page, "submit first= second=");
  await page.pass(300);
  await says(page, "submit first= second=", "third 3", "a 1");
});

test("“`change` flushes its own element”", async (scene) => {
  const page = await open(scene);
  await enter(page, "#changed", "x");
  await page.evaluate(() => document.querySelector("#changed").dispatchEvent(new Event("change", { bubbles: true })));
  await says(page, "changed x", "changed x");
});

test("“`change` flushes its own element”, and no other", async (scene) => {
  const page = await open(scene);
  await enter(page, "#a", "waits");
  await page.evaluate(() => document.querySelector("#changed").dispatchEvent(new Event("change", { bubbles: true })));
  await says(page, "changed ");
  await page.pass(300);
  await says(page, "changed ", "a waits");
});

test("“Enter flushes its own element”, before the handler of the key", async (scene) => {
  const page = await open(scene);
  await page.focus("#entered");
  await page.keyboard.type("abc");
  await page.keyboard.press("Enter");
  await says(page, "entered abc", "enter abc");
});

test("“Enter flushes its own element”, also one without a handler for the key", async (scene) => {
  const page = await open(scene);
  await page.focus("#a");
  await page.keyboard.type("abc");
  await page.keyboard.press("Enter");
  await says(page, "a abc");
});

test("“Enter flushes its own element”: not while an input method composes", async (scene) => {
  const page = await open(scene);
  await enter(page, "#a", "x");
  await page.evaluate(() => {
    const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true });
    document.querySelector("#a").dispatchEvent(event);
  });
  assert.deepEqual(await sends(page), []);
  await page.pass(300);
  await says(page, "a x");
});

test("other keys flush nothing", async (scene) => {
  const page = await open(scene);
  await page.focus("#a");
  await page.keyboard.type("a");
  for (const key of ["Shift", "ArrowLeft", "Escape"]) await page.keyboard.press(key);
  assert.deepEqual(await sends(page), []);
});

test("“`blur` as a wait means on blur”: no time is enough", async (scene) => {
  const page = await open(scene);
  await page.focus("#left");
  await page.keyboard.type("abc");
  await page.pass(600_000);
  assert.deepEqual(await sends(page), []);
  await page.focus("#a");
  await says(page, "left abc");
});

test("“`blur` as a wait”: leaving without a change sends nothing", async (scene) => {
  const page = await open(scene);
  await page.focus("#left");
  await page.focus("#a");
  assert.deepEqual(await sends(page), []);
});

test("“`blur` as a wait”: Enter sends at once, and leaving then nothing more", async (scene) => {
  const page = await open(scene);
  await page.focus("#left");
  await page.keyboard.type("abc");
  await page.keyboard.press("Enter");
  await says(page, "left abc");
  await page.focus("#a");
  assert.equal((await sends(page)).length, 1);
});

test("“page hide flushes”", async (scene) => {
  const page = await open(scene);
  await enter(page, "#a", "last words");
  await leave(page);
  await heard(page, "a last words");
});

test("“navigation cancels”: nothing that waits fires into the next page, and what is flushed is heard once", async (scene) => {
  const page = await open(scene);
  await enter(page, "#a", "last words");
  await page.goto(await page.url());
  await page.live(2);
  await heard(page, "a last words");
  await page.pass(5000);
  assert.deepEqual(await sends(page), []);
  assert.deepEqual(await texts(page, "#log li"), []);
  assert.deepEqual(await page.heard(), ["a last words"]);
});

test("“page hide flushes”: what waits for blur, and several in order", async (scene) => {
  const page = await open(scene);
  await enter(page, "#left", "1");
  await enter(page, "#a", "2");
  await enter(page, "#b", "3");
  await leave(page);
  await heard(page, "left 1", "a 2", "b 3");
});

test("“page hide flushes”: what a socket is given as the page goes may be lost on it", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, between.url);
  await enter(page, "#left", "1");
  await enter(page, "#a", "2");
  between.loses.up = 2;
  await leave(page);
  await heard(page, "left 1", "a 2");
});

test("“page hide flushes”: when the tab is hidden", async (scene) => {
  const page = await open(scene);
  await enter(page, "#a", "x");
  await page.evaluate(() => {
    Object.defineProperty(Document.prototype, "visibilityState", { get: () => "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await says(page, "a x");
});

test("“page hide flushes (keepalive request when the socket is gone)”", async (scene) => {
  const between = await scene.proxy(server.port);
  scene.expect(NETWORK);
  const page = await open(scene, between.url);
  between.refusesSockets = true;
  between.cutSockets();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await enter(page, "#a", "last words");
  await leave(page);
  await heard(page, "a last words");
});

test("“a disconnect keeps the pending event and sends it once after rejoin”", async (scene) => {
  const between = await scene.proxy(server.port);
  scene.expect(NETWORK);
  const page = await open(scene, between.url);
  between.refuses = true;
  await enter(page, "#a", "x");
  between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await page.pass(300);
  assert.deepEqual(await sends(page), []);
  between.refuses = false;
  await page.pass(60_000);
  await says(page, "a x");
  assert.equal((await sends(page)).length, 1);
});

test("“a disconnect keeps the pending event”: one that waits until after the rejoin", async (scene) => {
  const between = await scene.proxy(server.port);
  scene.expect(NETWORK);
  const page = await open(scene, between.url);
  await page.focus("#left");
  await page.keyboard.type("x");
  between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await page.pass(1000);
  await page.live(2);
  await page.focus("#a");
  await says(page, "left x");
});

test("“element removed: its pending event is flushed, never thrown”", async (scene) => {
  const page = await open(scene);
  await enter(page, "#gone", "x");
  await press(page, "#hide");
  await counts(page, "#gone", 0);
  await says(page, "gone x");
  await page.pass(5000);
  assert.equal((await sends(page)).length, 2, "and not again");
});

test("“element removed: its pending event is flushed”: a row of a list", async (scene) => {
  const page = await open(scene);
  await enter(page, "#row-1", "x");
  await press(page, "#drop");
  await counts(page, "#row-1", 0);
  await says(page, "row 1 x");
});

test("G5 “nothing leaks”: a timer of an element that is gone never fires", async (scene) => {
  const page = await open(scene);
  for (let round = 0; round < 5; round++) {
    await enter(page, "#gone", round);
    await press(page, "#hide");
    await counts(page, "#gone", 0);
    await page.wire.until(({ up }) => up.length == 1 + 3 * round + 2);
    await press(page, "#hide");
    await counts(page, "#gone", 1);
  }
  await page.pass(60_000);
  assert.equal((await sends(page)).length, 15);
});

test("“text inputs without an annotation are not delayed”", async (scene) => {
  const page = await open(scene);
  await enterAt(page, "#plain", [0, 1, 2], 2);
  assert.deepEqual(await sends(page), [[0, "0"], [1, "1"], [2, "2"]]);
});

test("a debounced click is one call", async (scene) => {
  const page = await open(scene);
  for (let clicks = 0; clicks < 5; clicks++) await press(page, "#button");
  await page.pass(300);
  await says(page, "clicked");
});

test("a control that waits is not overwritten by the server", async (scene) => {
  const page = await open(scene);
  await page.focus("#a");
  await page.keyboard.type("abc");
  await press(page, "#reverse");
  await page.waitForFunction(() => document.querySelector("ul input").id == "row-3");
  assert.equal(await page.inputValue("#a"), "abc");
});

test("G4: a server that was restarted hears nothing that was meant for the old page twice", async (scene) => {
  const own = await scene.serve("e2e-server");
  scene.expect(NETWORK);
  const page = await openStopped(scene, `${own.url}/debounce`);
  await enter(page, "#a", "x");
  await own.restart();
  await page.waitForSelector("html[data-taut=offline]");
  await page.pass(60_000);
  await page.live(2);
  await page.waitForFunction(() => !document.documentElement.dataset.taut);
  await enter(page, "#b", "y");
  await page.pass(300);
  await page.waitForFunction(() => document.querySelector("#log").textContent.endsWith("b y"));
  const log = await texts(page, "#log li");
  assert.ok(log.filter((line) => line == "a x").length <= 1, log.join());
});

const removals = {
  "Escape in it": (page) => page.keyboard.press("Escape"),
  "a click elsewhere": (page) => press(page, "#show-extra"),
  "a click that is debounced too, at its time": async (page) => {
    await press(page, "#button");
    await page.pass(300);
    await press(page, "#show-extra");
  },
};
for (const [what, remove] of Object.entries(removals)) {
  for (const latency of [0, 100]) {
    test(`what waits in something that an event removes is sent before that: ${what}, ${latency} ms away`, async (scene) => {
      const between = await scene.proxy(server.port);
      const page = await open(scene, between.url);
      await press(page, "#show-extra");
      await counts(page, "#extra", 1);
      between.latency = latency;
      await page.focus("#extra");
      await page.keyboard.type("ab");
      await remove(page);
      await counts(page, "#extra", 0);
      assert.equal((await texts(page, "#log li"))[0], "extra ab");
      await page.pass(5000);
      assert.equal((await texts(page, "#log li")).filter((line) => line.startsWith("extra")).length, 1);
    });
  }
}

test("what waits where nothing can remove it goes on waiting", async (scene) => {
  const page = await open(scene);
  await enter(page, "#a", "x");
  await enter(page, "#plain", "y");
  await says(page, "plain y");
  await page.pass(300);
  await says(page, "plain y", "a x");
});

test("what waits while the session is replaced is sent to the new one, once", async (scene) => {
  const own = await scene.serve("e2e-server");
  scene.expect(NETWORK);
  const page = await openStopped(scene, `${own.url}/debounce`);
  await page.focus("#left");
  await page.keyboard.type("x");
  await own.restart();
  await page.waitForSelector("html[data-taut=offline]");
  await page.pass(60_000);
  await page.live(2);
  await page.waitForFunction(() => !document.documentElement.dataset.taut);
  await page.focus("#a");
  await says(page, "left x");
  await page.pass(5000);
  await says(page, "left x");
  assert.equal(await page.locator(".taut-alert").count(), 0);
});

test("what waits while the session is replaced by one without its listener ends as an error that is shown", async (scene) => {
  const own = await scene.serve("e2e-server");
  scene.expect(NETWORK);
  const page = await openStopped(scene, `${own.url}/debounce`);
  await press(page, "#show-extra");
  await counts(page, "#extra", 1);
  await page.focus("#extra-left");
  await page.keyboard.type("x");
  await own.restart();
  await page.waitForSelector("html[data-taut=offline]");
  await page.pass(60_000);
  await page.live(2);
  await counts(page, "#extra", 0);
  await counts(page, ".taut-alert", 1);
  await page.pass(5000);
  assert.deepEqual(await texts(page, "#log li"), []);
});

for (const latency of [20, 200]) {
  test(`latency of ${latency} ms changes neither what is sent nor when`, async (scene) => {
    const between = await scene.proxy(server.port);
    const page = await open(scene, between.url);
    between.latency = latency;
    between.jitter = latency / 2;
    await enterAt(page, "#a", bursts["two bursts"], END);
    assert.deepEqual(await sends(page), expected(bursts["two bursts"], 300));
    await says(page, "a 40", "a 540");
  });
}
