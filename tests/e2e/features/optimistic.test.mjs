// `#[optimistic]`, rule by rule of CONFORMANCE.md.

import { enter, note, openStopped, sends, stop } from "../support/clock.mjs";
import { assert, counts, press, serveForAll, shows, test, texts } from "../support/scene.mjs";
import { startWrites, watchWrites, writes } from "../support/writes.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

/** A page behind a proxy that keeps the server's frames until the test lets them through. */
const open = async (scene, mode = "accept") => {
  const between = await scene.proxy(server.port);
  const page = await scene.blank();
  await watchWrites(page);
  await note(page);
  await page.goto(`${between.url}/optimistic?mode=${mode}`);
  await page.live();
  await page.waitForFunction(() => window.isOnline);
  await page.evaluate(() => {
    window.errors = [];
    addEventListener("taut:error", ({ target, detail }) => window.errors.push([target.id, detail.message]));
  });
  between.hold();
  page.between = between;
  return page;
};

/** Lets the server's answers through, waits until all is settled, and leaves the control: nothing is corrected under a caret. */
const settle = async (page) => {
  page.between.flow();
  await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
  await page.evaluate(() => document.activeElement.blur());
};

/** What a control shows. */
const state = (page, selector) =>
  page.evaluate((selector) => {
    const all = [...document.querySelectorAll(selector)];
    return all.map((element) => ({
      value: element.value,
      checked: element.checked,
      disabled: element.disabled,
      selected: element.selectedOptions && [...element.selectedOptions].map(({ value }) => value),
      classes: [...element.classList],
      busy: element.getAttribute("aria-busy"),
      text: element.localName == "select" ? "" : element.innerHTML,
    }));
  }, selector);

/** Types where the user is. */
const type = async (page, selector, text) => {
  await page.focus(selector);
  await enter(page, selector, text);
};

/** The controls: what the user does, what shows at once, what a correcting server says instead. */
const controls = {
  "a checkbox": {
    selector: "#check",
    act: (page) => page.click("#check"),
    shown: (page) => page.isChecked("#check"),
    predicted: true,
    corrected: false,
  },
  "a radio button": {
    selector: "[name=colour]",
    act: (page) => page.click("#colour-1"),
    shown: (page) => page.evaluate(() => document.querySelector("[name=colour]:checked").id),
    predicted: "colour-1",
    corrected: "colour-2",
  },
  "a text input": {
    selector: "#text",
    act: (page) => type(page, "#text", "typed"),
    shown: (page) => page.inputValue("#text"),
    predicted: "typed",
    corrected: "TYPED",
  },
  "a textarea": {
    selector: "#area",
    act: (page) => type(page, "#area", "typed"),
    shown: (page) => page.inputValue("#area"),
    predicted: "typed",
    corrected: "TYPED",
  },
  "a select": {
    selector: "#size",
    act: async (page) => {
      await page.focus("#size");
      await page.selectOption("#size", "large");
    },
    shown: (page) => page.inputValue("#size"),
    predicted: "large",
    corrected: "medium",
  },
  "a button": {
    selector: "#press",
    act: (page) => press(page, "#press"),
    shown: (page) => page.evaluate(() => [document.querySelector("#press").disabled, document.querySelector("#press").innerText]),
    predicted: [true, "Pressing…"],
    corrected: [false, "* Press"],
    settled: [false, "* Press"],
  },
  "a submit button": {
    selector: "#send",
    act: (page) => press(page, "#send"),
    shown: (page) => page.evaluate(() => [document.querySelector("#send").disabled, document.querySelector("#send").innerText]),
    predicted: [true, "Sending…"],
    corrected: [false, "Send"],
    settled: [false, "Send"],
  },
};

