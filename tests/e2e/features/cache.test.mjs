// `#[cache]`, rule by rule of CONFORMANCE.md.

import { enter, openStopped } from "../support/clock.mjs";
import { assert, counts, press, serveForAll, shows, test, texts } from "../support/scene.mjs";
import { startWrites, watchWrites, writes } from "../support/writes.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

const open = (scene, base = server.url) => openStopped(scene, `${base}/cache`);

/** Asks, and waits for the server's answer. */
const ask = async (page, selector, value) => {
  const calls = Number(await page.textContent("#calls"));
  await enter(page, selector, value);
  await shows(page, "#calls", calls + 1);
};

/** How many events the page has sent. */
const sent = (page) => page.evaluate(() => window.sends.length);

/** Asks for something that is known: it is shown in the same task, and nothing is sent. */
const hit = async (page, selector, value, shown, text) => {
  const before = await sent(page);
  const at = await page.evaluate(
    ([selector, value, shown]) => {
      const control = document.querySelector(selector);
      control.value = value;
      control.dispatchEvent(new InputEvent("input", { bubbles: true }));
      return document.querySelector(shown).textContent;
    },
    [selector, value, shown],
  );
  assert.equal(at, text, "shown at once");
  assert.equal(await sent(page), before, "nothing is sent");
};

/** Tells the server of what it has not heard, and waits for the answer. */
const report = async (page) => {
  const bumps = Number(await page.textContent("#bumps"));
  await press(page, "#bump");
  await shows(page, "#bumps", bumps + 1);
};

/** The page shows what the server would render. */
const agrees = async (page) => {
  const [found, count, tab] = await page.evaluate(() => [
    document.querySelector("#found").textContent,
    document.querySelectorAll("#names li").length,
    document.querySelector("#tab").textContent,
  ]);
  assert.equal(await page.textContent("#state"), `${found} ${count} ${tab}`);
};

test("“a hit applies at once and makes no request”", async (scene) => {
  const page = await open(scene);
  await ask(page, "#query", "a");
  await ask(page, "#query", "ab");
  await hit(page, "#query", "a", "#found", "a");
});

test("“a hit applies at once”: attributes, classes, lists and blocks with it", async (scene) => {
  const page = await open(scene);
  for (const query of ["abcd", "", "xy"]) await ask(page, "#query", query);
  await hit(page, "#query", "abcd", "#found", "abcd");
  assert.deepEqual(await texts(page, "#names li"), ["abcd 0", "abcd 1", "abcd 2", "abcd 3"]);
  assert.equal(await page.getAttribute("#found", "title"), "abcd");
  assert.equal(await page.getAttribute("#found", "class"), "long");
  await counts(page, "#nothing", 0);
  await hit(page, "#query", "", "#found", "");
  await counts(page, "#names li", 0);
  await counts(page, "#nothing", 1);
  assert.equal(await page.locator("#found.long").count(), 0);
});

test("“a hit … the server's state and memo then follow”", async (scene) => {
  const page = await open(scene);
  for (const query of ["a", "abc"]) await ask(page, "#query", query);
  await hit(page, "#query", "a", "#found", "a");
  await report(page);
  await agrees(page);
  assert.equal(await page.textContent("#found"), "a");
  assert.equal(await page.textContent("#calls"), "3", "the server heard of it then");
});

test("“the last unreported hit of each handler is reported”, and only the last", async (scene) => {
  const page = await open(scene);
  for (const query of ["a", "ab", "abc"]) await ask(page, "#query", query);
  for (const query of ["a", "ab", "a", "ab"]) await hit(page, "#query", query, "#found", query);
  const before = await sent(page);
  await report(page);
  assert.equal(await sent(page), before + 2);
  await agrees(page);
  assert.equal(await page.textContent("#found"), "ab");
});

test("“the last unreported hit of each handler”: of two handlers, in their order", async (scene) => {
  const page = await open(scene);
  for (const query of ["a", "ab"]) await ask(page, "#query", query);
  for (const tab of ["one", "two"]) {
    await press(page, `#tab-${tab}`);
    await shows(page, "#tab", tab);
  }
  await press(page, "#tab-one");
  assert.equal(await page.textContent("#tab"), "one");
  await hit(page, "#query", "a", "#found", "a");
  await report(page);
  await agrees(page);
  assert.deepEqual([await page.textContent("#tab"), await page.textContent("#found")], ["one", "a"]);
});

