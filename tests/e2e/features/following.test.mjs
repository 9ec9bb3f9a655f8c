// `{client.key or …}` follows the server, also one that makes something else of what was published, and loops end.

import { enter, openStopped, sends } from "../support/clock.mjs";
import { assert, counts, press, serveForAll, shows, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

/** A page whose server's answers wait until the test lets them through. */
const open = async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await openStopped(scene, `${between.url}/following`);
  between.hold();
  page.between = between;
  return page;
};

const text = (page, selector) => page.textContent(selector);

/** Everything that is bound to the key, and the value of that. */
const look = (page) =>
  page.evaluate(() => {
    const get = (id) => document.getElementById(id);
    const rows = [...document.querySelectorAll("li")].flatMap(({ title, textContent }) => [title, textContent]);
    return [get("text").textContent, get("title").title, get("value").value, ...rows, get("bare").textContent, get("other").textContent, window.taut.value("filter")];
  });


/** Lets the answers to so many values through: each is heard by two handlers before its own is asked. */
const answer = async (page) => {
  await page.between.keeps(3);
  for (let answers = 3; answers--; ) await page.between.release();
};

const everywhere = (word) => Array(10).fill(word);

test("what the server makes of a value is shown everywhere, as soon as that is settled", async (scene) => {
  const page = await open(scene);
  await enter(page, "#choose", "big");
  assert.deepEqual(await look(page), everywhere("big"));
  assert.equal(await page.getAttribute("#class", "class"), null);
  await answer(page);
  await shows(page, "#server", "BIG");
  assert.deepEqual(await look(page), everywhere("BIG"));
  assert.equal(await page.getAttribute("#class", "class"), "on");
});

test("… and again, when that is what the server had already", async (scene) => {
  const page = await open(scene);
  for (const word of ["big", "biG", "Big", "BIG"]) {
    await enter(page, "#choose", word);
    assert.deepEqual(await look(page), everywhere(word));
    page.between.flow();
    await page.waitForFunction(() => window.taut.value("filter") == "BIG");
    assert.deepEqual(await look(page), everywhere("BIG"));
    page.between.hold();
  }
});

test("… also if the first value is what the server has: a clamp", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  for (const [size, taken] of [[30, 10], [0, 1], [7, 7], [99, 10], [50, 10]]) {
    await enter(page, "#resize", size);
    await shows(page, "#sizes", taken);
    await page.waitForFunction((taken) => window.taut.value("size") === taken, taken);
    assert.equal(await text(page, "#size"), String(taken));
    await shows(page, "#hears-number", taken);
  }
});

test("while something newer is on its way, that is shown", async (scene) => {
  const page = await open(scene);
  for (const word of ["a", "b"]) await enter(page, "#choose", word);
  await page.between.keeps(6);
  for (let answers = 3; answers--; ) await page.between.release();
  await shows(page, "#server", "A");
  assert.deepEqual(await look(page), everywhere("b"));
  for (let answers = 3; answers--; ) await page.between.release();
  await shows(page, "#server", "B");
  assert.deepEqual(await look(page), everywhere("B"));
});

test("… and what waits at a gate is on its way", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await enter(page, "#later", "late");
  await enter(page, "#choose", "a");
  await enter(page, "#later", "later");
  await shows(page, "#server", "A");
  assert.deepEqual(await look(page), everywhere("later"));
  await page.pass(200);
  await shows(page, "#server", "LATER");
  assert.deepEqual(await look(page), everywhere("LATER"));
});

test("a refusal after that goes back to what the server has", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await enter(page, "#choose", "a");
  await shows(page, "#server", "A");
  page.between.hold();
  await enter(page, "#choose", ".no");
  assert.deepEqual(await look(page), everywhere(".no"));
  page.between.flow();
  await page.waitForFunction(() => window.taut.value("filter") == "A");
  assert.deepEqual(await look(page), everywhere("A"));
});

test("another handler resets it", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await enter(page, "#choose", "a");
  await enter(page, "#resize", 7);
  await shows(page, "#sizes", 7);
  await press(page, "#reset");
  await shows(page, "#server", "ALL");
  assert.deepEqual(await look(page), everywhere("ALL"));
  assert.strictEqual(await page.evaluate(() => window.taut.value("size")), 5);
});

test("a restart resets it", async (scene) => {
  const own = await scene.serve("e2e-server");
  const page = await scene.open(`${own.url}/following`);
  scene.expect(NETWORK);
  await press(page, "#pick");
  await shows(page, "#server", "A");
  assert.deepEqual(await look(page), everywhere("A"));
  await own.restart();
  await page.live(2);
  await shows(page, "#server", "ALL");
  assert.deepEqual(await look(page), everywhere("ALL"));
});

test("what is published by name counts before what stands after `or`", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await enter(page, "#choose", "a");
  await shows(page, "#server", "A");
  await press(page, "#say");
  await shows(page, "#server", "SAID");
  assert.deepEqual(await look(page), everywhere("published"));
});

test("a script's value stands, also if an older event is answered after it", async (scene) => {
  const page = await open(scene);
  await enter(page, "#choose", "a");
  await page.evaluate(() => window.taut.publish("filter", "script"));
  page.between.flow();
  await shows(page, "#server", "A");
  assert.deepEqual(await look(page), everywhere("script"));
});