for (const [what, { selector, act, shown, predicted, corrected, settled = predicted }] of Object.entries(controls)) {
  test(`“heuristics, with no configuration”: ${what} shows at once what it does`, async (scene) => {
    const page = await open(scene);
    await act(page);
    assert.deepEqual(await shown(page), predicted);
    await settle(page);
    assert.deepEqual(await shown(page), settled);
  });

  test(`“a prediction that was right causes zero DOM writes on settling”: ${what}`, async (scene) => {
    const page = await open(scene);
    await act(page);
    await page.wire.until(({ up }) => up.length == 2);
    await startWrites(page);
    await settle(page);
    const own = (await writes(page)).filter((write) => !/^(said|state) |#text data/.test(write));
    // Only what the prediction put there for the time being is taken away.
    if (settled == predicted) assert.deepEqual(own, []);
    else assert.deepEqual(own.filter((write) => !/data$|text$|@disabled$/.test(write)), []);
  });

  test(`“one that was wrong causes exactly the correction”: ${what}`, async (scene) => {
    const page = await open(scene, "correct");
    await act(page);
    assert.deepEqual(await shown(page), predicted);
    await settle(page);
    assert.deepEqual(await shown(page), corrected);
    assert.deepEqual(await page.evaluate(() => window.errors), []);
  });

  test(`“Err(Reject) reverts that event's own writes exactly”: ${what}`, async (scene) => {
    const page = await open(scene, "refuse");
    const before = await state(page, selector);
    await act(page);
    assert.deepEqual(await shown(page), predicted);
    await settle(page);
    const after = (await state(page, selector)).map((element) => ({
      ...element,
      classes: element.classes.filter((name) => name != "optimistic-error"),
    }));
    assert.deepEqual(after, before);
    await shows(page, "#error", "The server refused.");
  });

  test(`“a panic reverts that event's own writes exactly”: ${what}`, async (scene) => {
    scene.expect(NETWORK);
    const page = await open(scene, "panic");
    const before = await state(page, selector);
    await act(page);
    await settle(page);
    const after = (await state(page, selector)).map((element) => ({
      ...element,
      classes: element.classes.filter((name) => name != "optimistic-error"),
    }));
    assert.deepEqual(after, before);
  });

  test(`“marks: class optimistic-pending, aria-busy”: ${what}`, async (scene) => {
    const page = await open(scene);
    await act(page);
    const marked = await page.evaluate(() => [...document.querySelectorAll(".optimistic-pending")].map((element) => element.ariaBusy));
    assert.deepEqual(marked, ["true"]);
    await settle(page);
    await counts(page, "[aria-busy]", 0);
  });

  test(`“a server that ignores it”: ${what} shows what the server says`, async (scene) => {
    const page = await open(scene, "ignore");
    const before = await state(page, selector);
    await act(page);
    await settle(page);
    assert.deepEqual(await state(page, selector), before);
  });
}

const ids = (page) => page.evaluate(() => [...document.querySelectorAll("#rows li")].map(({ id }) => +id.slice(4)));

/** What each action makes of rows 1 to 4, at a row. */
const actions = [
  ["remove", 1, [2, 3, 4]],
  ["remove", 4, [1, 2, 3]],
  ["first", 3, [3, 1, 2, 4]],
  ["first", 1, [1, 2, 3, 4]],
  ["last", 2, [1, 3, 4, 2]],
  ["up", 3, [1, 3, 2, 4]],
  ["up", 1, [1, 2, 3, 4]],
  ["down", 1, [2, 1, 3, 4]],
  ["down", 4, [1, 2, 3, 4]],
];

for (const [action, row, expected] of actions) {
  test(`“list items can be removed or moved”: ${action} of row ${row}`, async (scene) => {
    const page = await open(scene);
    await press(page, `#row-${row} .${action}`);
    assert.deepEqual(await ids(page), expected);
    await page.wire.until(({ up }) => up.length == 2);
    await startWrites(page);
    page.between.flow();
    await page.wire.until(({ patches }) => patches.length == 1);
    await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
    assert.deepEqual((await writes(page)).filter((write) => /added|removed/.test(write)), [], "settled unseen");
    assert.deepEqual(await ids(page), expected);
  });

  test(`“removed nodes: the same node comes back”: ${action} of row ${row} is refused`, async (scene) => {
    const page = await open(scene, "refuse");
    await page.fill("#row-3 input", "typed");
    await page.evaluate(() => (window.nodes = [...document.querySelectorAll("#rows li")]));
    await press(page, `#row-${row} .${action}`);
    assert.deepEqual(await ids(page), expected);
    await settle(page);
    await shows(page, "#error", "The server refused.");
    assert.deepEqual(await ids(page), [1, 2, 3, 4]);
    assert.ok(await page.evaluate(() => window.nodes.every((node, at) => node == document.querySelectorAll("#rows li")[at])));
    assert.equal(await page.inputValue("#row-3 input"), "typed");
  });
}

test("a wrong prediction of a list is corrected", async (scene) => {
  const page = await open(scene, "correct");
  await press(page, "#row-2 .remove");
  assert.deepEqual(await ids(page), [1, 3, 4]);
  await settle(page);
  await page.waitForFunction(() => document.querySelector("#rows li").id == "row-4");
  assert.deepEqual(await ids(page), [4, 3, 2, 1]);
});

test("“several pending events form a stack”: rows are removed one after the other", async (scene) => {
  const page = await open(scene);
  for (const row of [2, 4, 1]) await press(page, `#row-${row} .remove`);
  assert.deepEqual(await ids(page), [3]);
  for (let answers = 1; answers <= 3; answers++) {
    await page.wire.until(({ up }) => up.length == 4);
    await page.between.release();
    await page.wire.until(({ patches }) => patches.length == answers);
    assert.deepEqual(await ids(page), [3]);
  }
  await settle(page);
  assert.deepEqual(await ids(page), [3]);
});

test("“the rest is replayed on top”: rows that the server adds meanwhile stay beside a prediction", async (scene) => {
  const page = await open(scene);
  await press(page, "#add-row");
  await press(page, "#row-2 .remove");
  assert.deepEqual(await ids(page), [1, 3, 4]);
  await page.wire.until(({ up }) => up.length == 3);
  await page.between.release();
  await counts(page, "#row-5", 1);
  assert.deepEqual(await ids(page), [1, 3, 4, 5]);
  await settle(page);
  assert.deepEqual(await ids(page), [1, 3, 4, 5]);
});

test("“in the same task as the user's event, before any gate”: a debounced optimistic handler reacts at once", async (scene) => {
  const page = await openStopped(scene, `${server.url}/optimistic`);
  const at = await page.evaluate(() => {
    const box = document.querySelector("#later");
    box.click();
    return [box.checked, box.classList.contains("optimistic-pending")];
  });
  assert.deepEqual(at, [true, true]);
  assert.deepEqual(await sends(page), []);
  await page.pass(300);
  assert.equal((await sends(page)).length, 1);
  await page.waitForFunction(() => document.querySelector("#other").checked);
});

test("“in the same task as the user's event”: what it predicts is there before the next line", async (scene) => {
  const page = await open(scene);
  const seen = await page.evaluate(() => {
    const button = document.querySelector("#press");
    button.click();
    return [button.disabled, button.innerText, button.className];
  });
  assert.deepEqual(seen.slice(0, 2), [true, "Pressing…"]);
  assert.match(seen[2], /optimistic-pending/);
});

test("“a debounced optimistic handler”: the last one of several decides", async (scene) => {
  const page = await openStopped(scene, `${server.url}/optimistic`);
  for (let clicks = 0; clicks < 3; clicks++) await press(page, "#later");
  await page.pass(300);
  await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
  assert.ok(await page.isChecked("#later"));
  assert.equal((await sends(page)).length, 1);
});

test("“an acknowledgement removes its own prediction”: the other one stays", async (scene) => {
  const page = await open(scene);
  await press(page, "#check");
  await press(page, "#other");
  await page.wire.until(({ up }) => up.length == 3);
  await page.between.release();
  await page.waitForFunction(() => !document.querySelector("#check.optimistic-pending"));
  assert.ok(await page.isChecked("#check"));
  assert.ok(await page.evaluate(() => document.querySelector("#other").matches(".optimistic-pending:checked")));
  await settle(page);
  assert.ok(await page.isChecked("#other"));
});

test("“leaves other pending ones in place”: one is refused", async (scene) => {
  const page = await open(scene, "refuse");
  await press(page, "#check");
  await press(page, "#other");
  await page.wire.until(({ up }) => up.length == 3);
  await page.between.release();
  await page.waitForFunction(() => !document.querySelector("#check").checked);
  assert.ok(await page.isChecked("#other"));
  await settle(page);
  assert.ok(await page.isChecked("#other"));
});

test("several events of one checkbox: the last one counts", async (scene) => {
  const page = await open(scene);
  for (let clicks = 0; clicks < 5; clicks++) await press(page, "#check");
  assert.ok(await page.isChecked("#check"));
  await page.wire.until(({ up }) => up.length == 6);
  for (let answers = 1; answers < 5; answers++) {
    await page.between.release();
    await page.wire.until(({ patches }) => patches.length == answers);
    assert.ok(await page.isChecked("#check"), "no flicker");
  }
  await settle(page);
  assert.ok(await page.isChecked("#check"));
});

test("a double click on an optimistic button is one event", async (scene) => {
  const page = await open(scene);
  await page.dblclick("#press", { force: true });
  await page.wire.until(({ up }) => up.length == 2);
  await settle(page);
  await page.waitForFunction(() => document.querySelector("#said").textContent.includes(" 1 0"));
  assert.equal(page.wire.up.length, 2);
});

test("a double click on a checkbox ends where it began", async (scene) => {
  const page = await open(scene);
  await page.dblclick("#check");
  await page.wire.until(({ up }) => up.length == 3);
  assert.ok(!(await page.isChecked("#check")));
  await settle(page);
  assert.ok(!(await page.isChecked("#check")));
});

test("“marks … on data-optimistic-target”: an element elsewhere", async (scene) => {
  const page = await open(scene);
  await press(page, "#aims");
  assert.deepEqual(await page.evaluate(() => document.querySelector(".optimistic-pending").id), "target");
  await settle(page);
  assert.equal(await page.getAttribute("#target", "class"), "target");
});

test("“marks … on data-optimistic-target”: an element around it", async (scene) => {
  const page = await open(scene);
  await press(page, "#aims-out");
  assert.deepEqual(await page.evaluate(() => document.querySelector(".optimistic-pending").id), "closest");
  await settle(page);
});

test("“marks the element optimistic-error for 2 s”", async (scene) => {
  const page = await openStopped(scene, `${server.url}/optimistic?mode=refuse`);
  await press(page, "#check");
  await page.waitForSelector("#check.optimistic-error");
  await page.pass(1999);
  assert.equal(await page.getAttribute("#check", "class"), "box optimistic-error");
  await page.pass(1);
  assert.equal(await page.getAttribute("#check", "class"), "box");
});

test("“marks the element optimistic-error”: for as long as the annotation says", async (scene) => {
  const page = await openStopped(scene, `${server.url}/optimistic`);
  await press(page, "#shortly");
  await page.waitForSelector("#shortly.optimistic-error");
  await page.pass(499);
  assert.equal(await page.getAttribute("#shortly", "class"), "optimistic-error");
  await page.pass(1);
  assert.equal(await page.getAttribute("#shortly", "class"), null);
});

test("“marks … on data-optimistic-target”: what is no selector is ignored, and the event is sent", async (scene) => {
  const page = await open(scene);
  scene.expect(/^warning: taut:.*not a valid selector/);
  await page.evaluate(() => document.querySelector("#aims").setAttribute("data-optimistic-target", "["));
  await press(page, "#aims");
  assert.deepEqual((await state(page, "#aims"))[0].classes, ["optimistic-pending"]);
  await page.between.keeps(1);
  await settle(page);
  assert.match(await page.textContent("#said"), / 1 0$/);
});

test("“marks … optimistic-error” on data-optimistic-target", async (scene) => {
  const page = await openStopped(scene, `${server.url}/optimistic?mode=refuse`);
  await press(page, "#aims");
  await page.waitForSelector("#target.optimistic-error");
  await page.pass(2000);
  assert.equal(await page.getAttribute("#target", "class"), "target");
});

test("“marks … for 2 s”: a second error starts its own", async (scene) => {
  const page = await openStopped(scene, `${server.url}/optimistic?mode=refuse`);
  await press(page, "#check");
  await page.waitForSelector("#check.optimistic-error");
  await page.pass(1500);
  await press(page, "#check");
  await page.wire.until(({ patches }) => patches.length == 2);
  await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
  await page.pass(1000);
  assert.equal(await page.getAttribute("#check", "class"), "box optimistic-error");
  await page.pass(1000);
  assert.equal(await page.getAttribute("#check", "class"), "box");
});

test("“the message reaches the view and a DOM event”", async (scene) => {
  const page = await open(scene, "refuse");
  await press(page, "#check");
  await settle(page);
  await shows(page, "#error", "The server refused.");
  assert.deepEqual(await page.evaluate(() => window.errors), [["check", "The server refused."]]);
});

test("a checkbox that no hole describes comes back too", async (scene) => {
  const page = await open(scene, "refuse");
  await press(page, "#refused");
  assert.ok(await page.isChecked("#refused"));
  await settle(page);
  await page.waitForFunction(() => !document.querySelector("#refused").checked);
});

test("a checkbox that no hole describes comes back to what was accepted last", async (scene) => {
  const page = await open(scene, "accept");
  await press(page, "#free");
  await settle(page);
  assert.ok(await page.isChecked("#free"));
  await page.selectOption("#mode", "refuse");
  await press(page, "#free");
  await page.waitForFunction(() => window.errors.length == 1);
  assert.ok(await page.isChecked("#free"));
});

test("“disabled as it was before”: a button that the page disabled meanwhile stays as the page wants it", async (scene) => {
  const page = await open(scene, "refuse");
  await press(page, "#press");
  assert.ok(await page.isDisabled("#press"));
  await settle(page);
  assert.ok(!(await page.isDisabled("#press")));
  assert.equal(await page.innerText("#press"), "* Press");
});

test("the text of a button that the server changes meanwhile is the server's", async (scene) => {
  const page = await open(scene);
  await press(page, "#relabel");
  assert.equal(await page.innerText("#relabel"), "Wait…");
  await settle(page);
  assert.equal(await page.textContent("#relabel"), "Label 1");
});

test("“a user who goes on editing is never overwritten by a settle”: accepted", async (scene) => {
  const page = await open(scene);
  await page.focus("#text");
  await page.keyboard.press("End");
  await page.keyboard.type("a");
  await page.wire.until(({ up }) => up.length == 2);
  await page.keyboard.type("b");
  await page.between.release();
  await page.wire.until(({ patches }) => patches.length == 1);
  assert.equal(await page.inputValue("#text"), "textab");
  await settle(page);
  assert.equal(await page.inputValue("#text"), "textab");
});

test("“a user who goes on editing is never overwritten by a settle”: refused", async (scene) => {
  const page = await open(scene, "refuse");
  await page.focus("#text");
  await page.keyboard.press("End");
  await page.keyboard.type("a");
  await page.wire.until(({ up }) => up.length == 2);
  await page.keyboard.type("b");
  await page.between.release();
  await page.wire.until(({ patches }) => patches.length == 1);
  assert.equal(await page.inputValue("#text"), "textab");
});

test("“a user who goes on editing is never overwritten by a settle”: corrected", async (scene) => {
  const page = await open(scene, "correct");
  await page.focus("#text");
  await page.keyboard.press("End");
  await page.keyboard.type("ab");
  await page.wire.until(({ up }) => up.length == 3);
  await page.between.release();
  await page.wire.until(({ patches }) => patches.length == 1);
  assert.equal(await page.inputValue("#text"), "textab");
  await settle(page);
  await page.waitForFunction(() => document.querySelector("#text").value == "TEXTAB");
});

test("“disconnect: predictions stay while events wait to be resent”", async (scene) => {
  const page = await open(scene);
  scene.expect(NETWORK);
  page.between.refuses = true;
  page.between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await press(page, "#check");
  await press(page, "#row-1 .remove");
  assert.ok(await page.isChecked("#check"));
  assert.deepEqual(await ids(page), [2, 3, 4]);
  page.between.flow();
  page.between.refuses = false;
  await page.live(2);
  await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
  assert.ok(await page.isChecked("#check"));
  assert.deepEqual(await ids(page), [2, 3, 4]);
});

test("“predictions stay while events wait to be resent”: sent, and the connection is cut before the answer", async (scene) => {
  const page = await open(scene);
  scene.expect(NETWORK);
  await press(page, "#check");
  await page.wire.until(({ up }) => up.length == 2);
  page.between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  assert.ok(await page.isChecked("#check"));
  page.between.flow();
  await page.live(2);
  await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
  assert.ok(await page.isChecked("#check"));
});

test("“a definite loss reverts”: the server was restarted", async (scene) => {
  const own = await scene.serve("e2e-server");
  const between = await scene.proxy(own.port);
  scene.expect(NETWORK);
  const page = await scene.open(`${between.url}/optimistic`);
  between.refuses = true;
  between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await press(page, "#check");
  await press(page, "#row-2 .remove");
  assert.deepEqual(await ids(page), [1, 3, 4]);
  await own.restart();
  between.refuses = false;
  await page.live(2);
  await page.waitForFunction(() => !document.querySelector("#check").checked);
  assert.deepEqual(await ids(page), [1, 2, 3, 4]);
  await counts(page, ".optimistic-pending", 0);
});

test("“timeout (default 30 s): revert with an error”", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await openStopped(scene, `${between.url}/optimistic`);
  await page.evaluate(() => addEventListener("taut:error", ({ target }) => (window.failed = target.id)));
  between.hold();
  await press(page, "#check");
  await page.pass(29_999);
  assert.ok(await page.isChecked("#check"));
  await page.pass(1);
  assert.ok(!(await page.isChecked("#check")));
  assert.equal(await page.getAttribute("#check", "class"), "box optimistic-error");
  assert.equal(await page.evaluate(() => window.failed), "check");
});

