// `#[client_state]` and `{client.…}`, rule by rule of CONFORMANCE.md.

import { enter, openStopped, sends } from "../support/clock.mjs";
import { assert, counts, press, serveForAll, shows, test, texts } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

/** A page whose server's answers wait until the test lets them through. */
const open = async (scene, mode = "accept") => {
  const between = await scene.proxy(server.port);
  const page = await openStopped(scene, `${between.url}/client_state?mode=${mode}`);
  between.hold();
  page.between = between;
  return page;
};

/** Everything that is bound. */
const look = (page) =>
  page.evaluate(() => {
    const get = (id) => document.getElementById(id);
    return {
      text: get("text").textContent,
      textOr: get("text-or").textContent,
      attribute: get("attribute").getAttribute("title"),
      bare: get("bare").getAttribute("title"),
      class: get("class").className,
      classOr: get("class-or").className,
      classNot: get("class-not").className,
      hidden: get("visible").hidden,
      value: get("value").value,
      checked: get("checked").checked,
      disabled: get("disabled").disabled,
    };
  });

const before = {
  text: "", textOr: "all", attribute: "all", bare: "", class: "fixed", classOr: "on", classNot: "off",
  hidden: true, value: "all", checked: false, disabled: false,
};
const done = {
  text: "done", textOr: "done", attribute: "done", bare: "done", class: "fixed on", classOr: "on", classNot: "",
  hidden: false, value: "done", checked: true, disabled: true,
};
const other = {
  text: "other", textOr: "other", attribute: "other", bare: "other", class: "fixed", classOr: "", classNot: "off",
  hidden: true, value: "other", checked: false, disabled: false,
};

test("before anything is published, the page shows what the server has rendered", async (scene) => {
  const page = await open(scene);
  const now = await look(page);
  assert.deepEqual({ ...now, bare: now.bare ?? "" }, before);
});

for (const part of Object.keys(before)) {
  test(`“any view binds to a key in its template without JavaScript”: ${part}`, async (scene) => {
    const page = await open(scene);
    await enter(page, "#choose", "done");
    assert.deepEqual((await look(page))[part], done[part]);
    await enter(page, "#choose", "other");
    assert.deepEqual((await look(page))[part], other[part]);
    page.between.flow();
    await shows(page, "#server", "other");
    assert.deepEqual((await look(page))[part], other[part], "the answer changes nothing");
  });
}

test("“any view”: views in the template of another, also those that come later", async (scene) => {
  const page = await openStopped(scene, `${server.url}/client_state/views`);
  const bound = () => page.evaluate(() => [...document.querySelectorAll("b")].map(({ textContent, className }) => [textContent, className]));
  assert.deepEqual(await bound(), [["none", ""]]);
  await press(page, "#add");
  await counts(page, "b", 2);
  await enter(page, "#choose", "done");
  assert.deepEqual(await bound(), [["done", "on"], ["done", "on"]]);
  await shows(page, "#first i", "done");
  await shows(page, "#row-0 i", "done");
  await press(page, "#row-0 button");
  assert.deepEqual(await bound(), [["badge", ""], ["badge", ""]]);
  await shows(page, "#first i", "badge");
  await press(page, "#add");
  await shows(page, "#row-1 b", "badge");
});

test("“published when its event fires, before the server is asked”", async (scene) => {
  const page = await open(scene);
  const at = await page.evaluate(() => {
    const input = document.querySelector("#choose");
    input.value = "done";
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return [document.querySelector("#text").textContent, document.querySelector("#server").textContent];
  });
  assert.deepEqual(at, ["done", "all"]);
});

test("“predict → gate”: a debounced handler publishes at once", async (scene) => {
  const page = await open(scene);
  await enter(page, "#later", "done");
  assert.deepEqual(await look(page), done);
  assert.deepEqual(await sends(page), []);
  page.between.flow();
  await page.pass(300);
  await shows(page, "#server", "done");
});

test("“a handler's named parameters”: several, each under its own name", async (scene) => {
  const page = await open(scene);
  await press(page, "#both");
  assert.equal(await page.textContent("#size"), "7");
  assert.equal(await page.textContent("#text"), "both");
});