test("“reported with the next event”: a miss of the same handler needs no report", async (scene) => {
  const page = await open(scene);
  for (const query of ["a", "ab"]) await ask(page, "#query", query);
  await hit(page, "#query", "a", "#found", "a");
  const before = await sent(page);
  await ask(page, "#query", "new");
  assert.equal(await sent(page), before + 1);
  await shows(page, "#found", "new");
  await agrees(page);
});

test("“keyed by the canonical form of the named parameters”: others make no difference", async (scene) => {
  const page = await open(scene);
  const at = (x) => page.evaluate((clientX) => document.querySelector("#part-source").dispatchEvent(new MouseEvent("mousedown", { clientX, bubbles: true })), x);
  await at(5);
  await shows(page, "#part", "mouse 5");
  await at(9);
  assert.equal(await page.textContent("#part"), "mouse 5");
  assert.equal(await sent(page), 1);
});

test("“all parameters if none are named”, also bound ones", async (scene) => {
  const page = await open(scene);
  for (const tab of ["one", "two"]) {
    await press(page, `#tab-${tab}`);
    await shows(page, "#tab", tab);
  }
  for (const tab of ["one", "two", "one"]) {
    await press(page, `#tab-${tab}`);
    assert.equal(await page.textContent("#tab"), tab);
  }
  assert.equal(await sent(page), 2);
});

const distinct = [
  [1, "1"],
  [null, "null"],
  [true, "true"],
  [[1, 2], "1,2"],
  [["a,b"], ["a", "b"]],
  [0, false],
  ["", null],
];
for (const [one, other] of distinct) {
  test(`“types distinguished”: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`, async (scene) => {
    const page = await open(scene);
    const pick = (detail) =>
      page.evaluate((detail) => document.querySelector("#pick").dispatchEvent(new CustomEvent("my-pick", { detail, bubbles: true })), detail);
    const shown = (value) => shows(page, "#picked", JSON.stringify(value));
    for (const value of [one, other]) {
      await pick(value);
      await shown(value);
    }
    assert.equal(await sent(page), 2);
    for (const value of [one, other]) {
      await pick(value);
      await shown(value);
    }
    assert.equal(await sent(page), 2);
  });
}

test("“per view instance and handler”: the same key of another handler is another", async (scene) => {
  const page = await open(scene);
  await ask(page, "#query", "a");
  await ask(page, "#shortly", "a");
  assert.equal(await sent(page), 2);
});

test("“per view instance”: another page knows nothing of it", async (scene) => {
  const page = await open(scene);
  await ask(page, "#query", "a");
  const other = await open(scene);
  await ask(other, "#query", "a");
  assert.equal(await sent(other), 1);
});

test("“LRU (a hit refreshes), bounded by entries”", async (scene) => {
  const page = await open(scene);
  const show = async (tab) => {
    await press(page, `#tab-${tab}`);
    await shows(page, "#tab", tab);
  };
  for (const tab of ["one", "two", "one", "three"]) await show(tab);
  const before = await sent(page);
  await show("one");
  await show("three");
  assert.equal(await sent(page), before, "both are kept");
  await show("two");
  await page.waitForFunction((before) => window.sends.length > before, before);
});

/** Picks a value, and waits until it is shown. */
const pick = async (page, value, type = "my-pick") => {
  const tell = ([type, detail]) => document.querySelector("#pick").dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  await page.evaluate(tell, [type, value]);
  await shows(page, "#picked", JSON.stringify(value));
};

/** Results of so many bytes each. */
const long = (length) => Array.from({ length }, (_, at) => `${at} ${"x".repeat(60_000)}`);

/** Of results that come one after the other, these are one more than may be kept, and the event that asks for them. */
const bounds = {
  "entries (100)": [Array.from({ length: 101 }, (_, at) => at), "my-pick"],
  "bytes": [long(18), "my-pick"],
  "bytes (max_bytes)": [long(5), "my-little"],
};
for (const [what, [values, type]] of Object.entries(bounds)) {
  test(`“bounded by ${what}”: of one result more, the oldest is gone`, async (scene) => {
    const page = await open(scene);
    for (const value of values) await pick(page, value, type);
    assert.equal(await sent(page), values.length);
    await pick(page, values[1], type);
    assert.equal(await sent(page), values.length, "all others are kept");
    await pick(page, values[0], type);
    await page.waitForFunction((sent) => window.sends.length > sent, values.length);
  });
}