test("“timeout”: as the annotation says", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await openStopped(scene, `${between.url}/optimistic`);
  between.hold();
  await press(page, "#hurry");
  await page.pass(1999);
  assert.ok(await page.isChecked("#hurry"));
  await page.pass(1);
  assert.ok(!(await page.isChecked("#hurry")));
});

test("“timeout”: an answer that comes after it is shown", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await openStopped(scene, `${between.url}/optimistic`);
  between.hold();
  await press(page, "#hurry");
  await page.pass(2000);
  assert.ok(!(await page.isChecked("#hurry")));
  between.flow();
  await page.waitForFunction(() => document.querySelector("#hurry").checked);
});

test("G4: an element that goes away while its event is on its way leaves nothing behind", async (scene) => {
  const page = await open(scene, "refuse");
  await press(page, "#shown");
  await press(page, "#hide");
  await settle(page);
  await counts(page, "#shown", 0);
  await page.waitForFunction(() => window.errors.length == 1);
  await press(page, "#hide");
  await counts(page, "#shown", 1);
  assert.ok(!(await page.isChecked("#shown")));
  assert.equal(await page.getAttribute("#shown", "class"), null);
});

const frames = {
  "a frame is lost": async (between) => {
    between.flow();
    between.loses.down = 1;
  },
  "frames come in another order": async (between) => {
    await between.keeps(3);
    between.flow("down", (held) => held.reverse());
  },
  "an event is lost": async (between) => {
    between.flow();
    between.loses.up = 1;
  },
};
for (const [what, act] of Object.entries(frames)) {
  test(`G4 “the server is right”: ${what}, and the page comes to show what the server says`, async (scene) => {
    const page = await open(scene);
    scene.expect(NETWORK, /^warning: taut:/);
    if (what != "frames come in another order") await act(page.between);
    await press(page, "#check");
    await press(page, "#other");
    await press(page, "#row-1 .remove");
    if (what == "frames come in another order") await act(page.between);
    await page.live(2);
    await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
    await press(page, "#row-2 .remove");
    await counts(page, "#row-2", 0);
    await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
    const shown = [await page.isChecked("#check"), await page.isChecked("#other"), await ids(page)];
    const said = await page.textContent("#state");
    assert.equal([...shown.slice(0, 2), shown[2].join(",")].join(" "), said);
  });
}

