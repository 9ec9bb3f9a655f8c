// What a browser does of its own accord, and where a handler takes its place (C5); who gets the focus (B3).

import { assert, counts, press, serveForAll, test, texts } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** Opens a page behind a proxy, so that answers can be held up; `before` is run in it before all else. */
const open = async (scene, { before = () => {}, ...options } = {}) => {
  const between = await scene.proxy(server.port);
  const page = await scene.blank(options);
  await page.addInitScript(before);
  await page.goto(`${between.url}/defaults`);
  if (options.javaScriptEnabled !== false) await page.live();
  page.between = between;
  return page;
};

/** A browser that is late to tell what it has opened or closed, as they all are when they have much to do; what comes to it again meanwhile it tells once. */
const tellLate = () => {
  const late = new WeakSet();
  const told = new WeakMap();
  const isOpen = (element) => element.open ?? element.matches(":popover-open");
  window.isTold = (element) => (told.get(element) ?? false) == isOpen(element);
  const timers = { toggle: new Map(), close: new Map() };
  for (const type in timers)
    addEventListener(type, (event) => {
      if (late.has(event)) return;
      event.stopImmediatePropagation();
      const { target } = event;
      clearTimeout(timers[type].get(target));
      const tell = () => {
        const again = new event.constructor(type, event);
        late.add(again);
        told.set(target, isOpen(target));
        target.dispatchEvent(again);
      };
      timers[type].set(target, setTimeout(tell, 40));
    }, true);
};

/** Waits until the log says exactly this. */
const says = async (page, ...lines) => {
  await counts(page, "#log li", lines.length);
  assert.deepEqual(await texts(page, "#log li"), lines);
};

const isOpen = (page, selector, expected) =>
  page.waitForFunction(
    ([selector, expected]) => (document.querySelector(selector).open ?? document.querySelector(selector).matches(":popover-open")) == expected,
    [selector, expected],
  );

/** Whether a user can still press what stands beside a dialog. */
const isAlive = async (page) => {
  await page.click("#below");
  return page.evaluate(() => !document.querySelector(":modal"));
};

for (const opener of ["#show", "#by-command"]) {
  const needs = opener == "#by-command" ? "commands" : [];
  test(`“ended by its method”: a dialog that ${opener} has opened is closed by the server`, { needs }, async (scene) => {
    const page = await open(scene);
    for (let round = 0; round < 2; round++) {
      await page.click(opener);
      await page.click("#shut");
      await isOpen(page, "#dialog", false);
      assert.ok(await isAlive(page));
    }
    await counts(page, "#log li", 6);
    const lines = (await texts(page, "#log li")).sort();
    assert.deepEqual(lines, ["closed", "closed", ...Array(2).fill("dialog false"), ...Array(2).fill("dialog true")]);
  });
}

test("“ended by its method”: a modal that the server opens and closes", async (scene) => {
  const page = await open(scene);
  for (let round = 0; round < 2; round++) {
    await page.click("#show-modal");
    await page.waitForSelector("#modal:modal");
    await page.click("#shut-modal");
    await isOpen(page, "#modal", false);
    assert.ok(await isAlive(page));
  }
});

for (const opener of ["#pop", "#by-target"]) {
  test(`“of a popover”: one that ${opener} has opened is closed by the server`, async (scene) => {
    const page = await open(scene);
    for (let round = 0; round < 2; round++) {
      await page.click(opener);
      await isOpen(page, "#popover", true);
      await page.click("#shut-popover");
      await isOpen(page, "#popover", false);
    }
    await page.click("#pop");
    await isOpen(page, "#popover", true);
    await page.keyboard.press("Escape");
    await isOpen(page, "#popover", false);
    await page.waitForFunction(() => document.querySelector("#log").textContent.endsWith("popover false"));
    await page.click("#pop");
    await isOpen(page, "#popover", true);
  });
}