test("“memory only”: no storage of the browser has anything of a result", async (scene) => {
  const page = await open(scene);
  for (const query of ["needle", "b"]) await ask(page, "#query", query);
  await hit(page, "#query", "needle", "#found", "needle");
  assert.equal((await texts(page, "#names li"))[0], "needle 0");
  const kept = await page.evaluate(async () => {
    const texts = [localStorage, sessionStorage, history.state].map((one) => JSON.stringify(one));
    return { texts: texts.join(" ") + document.cookie, stores: [...(await caches.keys()), ...(await indexedDB.databases())] };
  });
  assert.doesNotMatch(kept.texts, /needle 0/);
  assert.deepEqual(kept.stores, []);
});

test("“expiry”: a result is good until its time is over", async (scene) => {
  const page = await open(scene);
  await ask(page, "#shortly", "a");
  await ask(page, "#shortly", "b");
  await page.pass(999);
  await hit(page, "#shortly", "a", "#short", "a 1");
  await page.pass(2);
  await ask(page, "#shortly", "a");
});

test("“ttl = 0 is off”", async (scene) => {
  const page = await open(scene);
  for (const query of ["a", "b", "a"]) await ask(page, "#never", query);
  assert.equal(await sent(page), 3);
});

test("“errors never” are stored", async (scene) => {
  const page = await open(scene);
  for (const query of ["a", "b", "a"]) await ask(page, "#fail", query);
  assert.equal(await sent(page), 3);
});

test("“`revalidate` sends at once in the background instead”", async (scene) => {
  const page = await open(scene);
  await ask(page, "#afresh", "a");
  await ask(page, "#afresh", "b");
  await enter(page, "#afresh", "a");
  await shows(page, "#fresh", "a 3");
  assert.equal(await sent(page), 3);
});

test("“`revalidate`”: the known result is shown until the answer comes", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, between.url);
  await ask(page, "#afresh", "a");
  await ask(page, "#afresh", "b");
  between.hold();
  await enter(page, "#afresh", "a");
  assert.equal(await page.textContent("#fresh"), "a 1");
  await between.keeps(1);
  between.flow();
  await shows(page, "#fresh", "a 3");
});

test("“two identical requests in flight are one”", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, between.url);
  between.hold();
  await enter(page, "#query", "a");
  await enter(page, "#query", "a");
  assert.equal(await sent(page), 1);
  between.flow();
  await shows(page, "#found", "a");
  assert.equal(await page.textContent("#calls"), "1");
});

test("“two identical requests in flight are one”: not when another came between", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, between.url);
  between.hold();
  for (const query of ["a", "b", "a"]) await enter(page, "#query", query);
  assert.equal(await sent(page), 3);
  between.flow();
  await shows(page, "#calls", 3);
  assert.equal(await page.textContent("#found"), "a");
});

test("“it is a prediction like any other, so a server push in between is rebased under it”", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, between.url);
  for (const query of ["a", "ab"]) await ask(page, "#query", query);
  between.hold();
  await press(page, "#bump");
  await hit(page, "#query", "a", "#found", "a");
  between.flow();
  await shows(page, "#bumps", 1);
  assert.equal(await page.textContent("#found"), "a", "the hit stays on top");
  await report(page);
  await agrees(page);
});

test("what the server has changed under a hit gives way when the hit is reported", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, between.url);
  for (const query of ["a", "ab"]) await ask(page, "#query", query);
  between.hold();
  await press(page, "#change");
  await hit(page, "#query", "a", "#found", "a");
  between.flow();
  await report(page);
  assert.equal(await page.textContent("#found"), "a");
  await agrees(page);
});

