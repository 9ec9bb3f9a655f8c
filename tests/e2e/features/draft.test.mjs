// `#[draft]`, rule by rule of CONFORMANCE.md.

import { stop } from "../support/clock.mjs";
import { assert, counts, press, serveForAll, shows, test, texts } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

const address = (query = "") => `${server.url}/draft?${query}`;

/** A page whose time stands still; `page.again()` opens it in another tab of the same browser. */
const open = async (scene, query = "") => {
  const page = await stop(await scene.blank(), address(query));
  page.again = async (other = query) => stop(await scene.pageIn(page.context()), address(other));
  return page;
};

/** The record of a page. */
const record = (page) =>
  page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("taut:"));
    return key && JSON.parse(localStorage.getItem(key));
  });

/** Rewrites the record, once the page has nothing more to write itself: to leave a control may be a change. */
const rewrite = async (page, change, argument) => {
  await page.locator("#text").blur();
  await page.pass(500);
  await page.evaluate(change, argument);
};

const restore = async (page) => {
  await page.waitForSelector("#draft-restore");
  await press(page, "#draft-restore");
};

test("“saved to localStorage after 500 ms of quiet”", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(400);
  await page.fill("#text", "typed more");
  await page.pass(499);
  assert.equal(await record(page), undefined);
  await page.pass(1);
  assert.deepEqual((await record(page)).fields.text, ["typed more"]);
});

test("“and on page hide”", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.goto(`${server.url}/dot.svg`);
  const other = await page.again();
  await restore(other);
  assert.equal(await other.inputValue("#text"), "typed");
});

test("fields are named as they like, also as what all objects have", async (scene) => {
  const page = await open(scene);
  const members = [".member[name=constructor]", ".member[name=toString]", ".member[name=__proto__]"];
  for (const member of members) await page.fill(member, `typed in ${member}`);
  await page.fill("#text", "typed");
  await page.pass(1000);
  const other = await page.again();
  await restore(other);
  for (const member of members) assert.equal(await other.inputValue(member), `typed in ${member}`);
  assert.equal(await other.inputValue("#text"), "typed");
});

test("“opt-in by field”: what is not named is not kept", async (scene) => {
  const page = await open(scene);
  await page.fill("#other", "typed");
  await page.pass(1000);
  assert.equal(await record(page), undefined);
  await page.fill("#text", "typed");
  await page.pass(1000);
  assert.equal((await record(page)).fields.other, undefined);
});

for (const [selector, field] of Object.entries({ "#phrase": "phrase", "#token": "token", "#card": "card", "#code": "code", "#file": "file" })) {
  test(`“never passwords, payment or one-time-code fields, hidden fields or files”: ${field}`, async (scene) => {
    const page = await open(scene);
    await page.evaluate((selector) => {
      const control = document.querySelector(selector);
      if (control.type != "file") control.value = "secret";
      control.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, selector);
    await page.fill("#text", "typed");
    await page.pass(1000);
    assert.equal((await record(page)).fields[field], undefined);
    assert.ok(!JSON.stringify(await record(page)).includes("secret"));
  });
}

/** How each kind of control is changed, and what it shows then. */
const kinds = {
  text: [(page) => page.fill("#text", "typed “text”"), (page) => page.inputValue("#text"), "typed “text”"],
  textarea: [(page) => page.fill("#area", "two\nlines"), (page) => page.inputValue("#area"), "two\nlines"],
  checkbox: [(page) => page.check("#check"), (page) => page.isChecked("#check"), true],
  "radio group": [(page) => page.check("#blue"), (page) => page.isChecked("#blue"), true],
  select: [(page) => page.selectOption("#size", "large"), (page) => page.inputValue("#size"), "large"],
  "multiple select": [
    (page) => page.selectOption("#sizes", ["1", "3"]),
    (page) => page.evaluate(() => [...document.querySelector("#sizes").selectedOptions].map(({ value }) => value)),
    ["1", "3"],
  ],
  date: [(page) => page.fill("#date", "2030-12-24"), (page) => page.inputValue("#date"), "2030-12-24"],
  contenteditable: [(page) => page.fill("#body", "written"), (page) => page.innerText("#body"), "written"],
};
for (const [kind, [act, shown, expected]] of Object.entries(kinds)) {
  test(`“text, textarea, checkbox, radio groups, selects, dates, contenteditable”: ${kind}`, async (scene) => {
    const page = await open(scene);
    await act(page);
    await page.pass(500);
    assert.ok(await record(page));
    const other = await page.again();
    assert.notDeepEqual(await shown(other), expected);
    await restore(other);
    assert.deepEqual(await shown(other), expected);
  });
}

test("“on mount, if the draft … differs, the user is asked”, accessibly", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  const other = await page.again();
  await other.waitForSelector("[role=alertdialog]");
  assert.match(await other.textContent("[role=alertdialog]"), /^Restore the draft of .+\?/);
  const buttons = await texts(other, "[role=alertdialog] button");
  for (const name of [/restore|keep/i, /discard/i]) assert.ok(buttons.some((text) => name.test(text)), String(name));
  assert.equal(await other.inputValue("#text"), "", "nothing is restored before the user says so");
});

