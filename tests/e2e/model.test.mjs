// Forms and users made by seeds, whose keys and clicks come from the driver, in real time; `models/controls` plays many more of them in
// the page. Nothing that is typed is lost or moves, at no time a control shows what neither the user nor the server says, and at rest
// page and server agree (C1 to C4). Every second page is `#[optimistic]`; in
// every fourth one, the controls are the contents of components.
//
// `TAUT_SCRIPTS` says how many scripts are played, `TAUT_SEED` which is the first.

import { BROWSERS } from "./support/browsers.mjs";
import { mistake, NUMBERS, TEXTS } from "./support/fields.mjs";
import { PATIENCE } from "./support/frames.mjs";
import { Random } from "./support/random.mjs";
import { assert, serveForAll, test } from "./support/scene.mjs";
import { watchUser } from "./support/user.mjs";

const server = await serveForAll("e2e-server");

const SCRIPTS = Number(process.env.TAUT_SCRIPTS ?? 88);
const FIRST = Number(process.env.TAUT_SEED ?? 1);
/** How many scripts a test plays: the first test few, which the core set has too. */
const FEW = 8;
const EACH = 40;

/** What pages are in which rows move in one way or another: at once, out of the page and in again, by ways around what others do. */
const MOVES = [
  () => {},
  () => delete Element.prototype.moveBefore,
  () => document.body.append("x") ?? document.body.lastChild.remove(),
];

/** One user on one page. */
class Script {
  log = [];

  constructor(seed, { page, between }) {
    this.seed = seed;
    this.random = new Random(seed);
    this.isAtOnce = seed % 2 == 0;
    this.isFolded = seed % 4 == 1;
    this.page = page;
    this.between = between;
  }

  async play() {
    const { page } = this;
    this.between.latency = this.between.jitter = 0;
    page.wire.forget();
    const slow = this.random.pick([0, 0, 50, 200]);
    await page.goto(`${this.between.url}/model${this.isAtOnce ? "-at-once" : this.isFolded ? "-folded" : ""}?seed=${this.seed}&slow=${slow}`);
    await page.live();
    assert.notEqual(page.wire.up[0][1], -1, "the client finds the page as the server wrote it");
    await page.evaluate(MOVES[this.seed % MOVES.length]);
    this.between.latency = this.random.pick([0, 20, 80, 150]);
    this.between.jitter = this.random.pick([0, 0, 60]);
    this.pace = this.random.pick([0, 20, 70]);
    this.fields = await page.evaluate(() => window.user.fields());
    const actions = [this.edit, this.edit, this.edit, this.choose, this.choose, this.other, this.submit, this.reset, this.refuse, this.turn];
    for (let count = 4 + this.random.below(5); count--; ) await this.random.pick(actions).call(this);
    await page.evaluate(() => document.activeElement.blur());
    await this.quiet();
    await this.check();
  }

  note(...words) {
    this.log.push(words.join(" "));
  }

  /** Waits until all is answered. */
  quiet() {
    const settled = (patches) => patches.reduce((sum, patch) => sum + patch[1], 0);
    return this.page.wire.until(({ up, patches }) => settled(patches) == up.length - 1);
  }

  field(...kinds) {
    const all = this.fields.filter(({ kind }) => kinds.includes(kind));
    return all.length ? this.random.pick(all) : undefined;
  }

  async key(key) {
    this.note("key", key);
    await this.page.keyboard.press(key, { delay: this.pace });
  }

  /** Types into a field as a person does, and leaves it or not. */
  async edit() {
    const field = this.field(...TEXTS);
    if (!field) return;
    this.note("edit", field.id, field.kind, field.mode, field.heard);
    await this.page.click(`#f${field.id}`);
    if (field.kind == "Number") {
      await this.key("Control+a");
      for (const char of this.random.pick(NUMBERS)) await this.key(char);
    } else {
      const chars = field.kind == "Mask" ? "0123456789" : "aB q z  ";
      for (let count = 1 + this.random.below(8); count--; ) {
        const typed = this.random.below(10);
        if (typed < 7) await this.key(this.random.pick(chars).replace(" ", "Space"));
        else await this.key(this.random.pick(["ArrowLeft", "ArrowRight", "Backspace", "Home", "End"]));
        if (this.random.below(12) == 0) await this.press("#turn");
      }
    }
    const end = this.random.below(4);
    if (end == 0) await this.key("Tab");
    if (end == 1 && !["Area", "Edited"].includes(field.kind)) await this.send(() => this.key("Enter"));
  }