test("DOM and server never diverge: a reported hit that was right writes nothing", async (scene) => {
  const page = await scene.blank();
  await watchWrites(page);
  await page.goto(`${server.url}/cache`);
  await page.live();
  for (const [calls, query] of ["a", "abc"].entries()) {
    await enter(page, "#query", query);
    await shows(page, "#calls", calls + 1);
  }
  await enter(page, "#query", "a");
  await counts(page, "#names li", 1);
  await startWrites(page);
  await press(page, "#bump");
  await shows(page, "#bumps", 1);
  await shows(page, "#calls", 3);
  const own = (await writes(page)).filter((write) => !/^(calls|bumps|state|#text|query) /.test(write));
  assert.deepEqual(own, []);
});

test("nodes of a hit are live: what the server changes there later arrives", async (scene) => {
  const page = await open(scene);
  for (const query of ["ab", "x"]) await ask(page, "#query", query);
  await hit(page, "#query", "ab", "#found", "ab");
  await report(page);
  await press(page, "#change");
  await shows(page, "#found", "changed by another");
  assert.deepEqual(await texts(page, "#names li"), ["another"]);
  await agrees(page);
});

for (const [button, asks] of Object.entries({ "forget-handler": ["a", "b"], "forget-key": ["a"], "forget-all": ["a", "b"] })) {
  test(`“invalidate from the server by handler or by key”: ${button}`, async (scene) => {
    const page = await open(scene);
    for (const query of ["a", "b", "c"]) await ask(page, "#query", query);
    await press(page, `#${button}`);
    await page.wire.until(({ patches }) => patches.length == 4);
    if (!asks.includes("b")) await hit(page, "#query", "b", "#found", "b");
    for (const query of asks) await ask(page, "#query", query);
  });
}

test("`taut.invalidate` from a script, by handler, by key, and all", async (scene) => {
  const page = await open(scene);
  for (const parameters of [["find"], ["find", "a"], []]) {
    await page.evaluate((parameters) => window.taut.invalidate(...parameters), parameters);
    await ask(page, "#query", "a");
    await ask(page, "#query", "b").catch(() => {});
  }
});

test("“navigation … clears it”", async (scene) => {
  const page = await open(scene);
  await ask(page, "#query", "a");
  // A reload would fill in the query again, in Firefox.
  await page.goto(await page.url());
  await page.live(2);
  await ask(page, "#query", "a");
});

test("a session that is lost takes its results with it", async (scene) => {
  const own = await scene.serve("e2e-server");
  scene.expect(NETWORK);
  const page = await open(scene, own.url);
  await ask(page, "#query", "a");
  await own.restart();
  await page.waitForSelector("html[data-taut=offline]");
  await page.pass(60_000);
  await page.live(2);
  // The next session is told what was typed, and asked: nothing is known of its answers.
  await shows(page, "#calls", 1);
  await shows(page, "#found", "a");
});

test("a hit survives a disconnect, and is reported after it", async (scene) => {
  const between = await scene.proxy(server.port);
  scene.expect(NETWORK);
  const page = await open(scene, between.url);
  for (const query of ["a", "ab"]) await ask(page, "#query", query);
  between.refuses = true;
  between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await enter(page, "#query", "a");
  assert.equal(await page.textContent("#found"), "a");
  await press(page, "#bump");
  between.refuses = false;
  await page.pass(60_000);
  await shows(page, "#bumps", 1);
  assert.equal(await page.textContent("#found"), "a");
  await agrees(page);
});

test("a hit needs no gate, and drops what waits there", async (scene) => {
  const page = await open(scene);
  for (const query of ["a", "b"]) {
    await enter(page, "#quietly", query);
    await page.pass(300);
    await shows(page, "#quiet", query);
  }
  await enter(page, "#quietly", "new");
  await hit(page, "#quietly", "a", "#quiet", "a");
  await page.pass(1000);
  assert.equal(await sent(page), 2);
});

test("“repeated queries cost at least 80 % fewer server calls”", async (scene) => {
  const page = await open(scene);
  const queries = ["a", "b", "c", "d", "e"];
  for (const query of queries) await ask(page, "#query", query);
  for (let round = 0; round < 9; round++) {
    for (const query of queries) await hit(page, "#query", query, "#found", query);
  }
  await report(page);
  assert.ok(Number(await page.textContent("#calls")) <= 10);
});

test("a script's own changes are not overwritten by a hit that says the same", async (scene) => {
  const page = await open(scene);
  for (const query of ["ab", "xy"]) await ask(page, "#query", query);
  await hit(page, "#query", "ab", "#found", "ab");
  await page.fill("#names li:first-child input", "typed");
  await report(page);
  assert.equal(await page.inputValue("#names li:first-child input"), "typed");
});