const ages = { "\\d+ seconds": 30_000, "3 minutes": 3.5 * 60_000, "2 hours": 2.5 * 3_600_000, "3 days": 3.5 * 86_400_000 };
for (const [age, milliseconds] of Object.entries(ages)) {
  test(`“Restore the draft of 3 minutes ago?”: ${milliseconds / 1000} s`, async (scene) => {
    const page = await open(scene);
    await page.fill("#text", "typed");
    await rewrite(page, (milliseconds) => {
      const [key] = Object.keys(localStorage);
      const draft = JSON.parse(localStorage.getItem(key));
      localStorage.setItem(key, JSON.stringify({ ...draft, at: Date.now() - milliseconds - 60_000 }));
    }, milliseconds);
    // The other tab's time begins a minute earlier.
    const other = await page.again();
    await other.waitForSelector("#draft-restore");
    assert.match(await other.textContent(".taut-draft"), new RegExp(age));
  });
}

test("“keep”: the server hears of restored values as events", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.fill("#area", "more");
  await page.check("#check");
  await page.pass(500);
  const other = await page.again();
  await restore(other);
  await shows(other, "#said", "typed|more|0| check true");
  await counts(other, ".taut-draft", 0);
});

test("“discard”: the draft is forgotten", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  const other = await page.again();
  await other.waitForSelector("#draft-discard");
  await press(other, "#draft-discard");
  await counts(other, ".taut-draft", 0);
  assert.equal(await record(other), undefined);
  const third = await page.again();
  await counts(third, ".taut-draft", 0);
});

test("a draft that does not differ is not offered", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.fill("#text", "");
  await page.pass(500);
  const other = await page.again();
  await counts(other, ".taut-draft", 0);
});

test("“newer than the server's value”: a draft of another base is not offered", async (scene) => {
  const page = await open(scene, "text=old");
  await page.fill("#text", "typed");
  await page.pass(500);
  const other = await page.again("text=new");
  await counts(other, ".taut-draft", 0);
  assert.equal(await other.inputValue("#text"), "new");
});

const scopes = { key: ["run=1", "run=2"], "user scope": ["user=ada", "user=bob"] };
for (const [what, [one, two]] of Object.entries(scopes)) {
  test(`“one record per view + key + user scope”: another ${what} has another`, async (scene) => {
    const page = await open(scene, one);
    await page.fill("#text", "typed");
    await page.pass(500);
    const other = await page.again(two);
    await counts(other, ".taut-draft", 0);
    const same = await page.again(one);
    await same.waitForSelector(".taut-draft");
  });
}

test("“cleared by a successful submit”", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  await press(page, "#send");
  await shows(page, "#said", "typed||1|");
  await page.pass(5000);
  assert.equal(await record(page), undefined);
});

test("“(not by a failed one)”", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "bad");
  await page.pass(500);
  await press(page, "#send");
  await page.wire.until(({ patches }) => patches.some((patch) => patch.at(-1)?.error));
  assert.deepEqual((await record(page)).fields.text, ["bad"]);
});

test("“cleared by a successful submit”: not by one of another form", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  await press(page, "#find");
  await shows(page, "#said", "typed||1|");
  assert.deepEqual((await record(page)).fields.text, ["typed"]);
});

test("“cleared … by the server, by logout”", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  await press(page, "#logout");
  await page.waitForFunction(() => !Object.keys(localStorage).length);
});

test("`taut.clearDraft()` from a script", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  await page.evaluate(() => window.taut.clearDraft());
  assert.equal(await record(page), undefined);
});

