// Client state under random users: at rest, the page is what a fresh rendering would be, and every view has heard that.
//
// `TAUT_SCRIPTS` says how many scripts are played, `TAUT_SEED` which is the first.

import { enter } from "./support/clock.mjs";
import { Random } from "./support/random.mjs";
import { press, serveForAll, test } from "./support/scene.mjs";

const NETWORK = /WebSocket connection to .* failed|ERR_/;

const server = await serveForAll("e2e-server");

const SCRIPTS = Number(process.env.TAUT_SCRIPTS ?? 40);
const FIRST = Number(process.env.TAUT_SEED ?? 1);
const AT_ONCE = 10;

const WORDS = ["big", "Big", "BIG", "a", "A", ".no", ".never"];

const pause = (time) => new Promise((done) => setTimeout(done, time));

/** What a user may do; the page answers at once, and the server when it can. */
const actions = {
  choose: async (page, random) => page.enter("#choose", random.pick(WORDS)),
  later: async (page, random) => page.enter("#later", random.pick(WORDS.slice(0, 5))),
  resize: async (page, random) => page.enter("#resize", random.below(20)),
  rate: async (page, random) => page.enter("#rate", random.pick(["0.5", "1.5", "-1", "x"])),
  widen: async (page, random) => page.enter("#widen", random.pick(["30px", "30em", "40em"])),
  speak: async (page, random) => page.enter("#speak", random.pick(["LOUD", "loud", "calm", "Calm"])),
  tell: async (page, random) => page.enter("#tell", random.pick(["abc", "ABC", "x"])),
  pick: (page) => press(page, "#pick"),
  reset: (page) => press(page, "#reset"),
  detail: (page) => press(page, "#detail"),
  wait: (_, random) => pause(random.below(80)),
  cut: async (page) => page.between.cutSockets(),
};

/** Runs in the page: what is not as it should be at rest. */
function wrongs() {
  const get = (id) => document.getElementById(id);
  const { taut } = window;
  const filter = taut.value("filter");
  const said = get("server").textContent;
  const copy = taut.value("copy");
  const rows = [...document.querySelectorAll("li")].flatMap(({ title, textContent }) => [title, textContent]);
  const pairs = {
    line: [document.documentElement.dataset.taut, undefined],
    value: [filter ?? said, said],
    text: [get("text").textContent, said],
    title: [get("title").title, said],
    control: [get("value").value, said],
    inner: [get("inner")?.textContent ?? said, said],
    rows: [rows.join(), Array(4).fill(said).join()],
    bare: [get("bare").textContent, filter ?? ""],
    other: [get("other").textContent, filter ?? ""],
    class: [get("class").matches(".on"), said == "BIG"],
    heard: [get("hears-text").textContent, filter ?? ""],
    option: [get("hears-option").textContent, filter == null ? "None" : `Some("${filter}")`],
    size: [get("size").textContent, get("sizes").textContent],
    number: [typeof (taut.value("size") ?? 0), "number"],
    sizes: [get("hears-number").textContent, String(taut.value("size") ?? 0)],
    ratio: [String(taut.value("ratio") ?? get("ratio").textContent), get("ratio").textContent],
    fits: [+get("ratio").textContent >= 0 && +get("ratio").textContent <= 1, true],
    width: [/^(\d+px)?$/.test(get("width").style.width), true],
    loud: [get("loud").matches(".on"), get("tones").textContent == "loud"],
    copy: [get("copy").textContent, (copy ?? "").toUpperCase()],
  };
  return Object.entries(pairs).flatMap(([name, [found, expected]]) => (found === expected ? [] : [`${name}: ${found} instead of ${expected}`]));
}

const play = async (scene, seed) => {
  const random = new Random(seed);
  const between = await scene.proxy(server.port);
  [between.latency, between.jitter] = random.pick([[0, 0], [5, 0], [20, 20], [60, 0]]);
  const page = await scene.open(`${between.url}/following`);
  page.between = between;
  page.enter = (selector, value) => enter(page, selector, value);
  const log = [];
  for (let steps = 3 + random.below(12); steps--; ) {
    const name = random.pick(Object.keys(actions));
    log.push(name);
    await actions[name](page, random);
  }
  const found = await settled(page);
  if (found.length) throw new Error([...found, log.join(" "), `TAUT_SEED=${seed} TAUT_SCRIPTS=1`].join("\n"));
};

/** Waits until nothing is wrong, and stays so; what is wrong, if that does not come. */
const settled = async (page) => {
  let found;
  let calm = 0;
  for (const end = Date.now() + 8000; calm < 3 && Date.now() < end; await pause(40)) {
    found = await page.evaluate(wrongs);
    calm = found.length ? 0 : calm + 1;
  }
  return found;
};

for (let first = FIRST; first < FIRST + SCRIPTS; first += AT_ONCE) {
  const count = Math.min(AT_ONCE, FIRST + SCRIPTS - first);
  test(`at rest, the page and its views agree with the server: ${count} scripts from ${first} on`, { timeout: 120_000 }, async (scene) => {
    scene.expect(NETWORK);
    for (let seed = first; seed < first + count; seed++) await play(scene, seed);
  });
}