  async press(selector) {
    this.note("press", selector);
    await this.page.evaluate((selector) => document.querySelector(selector).click(), selector);
  }

  /** Ticks, chooses or drags. */
  async choose() {
    const field = this.field("Check", "Radio", "Select", "Many", "Range");
    if (!field) return;
    this.note("choose", field.id, field.kind, field.mode, field.heard);
    const own = `#f${field.id}`;
    const option = this.random.pick(["a", "b", "c"]);
    if (field.kind == "Check") await this.page.click(own);
    if (field.kind == "Radio") await this.page.click(`${own}-${option}`);
    if (field.kind == "Select") await this.page.selectOption(own, option);
    if (field.kind == "Many") await this.page.selectOption(own, this.random.below(2) ? [option] : ["a", "c"]);
    if (field.kind == "Range") {
      await this.page.focus(own);
      for (let steps = this.random.below(5); steps--; ) await this.key(this.random.pick(["ArrowRight", "PageUp"]));
    }
  }

  /** Lets the server change a field by itself. */
  async other() {
    await this.quiet();
    const field = this.random.pick(this.fields);
    this.note("other", field.id);
    const before = await this.page.evaluate((id) => window.user.said(id), field.id);
    await this.page.click(`[data-id="${field.id}"] .other`);
    await this.quiet();
    await this.page.evaluate(([id, before]) => window.user.forgetOther(id, before), [field.id, before]);
  }

  async submit() {
    const form = this.random.below(2);
    this.note("submit", form);
    await this.send(() => this.page.click(`#form-${form} .send`));
  }

  /** Does what may send a form: what was sent is what was shown. */
  async send(act) {
    const count = await this.page.evaluate(() => window.user.sent.length);
    await act();
    await this.quiet();
    await this.page.evaluate((count) => window.user.forgetSent(count), count);
  }

  async reset() {
    await this.quiet();
    const form = this.random.below(2);
    this.note("reset", form);
    await this.page.click(`#form-${form} .reset`);
    await this.quiet();
    await this.page.evaluate((form) => window.user.forgetForm(`form-${form}`, true), form);
  }

  async refuse() {
    this.note("refuse");
    await this.page.click("#refusing");
    await this.quiet();
  }

  async turn() {
    this.note("turn");
    await this.page.click("#turn");
  }

  /** What the page shows is what it should. */
  async check() {
    const { fields, sent, heard, mistakes } = await this.page.evaluate(() => window.user.report());
    assert.deepEqual(mistakes, []);
    assert.deepEqual(heard, sent, "what was sent is what was shown");
    for (const field of fields) {
      const why = mistake(field, this.isAtOnce);
      assert.ok(!why, `${why}: ${JSON.stringify(field)}`);
    }
    assert.equal(this.page.wire.joins.length, 1, "nothing was in doubt");
  }
}

/** A tab behind a proxy of its own. A new one costs more than all that a user does, so one user after the other has it. */
async function openTab(scene, isNoted) {
  const between = await scene.proxy(server.port);
  const page = await scene.blank({ isNoted });
  await watchUser(page);
  return { between, page };
}

for (let [first, last] = [FIRST, FIRST - 1]; first < FIRST + SCRIPTS; first = last + 1) {
  last = Math.min(first + (first == FIRST ? FEW : EACH), FIRST + SCRIPTS) - 1;
  const seeds = [first, last];
  test(`seeds ${first} to ${last}: nothing that is typed is lost, and at rest page and server agree`, { timeout: EACH * PATIENCE }, async (scene) => {
    let [next, last] = seeds;
    const play = async (_, at) => {
      const tab = await openTab(scene, at == 0);
      while (next <= last) {
        const script = new Script(next++, tab);
        try {
          await script.play();
        } catch (error) {
          next = Infinity;
          throw new Error(`seed ${script.seed}: ${error.message}\n${script.log.join("; ")}`, { cause: error });
        }
      }
    };
    // All end before one of them fails the test, which closes their browser.
    const players = Array.from({ length: BROWSERS[scene.browser].users }, play);
    for (const { reason } of await Promise.allSettled(players)) if (reason) throw reason;
  });
}