test("what was typed after a draft was cleared is a new one", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  await press(page, "#send");
  await shows(page, "#said", "typed||1|");
  await page.fill("#text", "more");
  await page.pass(500);
  assert.deepEqual((await record(page)).fields.text, ["more"]);
});

test("“a second tab notices”: what the first clears is not asked any more", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  const other = await page.again();
  await other.waitForSelector(".taut-draft");
  await page.evaluate(() => window.taut.clearDraft());
  await counts(other, ".taut-draft", 0);
});

test("“a second tab notices”: what the first keeps is offered", async (scene) => {
  const page = await open(scene);
  const other = await page.again();
  await page.fill("#text", "typed");
  await page.pass(500);
  await restore(other);
  assert.equal(await other.inputValue("#text"), "typed");
});

test("“ttl = 7days”: a draft that is too old is none", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await rewrite(page, () => {
    const [key] = Object.keys(localStorage);
    const draft = JSON.parse(localStorage.getItem(key));
    localStorage.setItem(key, JSON.stringify({ ...draft, at: draft.at - 8 * 86_400_000 }));
  });
  const other = await page.again();
  await counts(other, ".taut-draft", 0);
});

const damages = {
  "is no JSON": "{",
  "is nothing": "null",
  "is a number": "7",
  "has no fields": '{"at":1893456000000}',
  "has wrong fields": '{"at":1893456000000,"fields":{"text":7}}',
  "has fields of another kind": '{"at":1893456000000,"fields":[]}',
  "has no time": '{"fields":{"text":["x"]}}',
};
for (const [what, text] of Object.entries(damages)) {
  test(`“storage … corrupt: the page works, silently without drafts”: a record that ${what}`, async (scene) => {
    const page = await open(scene);
    await page.fill("#text", "typed");
    await rewrite(page, (text) => localStorage.setItem(Object.keys(localStorage)[0], text), text);
    const other = await page.again();
    await counts(other, ".taut-draft", 0);
    await other.fill("#text", "works");
    await shows(other, "#said", "works||0|");
  });
}

const breaks = {
  missing: () => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } }),
  full: () => (Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }),
};
for (const [what, script] of Object.entries(breaks)) {
  test(`“storage ${what}: the page works, silently without drafts”`, async (scene) => {
    const blank = await scene.blank();
    await blank.addInitScript(script);
    const page = await stop(blank, address());
    await page.fill("#text", "typed");
    await page.pass(1000);
    await shows(page, "#said", "typed||0|");
    await press(page, "#send");
    await shows(page, "#said", "typed||1|");
  });
}

test("“optional server side: save_draft / load_draft on the view”: another browser is offered it", async (scene) => {
  const user = `user=kept-${process.pid}`;
  const page = await open(scene, user);
  await page.fill("#text", "typed");
  await page.wire.until(({ patches }) => patches.length == 1);
  await page.pass(500);
  await page.wire.until(({ patches }) => patches.length == 2);
  const other = await open(scene, user);
  await restore(other);
  assert.equal(await other.inputValue("#text"), "typed");
});

/** A page of a server of its own, which loses its sessions when it is killed and starts again. */
const openAlone = async (scene, query = "") => {
  const own = await scene.serve("e2e-server");
  scene.expect(NETWORK);
  const page = await stop(await scene.blank(), `${own.url}/draft?${query}`);
  page.lose = async () => {
    const { length } = page.wire.joins;
    // A server that is told to stop says when to come back, which may be later.
    await own.kill();
    await page.waitForSelector("html[data-taut=offline]");
    await own.start();
    await page.pass(400);
    await page.live(length + 1);
    await page.waitForSelector("html:not([data-taut])");
  };
  page.openDetail = async () => {
    await press(page, "#more");
    await page.waitForSelector("#detail");
  };
  return page;
};

test("a session that is lost keeps its draft, and offers nothing that is there", async (scene) => {
  const page = await openAlone(scene);
  await page.fill("#body", "written");
  await page.fill("#date", "2030-12-24");
  await page.selectOption("#sizes", ["1", "3"]);
  await page.pass(500);
  await page.lose();
  assert.deepEqual((await record(page)).fields.body, ["written"]);
  assert.equal(await page.innerText("#body"), "written");
  assert.equal(await page.inputValue("#date"), "2030-12-24");
  await counts(page, ".taut-draft", 0);
});

