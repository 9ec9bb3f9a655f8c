// A result in the cache is values for the holes of its own view, at any depth.

import { PATIENCE } from "../support/frames.mjs";
import { assert, serveForAll, shows, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");

/** Where the view stands that is asked: a page of its own, in another view, in a row of one, in a dialog. */
const places = {
  "a page": ["finder", "article"],
  "a view in a template": ["finders", "#plain"],
  "a row": ["finders", "#row-1"],
  "a dialog": ["finders", "#dialog"],
};

/** Opens the page of a place, and gives what acts there. */
async function open(scene, [path, place], base = server.url) {
  const page = await scene.open(`${base}/${path}`);
  const at = (selector) => `${place} ${selector}`;
  const calls = async () => Number(await page.textContent(at(".calls")));
  return {
    page,
    at,
    calls,
    text: (selector) => page.textContent(at(selector)),
    press: (selector) => page.evaluate((selector) => document.querySelector(selector).click(), at(selector)),
    row: (id, inside = "") => `[data-id="${id}"] ${inside}`,
    /** Types a query, key by key, in the place of what is there. */
    async type(query) {
      await page.focus(at(".query"));
      await page.evaluate((selector) => document.querySelector(selector).select(), at(".query"));
      if (query) await page.keyboard.type(query);
      else await page.keyboard.press("Backspace");
    },
    /** Asks for a query by one event. */
    enter: (query, selector = ".query") =>
      page.evaluate(
        ([selector, query]) => {
          const control = document.querySelector(selector);
          control.value = query;
          control.dispatchEvent(new InputEvent("input", { bubbles: true }));
        },
        [at(selector), query],
      ),
    /** Waits for an answer of the server. */
    async answered(act) {
      const before = await calls();
      await act();
      await shows(page, at(".calls"), before + 1);
    },
    /** What the place shows. */
    shown: () => page.evaluate(readState, place),
    sent: () => page.wire.up.length,
    /** The page shows what the server says. */
    async agrees() {
      const said = await poll(() => page.textContent(at(".state")), async (said) => said == (await page.evaluate(readState, place)));
      assert.equal(await page.evaluate(readState, place), said);
    },
  };
}

/** Reads until something is so, for a while; gives what was read last. */
async function poll(read, isSo) {
  for (const end = Date.now() + PATIENCE; ; ) {
    const found = await read();
    if ((await isSo(found)) || Date.now() > end) return found;
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** Runs in the page: what is shown in a place, in the words of the view's own state. */
function readState(place) {
  const root = document.querySelector(place);
  const rows = [...root.querySelectorAll("li")].map((row) => row.querySelector("b").textContent + (row.classList.contains("marked") ? "*" : ""));
  return `${root.querySelector(".query") ? rows.join(",") : "closed"};${root.querySelector(".shown").textContent};${root.querySelector("output").textContent}`;
}

/** Runs in the page: types into all views but one. */
function noteIn(own) {
  for (const view of document.querySelectorAll("article")) if (!view.closest(own)) view.querySelector(".note").value = "mine";
}

/** Runs in the page: what all views but one show. */
function othersThan(own) {
  const others = [...document.querySelectorAll("article")].filter((view) => !view.closest(own));
  return others.map((view) => view.innerText + view.querySelector(".note").value);
}

/** What happens just before a click on a row of “tea”, so that the server's rows are others when it hears of that. */
const overtaken = {
  async "another answer is about to change"({ enter, press }) {
    await enter("t");
    await press(".next");
  },
  async "a result shows that another request replaces"({ enter, answered }) {
    await answered(() => enter("cold"));
    await enter("tea");
    await enter("t");
  },
};

for (const [what, place] of Object.entries(places)) {
  test(`in ${what}, a hit leaves the input in which one types where it is`, async (scene) => {
    const { page, at, type, shown, agrees, press, answered, sent } = await open(scene, place);
    for (const query of ["tea", "milk"]) {
      await type(query);
      await shows(page, at(".shown"), query);
    }
    await page.evaluate((selector) => (window.input = document.querySelector(selector)), at(".query"));
    const before = await sent();
    await type("tea");
    assert.equal(await shown(), "1 tea 0,3 tea 0,5 tea 0;tea;0");
    assert.equal(await sent(), before, "all of it is known");
    await page.keyboard.type("!");
    await shows(page, at(".shown"), "tea!");
    assert.ok(await page.evaluate((selector) => window.input == document.querySelector(selector) && document.activeElement == window.input, at(".query")));
    assert.equal(await page.inputValue(at(".query")), "tea!");
    await type("milk");
    await press(".bump");
    await shows(page, at(".shown"), "milk");
    await answered(async () => await type("x"));
    await agrees();
  });

  test(`in ${what}, a hit changes nothing in its neighbours, nor what other handlers have changed`, async (scene) => {
    const { page, at, enter, shown, agrees, press, answered, row, sent } = await open(scene, place);
    for (const query of ["tea", "milk"]) await answered(() => enter(query));
    await page.fill(at(row(3, ".note")), "typed");
    await page.evaluate(noteIn, place[1]);
    const before = await page.evaluate(othersThan, place[1]);
    await press(row(3, ".mark"));
    await page.waitForFunction((selector) => document.querySelector(selector).className == "marked", at(row(3)));
    const count = await sent();
    await enter("tea");
    assert.equal(await shown(), "1 tea 0,3 tea 0*,5 tea 0;tea;0");
    assert.equal(await page.inputValue(at(row(3, ".note"))), "typed");
    assert.equal(await sent(), count);
    await page.fill(at(row(1, ".note")), "in a new row");
    await answered(() => press(".bump"));
    await agrees();
    assert.equal(await page.inputValue(at(row(1, ".note"))), "in a new row");
    assert.equal(await page.inputValue(at(row(3, ".note"))), "typed");
    assert.deepEqual(await page.evaluate(othersThan, place[1]), before);
  });

  for (const latency of [0, 60]) {
    for (const id of [1, 3, 5]) {
      test(`in ${what}, a click on row ${id} of a hit is not lost, ${latency} ms away`, async (scene) => {
        const between = await scene.proxy(server.port);
        const { page, at, enter, agrees, press, answered, row } = await open(scene, place, between.url);
        between.latency = latency;
        for (const query of ["tea", "milk"]) await answered(() => enter(query));
        await enter("tea");
        await press(row(id, ".pick"));
        await shows(page, at(".picked"), `${id} tea 0`);
        await enter("milk");
        await press(".bump");
        await enter("tea");
        await press(row(id, ".pick"));
        await press(row(3, ".pick"));
        await shows(page, at(".picked"), [`${id} tea 0`, `${id} tea 0`, "3 tea 0"].join());
        await agrees();
      });
    }
  }

  test(`in ${what}, a click on what the server does not confirm runs nothing else`, async (scene) => {
    const { page, at, enter, agrees, press, answered, row, text } = await open(scene, place);
    for (const query of ["tea", "milk"]) await answered(() => enter(query));
    await press(".rename");
    await page.waitForFunction((selector) => document.querySelector(selector).textContent == "3 milk 1", at(row(3, "b")));
    await enter("tea");
    await press(row(3, ".pick"));
    await agrees();
    await page.waitForFunction((selector) => document.querySelector(selector).textContent == "3 tea 1", at(row(3, "b")));
    assert.equal(await text(".picked"), "");
    await press(row(3, ".pick"));
    await shows(page, at(".picked"), "3 tea 1");
  });

  for (const [how, acts] of Object.entries(overtaken)) {
    test(`in ${what}, a click on a row that ${how} runs for no other row`, async (scene) => {
      const between = await scene.proxy(server.port);
      const { page, at, agrees, press, row, text, ...user } = await open(scene, place, between.url);
      for (const query of ["milk", "tea"]) await user.answered(() => user.enter(query));
      for (const button of [".next", ".back"]) await user.answered(() => press(button));
      between.latency = 50;
      await acts({ press, ...user });
      assert.equal(await text(row(3, "b")), "3 tea 0");
      await press(row(3, ".pick"));
      await press(".rename");
      await shows(page, at(row(3, "b")), "3 t 1");
      await agrees();
      assert.ok(["", "3 tea 0"].includes(await text(".picked")), await text(".picked"));
    });
  }

  test(`in ${what}, results that depend on each other keep nothing waiting`, async (scene) => {
    const between = await scene.proxy(server.port);
    const { page, at, enter, agrees, press, answered } = await open(scene, place, between.url);
    for (const query of ["tea", "milk"]) await answered(() => enter(query));
    await answered(() => press(".back"));
    between.latency = 50;
    await enter("tea");
    await press(".back");
    await enter("t");
    await shows(page, at(".shown"), "t");
    await agrees();
  });

  test(`in ${what}, pages are turned by what depends on the page before`, async (scene) => {
    const between = await scene.proxy(server.port);
    const { page, at, agrees, press, answered, text } = await open(scene, place, between.url);
    for (const button of [".next", ".next", ".next"]) await answered(() => press(button));
    between.latency = 30;
    const walk = [".back", ".back", ".next", ".back", ".next", ".next"];
    for (const button of walk) await press(button);
    await shows(page, at("output"), 3);
    await press(".back");
    await press(".bump");
    await shows(page, at("output"), 2);
    await agrees();
    await press(".next");
    await press(".next");
    await shows(page, at("output"), 4);
    await agrees();
  });

  test(`in ${what}, the same parameters from a button in a row and from an input are one key`, async (scene) => {
    const { page, at, enter, shown, press, answered, sent, agrees } = await open(scene, place);
    for (const query of ["tea", "milk"]) await answered(() => enter(query));
    for (const number of ["1", "2"]) await answered(() => enter(number, ".number"));
    const before = await sent();
    await press(".word-tea");
    assert.equal(await shown(), "1 tea 0,3 tea 0,5 tea 0;tea;2");
    await press(".word-milk");
    assert.equal(await shown(), "4 milk 0,3 milk 0,2 milk 0;milk;2");
    await press(".back");
    assert.equal(await shown(), "4 milk 0,3 milk 0,2 milk 0;milk;1");
    for (const number of ["1", "02"]) await enter(number, ".number");
    assert.equal(await shown(), "4 milk 0,3 milk 0,2 milk 0;milk;2");
    assert.equal(await sent(), before, "all of it is known");
    await press(".word-");
    await shows(page, at(".shown"), "");
    await agrees();
  });
}
