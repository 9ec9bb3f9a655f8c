// A session is lost, by a restart or because it has ended: what the user has typed stays, in rows too, and the next session hears of it.
//
// `TAUT_SCRIPTS` says how many users lose theirs, `TAUT_SEED` which is the first.

import { BROWSERS } from "./support/browsers.mjs";
import { Random } from "./support/random.mjs";
import { assert, serveForAll, test } from "./support/scene.mjs";

const NETWORK = /WebSocket connection to .* failed|ERR_/;

const server = await serveForAll("e2e-server");

const SCRIPTS = Number(process.env.TAUT_SCRIPTS ?? 24);
const FIRST = Number(process.env.TAUT_SEED ?? 1);

/** Runs in the page: all controls by a name that is the same in another session, and what they show. */
function look() {
  const nameOf = (element) => {
    const home = element.closest("[id]");
    return "#" + home.id + (home == element ? "" : " " + (element.className ? "." + element.className : element.localName));
  };
  const stateOf = (element) => {
    if (element.localName == "details") return element.open;
    if (element.isContentEditable) return element.textContent;
    return element.type == "checkbox" ? element.checked : element.value;
  };
  const all = [...document.querySelectorAll("input,textarea,select,details,[contenteditable]")];
  const active = document.activeElement;
  const focus = active == document.body ? null : [nameOf(active), active.selectionStart ?? null, active.selectionEnd ?? null];
  return {
    states: Object.fromEntries(all.map((element) => [nameOf(element), stateOf(element)])),
    focus,
    order: [...document.querySelectorAll("ul li, li input[class^=step], dl dt")].map((row) => row.id || row.className || row.textContent).join(" "),
    labels: [...document.querySelectorAll("b")].map((label) => label.textContent).join(" "),
  };
}

/** Runs in the page: whether the session has heard something. */
function isHeard(what) {
  return document.querySelector("#heard").textContent.split("\n").includes(what);
}