/** Waits until the page and its server have nothing more to say to each other. */
const isQuiet = async (page) => {
  for (let [frames, times] = [-1, 0]; frames != page.wire.all.length; times++) {
    assert.ok(times < 10, "they go on without end");
    frames = page.wire.all.length;
    await page.waitForTimeout(500);
  }
};

/** A random number below another one, the same for the same seed. */
const random = (seed) => (below) => ((seed = (seed * 48271) % 0x7fffffff) >> 8) % below;

test("what the user closes stays closed, though the browser is late to tell", async (scene) => {
  const page = await open(scene, { before: tellLate });
  page.between.latency = 10;
  for (let round = 0; round < 10; round++) {
    await page.click("#pop");
    await isOpen(page, "#popover", true);
    await page.waitForTimeout(5 * round);
    await page.evaluate(() => document.querySelector("#popover").hidePopover());
    await page.waitForFunction(() => document.querySelector("#log").textContent.endsWith("popover false"));
    await isQuiet(page);
    await isOpen(page, "#popover", false);
  }
});

// What the server has opened or closed is said again by the browser, when the user may have asked for the opposite.
for (const [selector, opener, closer, native, before] of [
  ["#popover", "#pop", "#shut-popover", "#by-target"],
  ["#popover", "#pop", "#shut-popover", "#by-target", tellLate],
  ["#dialog", "#show", "#shut", "#by-command"],
  ["#dialog", "#show", "#shut", "#by-command", tellLate],
  ["#modal", "#show-modal", "#shut-modal"],
])
  test(`what was asked for last is what ${selector} is, whatever is on its way${before ? ", also if the browser is late to tell" : ""}`, { needs: native == "#by-command" ? "commands" : [] }, async (scene) => {
    scene.expect(/already open Dialog/);
    const seed = Number(process.env.TAUT_SEED ?? 1 + (Date.now() % 1e6));
    console.log(`# TAUT_SEED=${seed}`);
    const below = random(seed);
    const page = await open(scene, { before });
    page.between.latency = 50;
    page.between.jitter = 50;
    for (let round = 0; round < 6; round++) {
      const buttons = [opener, closer, native ?? opener];
      const steps = Array.from({ length: 2 + below(4) }, () => [buttons[below(3)], 20 + (below(3) ? below(140) : 0)]);
      const expected = await page.evaluate(
        async ([steps, selector, opener, closer]) => {
          const element = document.querySelector(selector);
          const isOpen = () => element.open ?? element.matches(":popover-open");
          let expected = isOpen();
          for (const [button, pause] of steps) {
            const before = isOpen();
            document.querySelector(button).click();
            // The browser's own button does at once what it does, if anything.
            if (button == opener || button == closer) expected = button == opener;
            else if (isOpen() != before) expected = isOpen();
            await new Promise((done) => setTimeout(done, pause));
            // What a user does before the browser has told what was done before comes out of order.
            for (let waited = 0; waited < 100 && window.isTold && !window.isTold(element); waited++) await new Promise((done) => setTimeout(done, 5));
          }
          return expected;
        },
        [steps, selector, opener, closer],
      );
      await isQuiet(page);
      await isOpen(page, selector, expected);
      assert.ok(expected || (await isAlive(page)), "nothing stays modal behind the user's back");
    }
  });

test("“close their dialog with its return value and run no submit handler”", async (scene) => {
  const page = await open(scene);
  const closes = async (button, value) => {
    await page.click("#show");
    await page.click(button);
    await isOpen(page, "#dialog", false);
    assert.equal(await page.evaluate(() => document.querySelector("#dialog").returnValue), value);
  };
  await closes("#ok", "fine");
  await closes("#cancel", "cancelled");
  await page.click("#show");
  await page.click("#save");
  await page.click("#post");
  await page.waitForFunction(() => document.querySelectorAll("#log li").length >= 9);
  const sent = (await texts(page, "#log li")).filter((line) => line.startsWith("sent"));
  assert.deepEqual(sent, ["sent 1", "sent 1"], "a button whose method is not that of a dialog is heard");
});