test("what was typed stays when the session is lost, and the new one hears of it", async (scene) => {
  const page = await openAlone(scene);
  for (const field of ["#text", "#area"]) await page.fill(field, "typed");
  await page.fill("#body", "written");
  await page.pass(500);
  await page.lose();
  await page.fill("#body", "written since");
  for (const field of ["#text", "#area"]) assert.equal(await page.inputValue(field), "typed");
  await shows(page, "#said", "typed|typed|0|");
  assert.equal(await page.innerText("#body"), "written since");
  await counts(page, ".taut-draft", 0);
});

for (const wait of [0, 500]) {
  test(`a session that is lost with a control offers what was typed into it ${wait} ms before, without a reload`, async (scene) => {
    const page = await openAlone(scene);
    await page.openDetail();
    await page.fill("#detail", "typed");
    await page.pass(wait);
    await page.lose();
    await counts(page, "#detail", 0);
    await counts(page, ".taut-draft", 1);
    assert.deepEqual((await record(page)).fields.detail, ["typed"]);
    await page.openDetail();
    await restore(page);
    await shows(page, "#shown", "typed");
    assert.equal(await page.inputValue("#detail"), "typed");
    await counts(page, ".taut-draft", 0);
  });
}

test("what is wanted back before its control is there comes with it, and stays in the draft until then", async (scene) => {
  const page = await openAlone(scene);
  await page.openDetail();
  await page.fill("#detail", "typed");
  await page.lose();
  await restore(page);
  await counts(page, ".taut-draft", 0);
  await page.fill("#text", "more");
  await page.pass(1000);
  assert.deepEqual((await record(page)).fields.detail, ["typed"]);
  await page.openDetail();
  await shows(page, "#shown", "typed");
  assert.equal(await page.inputValue("#detail"), "typed");
});

test("a draft that was discarded after its session was lost is not offered again", async (scene) => {
  const page = await openAlone(scene);
  await page.openDetail();
  await page.fill("#detail", "typed");
  await page.pass(500);
  await page.lose();
  await page.waitForSelector("#draft-discard");
  await press(page, "#draft-discard");
  assert.equal(await record(page), undefined);
  await page.lose();
  await counts(page, ".taut-draft", 0);
  await page.openDetail();
  await page.pass(1000);
  assert.equal(await page.inputValue("#detail"), "");
});

test("a draft that was taken is not offered again, but what is typed into it and lost is", async (scene) => {
  const page = await openAlone(scene);
  await page.fill("#body", "typed");
  await page.pass(500);
  await page.reload();
  await page.waitForFunction(() => window.isOnline);
  await restore(page);
  await counts(page, ".taut-draft", 0);
  await page.pass(1000);
  await page.lose();
  await counts(page, ".taut-draft", 0);
  assert.equal(await page.innerText("#body"), "typed");
  await page.openDetail();
  await page.fill("#detail", "more");
  await page.lose();
  await counts(page, ".taut-draft", 1);
});

test("a question that is open when a session is lost stays, once, with all that it was about", async (scene) => {
  const page = await openAlone(scene);
  await page.openDetail();
  await page.fill("#detail", "typed");
  for (let times = 0; times < 3; times++) {
    await page.lose();
    await counts(page, ".taut-draft", 1);
  }
  await page.openDetail();
  await restore(page);
  assert.equal(await page.inputValue("#detail"), "typed");
});

test("what was sent before a session is lost is not offered", async (scene) => {
  const page = await openAlone(scene);
  await page.openDetail();
  await page.fill("#text", "typed");
  await page.fill("#detail", "typed");
  await page.pass(500);
  await press(page, "#send");
  await shows(page, "#said", "typed||1|");
  await page.lose();
  await counts(page, "#detail", 0);
  await counts(page, ".taut-draft", 0);
  assert.equal(await record(page), undefined);
});

test("what is kept while a question is open does not take the place of what it offers", async (scene) => {
  const page = await open(scene);
  await page.fill("#text", "typed");
  await page.pass(500);
  const other = await page.again();
  await other.waitForSelector(".taut-draft");
  await other.fill("#area", "more");
  await other.pass(1000);
  const third = await page.again();
  await restore(third);
  assert.equal(await third.inputValue("#text"), "typed");
  assert.equal(await third.inputValue("#area"), "more");
});