test("truths, and attributes with words", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  const look = () => page.evaluate(() => [document.querySelector("#open").hidden, document.querySelector("#busy").ariaBusy, window.taut.value("open")]);
  const tick = (isOn) =>
    page.evaluate((isOn) => {
      const box = document.querySelector("#show");
      box.checked = isOn;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      return [document.querySelector("#open").hidden, document.querySelector("#busy").ariaBusy];
    }, isOn);
  assert.deepEqual(await tick(true), [true, "true"]);
  await page.wire.until(({ patches }) => patches.length == 1);
  assert.deepEqual(await look(), [true, "true", true]);
  assert.deepEqual(await tick(true), [true, "true"]);
  await page.waitForFunction(() => window.taut.value("open") === false);
  assert.deepEqual(await look(), [false, "false", false]);
});

test("a comparison alone", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  const isLoud = () => page.evaluate(() => document.querySelector("#loud").classList.contains("on"));
  for (const tone of ["LOUD", "Loud", "loud"]) {
    await enter(page, "#speak", tone);
    await page.waitForFunction(() => document.querySelector("#loud").matches(".on"));
  }
  await enter(page, "#speak", "Calm");
  await page.waitForFunction(() => !document.querySelector("#loud").matches(".on"));
  await enter(page, "#speak", "LOUD");
  await page.waitForFunction(() => document.querySelector("#loud").matches(".on"));
  assert.ok(await isLoud());
});

test("other types and places: a fraction and a style", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  for (const [ratio, taken] of [["0.25", 0.25], ["1.5", 1], ["2", 1], ["-1", 0]]) {
    await enter(page, "#rate", ratio);
    await page.waitForFunction((taken) => window.taut.value("ratio") === taken, taken);
    assert.equal(await text(page, "#ratio"), String(taken));
  }
  for (const [width, taken] of [["30px", "30px"], ["30em", "10px"], ["40em", "10px"]]) {
    await enter(page, "#widen", width);
    await page.waitForFunction((taken) => window.taut.value("width") == taken, taken);
    assert.equal(await page.evaluate(() => document.querySelector("#width").style.width), taken);
  }
});

test("a view that only hears of a key, and keeps a copy of it, is asked too", async (scene) => {
  const page = await open(scene);
  for (const word of ["abc", "abC", "ABc"]) {
    page.between.hold();
    await enter(page, "#tell", word);
    assert.equal(await text(page, "#copy"), word);
    page.between.flow();
    await page.waitForFunction(() => window.taut.value("copy") == "ABC");
    assert.equal(await text(page, "#copy"), "ABC");
  }
});

test("where the view has no value of its own, the one of the page stands", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await press(page, "#turn");
  await shows(page, "#calls", 6);
  assert.equal(await text(page, "#tab"), "second");
});

test("what is inserted shows the value, and changes nothing", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await page.evaluate(() => window.taut.publish("filter", "script"));
  await press(page, "#detail");
  await shows(page, "#inner", "script");
  assert.deepEqual(await look(page), everywhere("script"));
});

test("views that hear it hear the correction too", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await enter(page, "#choose", "big");
  await shows(page, "#hears-text", "BIG");
  await shows(page, "#hears-option", 'Some("BIG")');
});

test("a first value that is refused is heard as none, in what the parameter has for it, and no second error comes", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    window.errors = [];
    addEventListener("taut:error", ({ detail }) => window.errors.push(detail.message));
  });
  await enter(page, "#choose", ".no");
  page.between.flow();
  await shows(page, "#hears-text", "");
  await page.waitForFunction(() => window.taut.value("filter") === undefined);
  await page.wire.until(({ up, patches }) => up.length == 6 && patches.length == 5);
  assert.deepEqual(await page.evaluate(() => window.errors), ["The server refused."]);
  assert.equal(await text(page, "#hears-text"), "");
  assert.equal(await text(page, "#hears-option"), "None");
  assert.deepEqual((await look(page)).slice(0, 9), [...everywhere("ALL").slice(0, 7), "", ""]);
});

test("… where a parameter has nothing for it, nothing is called", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await page.evaluate(() => {
    window.errors = [];
    addEventListener("taut:error", ({ detail }) => window.errors.push(detail.message));
  });
  await press(page, "#refuse");
  await page.wire.until(({ up, patches }) => up.length == 4 && patches.length == 3);
  assert.equal(await text(page, "#hears-word"), "1");
  assert.deepEqual(await page.evaluate(() => window.errors), ["The server refused."]);
});

test("views that answer each other end", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await press(page, "#call");
  const answers = ({ patches }) => patches.reduce((sum, patch) => sum + patch[1], 0);
  for (const times of [1, 2]) {
    if (times == 2) await press(page, "#call");
    await page.wire.until((wire) => answers(wire) >= 17 * times);
    for (const selector of ["#heard", "#answered"]) await shows(page, selector, 8 * times);
    assert.equal((await sends(page)).length, 17 * times);
  }
});

test("… also if they do so before the server is asked", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await press(page, "#lean");
  await page.wire.until(({ up, patches }) => up.length > 2 && patches.length >= up.length - 1);
  const { length } = await sends(page);
  assert.ok(length > 16 && length < 40, `${length} events`);
  await press(page, "#lean");
  await page.wire.until(({ up }) => up.length > length + 1);
});
