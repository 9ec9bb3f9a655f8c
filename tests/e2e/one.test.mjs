// A control is one value, however many elements show it: what the user has made of it stays until the server has answered that,
// whatever is answered before, and goes back as a whole.

import { assert, press, serveForAll, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

const options = ["a", "b", "c"];
const ticks = [false, true, false];

/** Selects all of a text and types another, as a person does. */
const type = async (page, selector, text) => {
  await page.focus(selector);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text, { delay: 10 });
};

const select = { values: options, choose: (page, id, value) => page.selectOption(`#${id}`, value), shown: (id) => document.getElementById(id).value };
const radios = {
  values: options,
  choose: (page, id, value) => page.click(`#${id}-${value}`),
  shown: (id) => document.querySelector(`[name=${id}]:checked`)?.value,
};
const text = { isText: true, values: options, choose: (page, id, value) => type(page, `#${id}`, value), shown: (id) => document.getElementById(id).value };
const box = { values: ticks, choose: (page, id) => page.click(`#${id}`), shown: (id) => document.getElementById(id).checked };
const editable = { ...text, shown: (id) => document.getElementById(id).textContent };

/** Kinds of controls: what they show at first, and what the user makes of them. Of some no hole says what they show. */
const kinds = {
  select,
  static: select,
  free: { ...select, isFree: true },
  radio: radios,
  pressed: radios,
  loose: { ...radios, values: [undefined, "b", "c"], isFree: true },
  text,
  area: text,
  number: { ...text, values: ["3", "4", "5"] },
  date: {
    ...text,
    values: ["2030-01-01", "2030-01-02", "2030-01-03"],
    choose: (page, id, value) => page.fill(`#${id}`, value),
  },
  range: { ...text, values: ["10", "20", "30"], choose: (page, id, value) => page.fill(`#${id}`, value) },
  check: box,
  clicked: box,
  bare: { ...box, isFree: true },
  note: editable,
  "loose-note": { ...editable, isFree: true },
  details: { values: ticks, choose: (page, id) => page.click(`#${id} summary`), shown: (id) => document.getElementById(id).open },
};

/** Runs in the page: notes all that is shown, one after the other. */
function watch(id, shown) {
  const note = () => shown(id) === window.seen.at(-1) || window.seen.push(shown(id));
  window.seen = [shown(id)];
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  setInterval(note, 4);
  for (const type of ["input", "change", "toggle"]) addEventListener(type, note, true);
}