for (const latency of [10, 100]) {
  test(`jitter of ${latency} ms: many events settle as the server says`, async (scene) => {
    const page = await open(scene);
    page.between.flow();
    page.between.latency = latency;
    page.between.jitter = latency;
    await page.evaluate(() => {
      for (let round = 0; round < 15; round++) {
        document.querySelector("#check").click();
        document.querySelector("#other").click();
      }
      for (const row of [1, 2, 3]) document.querySelector(`#row-${row} .last`).click();
    });
    assert.deepEqual(await ids(page), [4, 1, 2, 3]);
    await page.waitForFunction(() => !document.querySelector(".optimistic-pending"));
    assert.deepEqual([await page.isChecked("#check"), await page.isChecked("#other")], [true, true]);
    assert.deepEqual(await ids(page), [4, 1, 2, 3]);
  });
}

test("“a shake in the default stylesheet”", async (scene) => {
  const page = await openStopped(scene, `${server.url}/optimistic?mode=refuse`);
  await press(page, "#check");
  await page.waitForSelector("#check.optimistic-error");
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("#check")).animationName), "taut-shake");
});

test("“(a shake in the default stylesheet, honouring prefers-reduced-motion)”", { needs: "calm" }, async (scene) => {
  const page = await stop(await scene.blank({ reducedMotion: "reduce" }), `${server.url}/optimistic?mode=refuse`);
  await press(page, "#check");
  await page.waitForSelector("#check.optimistic-error");
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("#check")).animationName), "none");
});

test("the texts of rows stay what they were", async (scene) => {
  const page = await open(scene);
  const before = await texts(page, "#rows li");
  await press(page, "#row-2 .down");
  await settle(page);
  assert.deepEqual(await texts(page, "#rows li"), [before[0], before[2], before[1], before[3]]);
});