test("“a handler's named parameters”: bound ones, by what the user saw", async (scene) => {
  const page = await open(scene);
  for (const filter of ["two", "one"]) {
    await press(page, `#pick-${filter}`);
    assert.equal(await page.textContent("#text"), filter);
  }
});

test("“or receives it through a handler”", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await press(page, "#listen");
  await counts(page, "#hears", 1);
  await enter(page, "#choose", "done");
  await counts(page, "#heard li", 1);
  assert.deepEqual(await texts(page, "#heard li"), ["done"]);
});

test("“late subscribers get the current value”: what a patch inserts", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await enter(page, "#choose", "done");
  await press(page, "#show");
  await shows(page, "#inner", "done");
});

test("“nodes inserted by a patch subscribe”: a block and rows", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  for (const button of ["#show", "#add", "#add"]) await press(page, button);
  await counts(page, "li", 2);
  await shows(page, "#inner", "none");
  await enter(page, "#choose", "done");
  assert.equal(await page.textContent("#inner"), "done");
  const rows = await page.evaluate(() => [...document.querySelectorAll("ul li")].map(({ textContent, className }) => [textContent, className]));
  assert.deepEqual(rows, [["0: done", "on"], ["1: done", "on"]]);
});

test("“removed ones unsubscribe”: they cost and break nothing", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  for (let round = 0; round < 3; round++) {
    await press(page, "#show");
    await counts(page, "#shown", 1);
    await page.evaluate(() => (window.gone = document.querySelector("#inner")));
    await press(page, "#show");
    await counts(page, "#shown", 0);
    await enter(page, "#choose", `round ${round}`);
    assert.notEqual(await page.evaluate(() => window.gone.textContent), `round ${round}`);
  }
  await press(page, "#show");
  await shows(page, "#inner", "round 2");
});

test("“no notification when unchanged”", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    window.heard = [];
    window.taut.subscribe("filter", (value) => window.heard.push(value));
  });
  for (const value of ["a", "a", "b", "b", "a"]) await enter(page, "#choose", value);
  assert.deepEqual(await page.evaluate(() => window.heard), ["a", "b", "a"]);
});

test("“loops are cut”: a handler that publishes what it hears", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await page.evaluate(() => window.taut.publish("pong", "x"));
  await shows(page, "#pings", 1);
  assert.equal((await sends(page)).length, 1);
});

test("“last write wins by sequence”", async (scene) => {
  const page = await open(scene);
  for (const value of ["a", "b", "c"]) await enter(page, "#choose", value);
  await page.between.keeps(3);
  for (let answers = 1; answers <= 3; answers++) {
    await page.between.release();
    await page.wire.until(({ patches }) => patches.length == answers);
    assert.equal(await page.textContent("#text"), "c");
  }
});

test("“an older server echo never clobbers a newer local value”", async (scene) => {
  const page = await open(scene);
  await enter(page, "#echo", "old");
  await enter(page, "#echo", "new");
  await page.between.keeps(2);
  await page.between.release();
  await shows(page, "#server", "old");
  assert.equal(await page.textContent("#text"), "new");
  await page.between.release();
  await shows(page, "#server", "new");
  assert.equal(await page.textContent("#text"), "new");
});

test("“an older server echo never clobbers a newer local value”: one of a script", async (scene) => {
  const page = await open(scene);
  await enter(page, "#choose", "old");
  await page.evaluate(() => window.taut.publish("filter", "script"));
  page.between.flow();
  await shows(page, "#server", "old");
  assert.equal(await page.textContent("#text"), "script");
});

test("“a server value that differs corrects it everywhere”", async (scene) => {
  const page = await open(scene, "correct");
  await enter(page, "#choose", "done");
  assert.deepEqual(await look(page), done);
  page.between.flow();
  await shows(page, "#text", "corrected");
  const { textOr, attribute, bare, value, hidden } = await look(page);
  assert.deepEqual([textOr, attribute, bare, value, hidden], ["corrected", "corrected", "corrected", "corrected", true]);
});