const open = async (scene, view, query, kind) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/${view}?${new URLSearchParams(query)}`);
  page.between = between;
  await page.evaluate(`(${watch})("${kind}", ${kinds[kind].shown})`);
  page.choose = (value) => kinds[kind].choose(page, kind, value);
  page.seen = () => page.evaluate(() => window.seen);
  page.shown = () => page.evaluate(kinds[kind].shown, kind);
  return page;
};

const answered = (page, count) => page.wire.until(({ patches }) => patches.reduce((sum, patch) => sum + patch[1], 0) >= count);

/** Lets the page do what is due, however slow it is. */
const idle = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 30)));

/** Waits until all is answered, leaves the control, and lets all happen that comes of it. */
const settle = async (page) => {
  await page.wire.until(({ up, patches }) => up.length > 1 && patches.reduce((sum, patch) => sum + patch[1], 0) == up.length - 1);
  await page.evaluate(() => document.activeElement.blur());
  await idle(page);
};

const views = { one: "", "one-at-once": "optimistic: " };

for (const [view, prefix] of Object.entries(views)) {
  for (const [kind, { values, isText, isFree }] of Object.entries(kinds)) {
    const [first, one, two] = values;
    const isTick = typeof two == "boolean";
    /** What was refused goes back, but for a text that the user may mend, and for what nobody says anything of. */
    const goesBack = prefix || (!isText && !isFree);

    const answers = { accepted: {}, "made another": { correct: one }, refused: { refuse: one } };
    for (const [answer, query] of Object.entries(answers)) {
      test(`${prefix}${kind}: a choice that is ${answer} is not shown over the next one`, async (scene) => {
        const page = await open(scene, view, query, kind);
        page.between.hold();
        await page.choose(one);
        await page.between.keeps(1);
        await page.choose(two);
        await page.between.keeps(2);
        await page.between.release();
        await answered(page, 1);
        await idle(page);
        assert.deepEqual(await page.seen(), [first, one, two]);
        page.between.flow();
        await settle(page);
        // A handler that toggles what it has is asked for the same again.
        if (answer != "refused" || !["clicked", "bare"].includes(kind)) assert.deepEqual(await page.seen(), [first, one, two]);
      });
    }

    test(`${prefix}${kind}: what was answered is not told again when the page is shown again`, async (scene) => {
      const page = await open(scene, view, {}, kind);
      await page.choose(one);
      await settle(page);
      const { length } = page.wire.up;
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow")));
      await press(page, "#other");
      await page.wire.until(({ up }) => up.length > length);
      await idle(page);
      assert.equal(page.wire.up.length, length + 1);
    });

    if (!isTick) {
      test(`${prefix}${kind}: what is refused goes back to what was accepted last`, async (scene) => {
        const page = await open(scene, view, { refuse: two }, kind);
        page.between.hold();
        await page.choose(one);
        await page.between.keeps(1);
        await page.choose(two);
        await page.between.keeps(2);
        page.between.flow();
        await settle(page);
        assert.deepEqual(await page.seen(), [first, one, two, ...(goesBack ? [one] : [])]);
      });
    }

    test(`${prefix}${kind}: what is refused goes back to what it was first`, async (scene) => {
      const page = await open(scene, view, { refuse: one }, kind);
      await page.choose(one);
      await settle(page);
      assert.deepEqual(await page.seen(), [first, one, ...(goesBack ? [first] : [])]);
      // Nothing else has become a text.
      assert.ok(await page.evaluate(() => [...document.querySelectorAll("fieldset")].every((set) => set.children.length >= 2)));
    });
  }

  test(`${prefix}a choice after a cut, before the answer to the one before it`, async (scene) => {
    scene.expect(NETWORK);
    for (const kind of ["select", "radio", "text", "check"]) {
      const [first, one, two] = kinds[kind].values;
      const page = await open(scene, view, {}, kind);
      page.between.hold();
      await page.choose(one);
      await page.between.keeps(1);
      page.between.cut();
      await page.waitForSelector("html[data-taut=offline]");
      await page.choose(two);
      page.between.flow();
      await page.live(2);
      await page.waitForFunction(() => document.querySelectorAll("#heard li").length == 2);
      await page.evaluate(() => document.activeElement.blur());
      assert.deepEqual(await page.seen(), [first, one, two]);
    }
  });

  test(`${prefix}what others do is not shown over a choice, and is shown when that is refused`, async (scene) => {
    for (const [kind, seen] of Object.entries({ select: ["a", "c", "b"], radio: ["a", "c", "b"], text: ["a", "c", ...(prefix ? ["b"] : [])] })) {
      const page = await open(scene, view, { refuse: "c" }, kind);
      page.between.hold();
      await press(page, "#other");
      await page.choose("c");
      await page.between.keeps(2);
      page.between.flow();
      await settle(page);
      assert.deepEqual(await page.seen(), seen);
    }
  });

  test(`${prefix}a number that is not finished is not refused, and nothing is written under the caret`, async (scene) => {
    for (const pause of [0, 150]) {
      const page = await open(scene, view, { slow: 20 }, "number");
      await page.focus("#number");
      await page.keyboard.press("Control+a");
      for (const key of ["Backspace", "-", "5"]) {
        await page.keyboard.press(key);
        await page.waitForTimeout(pause);
      }
      await settle(page);
      assert.equal(await page.shown(), "-5");
      const heard = await page.evaluate(() => [...document.querySelectorAll("#heard li")].map((line) => line.textContent));
      assert.equal(heard.at(-1), "number -5");
    }
  });

  test(`${prefix}a click on a label that is refused takes its checkbox back`, async (scene) => {
    const page = await open(scene, view, { refuse: "true" }, "check");
    page.between.hold();
    await page.click("#labelled");
    assert.equal(await page.isChecked("#labelled"), true);
    page.between.flow();
    await settle(page);
    assert.equal(await page.isChecked("#labelled"), false);
  });
}