test("“formaction and formtarget go where they say”", { needs: "tabs" }, async (scene) => {
  const page = await open(scene);
  await page.click("#send");
  await says(page, "sent 1");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click("#other-tab")]);
  await tab.waitForURL(/defaults\?name=Ada/);
  await says(page, "sent 1");
  await page.click("#elsewhere");
  await page.waitForURL(/urls\?name=Ada/);
});

test("“a modified click opens a tab”", { needs: "tabs" }, async (scene) => {
  const page = await open(scene);
  for (const [selector, options] of [
    ["#link", { modifiers: ["Control"] }],
    ["#in-link", { modifiers: ["Shift"] }],
    ["#link", { button: "middle" }],
    ["#linked", { modifiers: ["Control"] }],
  ]) {
    const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click(selector, options)]);
    await tab.waitForURL(/urls/);
    await tab.close();
  }
  assert.deepEqual(await texts(page, "#log li"), []);
  await page.click("#link");
  await page.click("#linked");
  await page.click("#held", { modifiers: ["Control"] });
  await says(page, "link", "around", "held");
  assert.equal(page.context().pages().length, 1, "a listener that asks for Control takes its click");
});

test("a drag that begins or ends inside is no click outside", { needs: "drags" }, async (scene) => {
  const page = await open(scene);
  await page.click("#open-menu");
  const words = await page.locator("#words").boundingBox();
  const below = await page.locator("#below").boundingBox();
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
  const drag = async (from, to) => {
    await page.mouse.move(...middle(from));
    await page.mouse.down();
    await page.mouse.move(...middle(to), { steps: 3 });
    await page.mouse.up();
  };
  await drag(words, below);
  assert.notEqual(await page.evaluate(() => String(getSelection())), "");
  await says(page);
  await drag(below, words);
  await says(page, "down");
  await counts(page, "#menu", 1);
  await page.evaluate(() => document.querySelector("#words").click());
  await page.focus("#send");
  await page.keyboard.press("Space");
  await counts(page, "#menu", 0);
  await page.click("#open-menu");
  await counts(page, "#menu", 1);
  await page.click("#below");
  await counts(page, "#menu", 0);
});

const focused = (page) => page.evaluate(() => document.activeElement.id);

test("“nodes that an event of this user made appear”: one whose `autofocus` is a value, and none that was there", async (scene) => {
  const page = await open(scene);
  await page.click("#give");
  await page.waitForFunction(() => document.activeElement.id == "given");
});

/** What a user does, after which something with `autofocus` appears, and whether that gets the focus. */
const appearances = {
  "a click": [(page) => page.click("#block"), true],
  "a click on something in a button": [(page) => page.click("#in-block"), true],
  "a shortcut": [(page) => page.keyboard.press("Control+k"), true],
  "a shortcut from a field": [
    async (page) => {
      await page.focus("#typed");
      await page.keyboard.press("Control+k");
    },
    true,
  ],
  "Enter in a field": [
    async (page) => {
      await page.click("#entered");
      await page.keyboard.press("Enter");
    },
    true,
  ],
  "typing": [
    async (page) => {
      await page.click("#typed");
      await page.keyboard.type("abc");
    },
    false,
  ],
  "a click, after which the user goes elsewhere": [
    async (page) => {
      page.between.hold();
      await page.click("#block");
      await page.click("#name");
      page.between.flow();
    },
    false,
  ],
  "a script, while the user is elsewhere": [
    async (page) => {
      await page.click("#name");
      await press(page, "#block");
    },
    false,
  ],
};

for (const [what, [act, gets]] of Object.entries(appearances)) {
  test(`“only while nothing else has it”: ${what} brings what wants the focus`, async (scene) => {
    const page = await open(scene);
    await act(page);
    await counts(page, "#wanting", 1);
    // A browser gives the focus when it draws next.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal((await focused(page)) == "wanting", gets);
  });
}