/** What the next session is to have heard of a control that the user has left like that. */
const told = (name, state) =>
  ({ "#name": `name ${state}`, "#agreed": `agreed ${state}`, "#size": `size ${state}`, "#open": `open ${state}`, "#text": `text ${state}` })[name] ??
  name.replace(/#task-(.+) \.(told|done)$/, (_, key, kind) => `${kind == "told" ? "note" : "done"} ${key} ${state}`);

const isTold = (name) => /^#(name|agreed|size|open|text)$|\.(told|done)$/.test(name);

/** One user on one page. */
class Script {
  log = [];

  constructor(seed) {
    this.random = new Random(seed);
    this.seed = seed;
  }

  async play(scene) {
    const between = await scene.proxy(server.port);
    this.page = await scene.blank({ isNoted: this.seed % 12 == 0 });
    // A server may give up a connection that a browser has opened ahead in the very moment in which that uses it.
    const open = () => this.page.goto(`${between.url}/lost`);
    await open().catch(open);
    await this.page.live();
    const fresh = await this.page.evaluate(look);
    for (let count = 4 + this.random.below(9); count--; ) await this.act();
    await this.answered();
    const before = await this.page.evaluate(look);
    await this.page.context().clearCookies({ name: "taut" });
    between.cut();
    await this.page.live(2);
    assert.equal(this.page.wire.joins.at(-1)[0], -3, "the session is another one");
    await this.answered();
    await this.compare(fresh, before, await this.page.evaluate(look));
  }

  /** Waits until the server has answered all that was sent since the page was joined. */
  async answered() {
    await this.page.waitForFunction(() => !document.documentElement.dataset.taut);
    await this.page.wire.until(({ all }) => {
      const since = all.slice(all.findLastIndex(({ direction, frame }) => direction == "down" && [-1, -3].includes(frame[0])) + 1);
      const settled = since.reduce((sum, { direction, frame }) => (direction == "down" ? sum + (frame[1] ?? 0) : sum), 0);
      return since.filter(({ direction }) => direction == "up").length == settled;
    });
  }

  async act() {
    const names = Object.keys((await this.page.evaluate(look)).states);
    const name = this.random.pick(names);
    const what = this.random.pick(["change", "change", "change", "#turn", "#add", "#remove", "#rename"]);
    this.log.push(what == "change" ? name : what);
    if (what != "change") return this.page.click(what);
    const kind = await this.page.evaluate((name) => document.querySelector(name).type ?? document.querySelector(name).localName, name);
    if (kind == "details") return this.page.click(`${name} summary`);
    if (kind.startsWith("select")) return this.page.selectOption(name, this.random.pick(["S", "L"]));
    await this.page.click(name);
    if (kind == "checkbox") return;
    await this.page.keyboard.type(this.random.pick(["x", "word", "two words"]));
    if (this.random.below(2)) await this.page.keyboard.press("Home");
  }

  async compare(fresh, before, after) {
    const because = (what) => `seed ${this.seed}: ${what} after ${this.log.join(", ")}`;
    assert.equal(after.order, fresh.order, because("the rows are those of the next session"));
    assert.equal(after.labels, fresh.labels, because("so are their texts"));
    const wanted = Object.fromEntries(Object.entries(fresh.states).map(([name, state]) => [name, before.states[name] ?? state]));
    assert.deepEqual(after.states, wanted, because("what was typed stays"));
    const isThere = before.focus && before.focus[0] in fresh.states;
    if (isThere) assert.deepEqual(after.focus, before.focus, because("focus and caret stay"));
    for (const [name, state] of Object.entries(wanted)) {
      if (isTold(name) && state !== fresh.states[name]) await this.page.waitForFunction(isHeard, told(name, state));
    }
  }
}

test(`${SCRIPTS} users lose their sessions, and nothing that they have typed`, { timeout: 300_000 }, async (scene) => {
  scene.expect(NETWORK);
  const seeds = Array.from({ length: SCRIPTS }, (_, at) => FIRST + at);
  const atOnce = BROWSERS[scene.browser].users;
  while (seeds.length) await Promise.all(seeds.splice(0, atOnce).map((seed) => new Script(seed).play(scene)));
});

test("a server that was killed costs nothing that was typed, in rows too", async (scene) => {
  scene.expect(NETWORK);
  const own = await scene.serve("e2e-server");
  const page = await scene.open(`${own.url}/lost`);
  await page.fill("#name", "Ada");
  await page.click("#task-c details summary");
  await page.fill("#task-b .told", "word");
  await page.fill("#task-c .silent", "text");
  await page.focus("#task-b .told");
  await page.evaluate(() => document.activeElement.setSelectionRange(1, 3));
  await page.wire.until(({ patches }) => patches.length == 2);
  const before = await page.evaluate(look);
  await own.restart();
  await page.live(2);
  await page.waitForFunction(isHeard, "name Ada");
  await page.waitForFunction(isHeard, "note b word");
  const after = await page.evaluate(look);
  assert.deepEqual([after.states, after.focus], [before.states, before.focus]);
});

test("the page and what is in it stay scrolled when the session is lost", async (scene) => {
  scene.expect(NETWORK);
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/survive`);
  const scrolled = () => page.evaluate(() => [scrollY, document.querySelector("#scroll").scrollTop]);
  await page.evaluate(() => {
    document.documentElement.style.paddingBottom = "3000px";
    scrollTo(0, 200);
    document.querySelector("#scroll").scrollTop = 123;
  });
  assert.deepEqual(await scrolled(), [200, 123]);
  await page.context().clearCookies({ name: "taut" });
  between.cut();
  await page.live(2);
  assert.equal(page.wire.joins.at(-1)[0], -3, "the session is another one");
  await page.waitForFunction(() => !document.documentElement.dataset.taut);
  assert.deepEqual(await scrolled(), [200, 123]);
});

test("a deploy of other templates, for which the page is loaded again, costs nothing that was typed into fields", async (scene) => {
  scene.expect(NETWORK);
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/lost`);
  await page.fill("#name", "Ada");
  await page.fill("#silent", "nobody hears this");
  await page.click("#agreed");
  await page.selectOption("#size", "L");
  await page.fill("#task-b .told", "word");
  await page.fill("#task-c .silent", "text");
  await page.click("#task-d .done");
  const { states: before } = await page.evaluate(look);
  await page.evaluate(() => (window.isOld = true));
  // What the next process says to a page of the one before.
  between.inject(`[-1,"${"0".repeat(32)}",0,0,0,[],"/_taut/templates.other.json"]`);
  await page.waitForFunction(() => !window.isOld);
  await page.live(2);
  for (const what of ["name Ada", "agreed true", "size L", "note b word", "done d true"]) await page.waitForFunction(isHeard, what);
  assert.deepEqual((await page.evaluate(look)).states, before);
});