test("a value that the server publishes by itself is shown everywhere", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await press(page, "#say");
  await shows(page, "#text", "said");
  assert.equal(await page.inputValue("#value"), "said");
});

test("“a rejected event restores the previous value”: none", async (scene) => {
  const page = await open(scene, "refuse");
  await enter(page, "#choose", "done");
  page.between.flow();
  await shows(page, "#text", "");
  const now = await look(page);
  assert.deepEqual({ ...now, bare: now.bare ?? "" }, before);
});

test("“a rejected event restores the previous value”: one of before", async (scene) => {
  const page = await open(scene, "refuse");
  await press(page, "#pick-one");
  await page.between.release();
  await shows(page, "#server", "one");
  await enter(page, "#choose", "done");
  assert.equal(await page.textContent("#text"), "done");
  page.between.flow();
  await shows(page, "#text", "one");
});

test("“… unless something newer was written”: by a later event", async (scene) => {
  const page = await open(scene, "refuse");
  await enter(page, "#choose", "refused");
  await press(page, "#pick-two");
  await page.between.keeps(2);
  await page.between.release();
  await page.wire.until(({ patches }) => patches.length == 1);
  assert.equal(await page.textContent("#text"), "two");
  page.between.flow();
  await shows(page, "#server", "two");
  assert.equal(await page.textContent("#text"), "two");
});

test("“… unless something newer was written”: by a script", async (scene) => {
  const page = await open(scene, "refuse");
  await enter(page, "#choose", "refused");
  await page.evaluate(() => window.taut.publish("filter", "script"));
  page.between.flow();
  await page.wire.until(({ patches }) => patches.length == 1);
  await page.evaluate(() => new Promise((done) => queueMicrotask(done)));
  assert.equal(await page.textContent("#text"), "script");
});

test("`taut.publish`, `taut.value` and `taut.subscribe`", async (scene) => {
  const page = await open(scene);
  const seen = await page.evaluate(() => {
    const { taut } = window;
    const seen = [taut.value("filter")];
    taut.publish("filter", "a");
    const end = taut.subscribe("filter", (value) => seen.push(value));
    taut.publish("filter", { deep: [1] });
    seen.push(taut.value("filter"));
    taut.publish("filter", { deep: [1] });
    end();
    taut.publish("filter", "z");
    return seen;
  });
  assert.deepEqual(seen, [null, "a", { deep: [1] }, { deep: [1] }].map((value) => value ?? undefined));
  assert.equal(await page.textContent("#text"), "z");
});

test("names that objects have are names like any other", async (scene) => {
  const page = await open(scene);
  const values = await page.evaluate(() =>
    ["__proto__", "constructor", "toString"].map((key) => {
      const first = window.taut.value(key);
      window.taut.publish(key, 1);
      return [first, window.taut.value(key)];
    }),
  );
  assert.deepEqual(values, [[undefined, 1], [undefined, 1], [undefined, 1]]);
});

test("“a server value that differs corrects it everywhere”: one of another handler", async (scene) => {
  const page = await open(scene);
  page.between.flow();
  await enter(page, "#choose", "done");
  await press(page, "#relabel");
  await shows(page, "#server", "relabelled");
  const relabelled = Object.entries(other).map(([part, shown]) => [part, shown == "other" ? "relabelled" : shown]);
  assert.deepEqual(await look(page), Object.fromEntries(relabelled));
});

test("G4: after a disconnect, published values stand and events arrive", async (scene) => {
  const page = await open(scene);
  scene.expect(NETWORK);
  page.between.refuses = true;
  page.between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await enter(page, "#choose", "done");
  assert.deepEqual(await look(page), done);
  page.between.flow();
  page.between.refuses = false;
  await page.pass(60_000);
  await shows(page, "#server", "done");
  assert.deepEqual(await look(page), done);
});

test("a control that is bound is not overwritten while the user edits it", async (scene) => {
  const page = await open(scene);
  await page.focus("#value");
  await page.keyboard.type("mine ");
  await page.evaluate(() => window.taut.publish("filter", "theirs"));
  assert.notEqual(await page.inputValue("#value"), "theirs");
  assert.equal(await page.textContent("#text"), "theirs");
});
