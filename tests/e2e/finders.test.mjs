// Results in the cache under random users: at rest, each view shows what its server says, and a click is about what the user saw.
//
// `TAUT_SCRIPTS` says how many scripts are played, `TAUT_SEED` which is the first.

import { Random } from "./support/random.mjs";
import { assert, serveForAll, test } from "./support/scene.mjs";

const NETWORK = /WebSocket connection to .* failed|ERR_/;

const server = await serveForAll("e2e-server");

const SCRIPTS = Number(process.env.TAUT_SCRIPTS ?? 40);
const FIRST = Number(process.env.TAUT_SEED ?? 1);
const AT_ONCE = 10;

const PLACES = ["#plain", "#row-0", "#row-1", "#dialog"];
const QUERIES = ["tea", "milk", "", "t"];

const pause = (time) => new Promise((done) => setTimeout(done, time));

/** Runs in the page before all else: what a user may do in a view, at once. */
function hands() {
  const first = (place, selector) => document.querySelector(`${place} ${selector}`);
  /** By view, the texts of the rows that were picked. */
  const seen = {};
  window.hands = {
    seen,
    press: (place, selector) => first(place, selector)?.click(),
    enter(place, [selector, text]) {
      const control = first(place, selector);
      if (!control) return;
      control.focus();
      control.select();
      document.execCommand(text ? "insertText" : "delete", false, text);
    },
    /** Acts in a row, if there is one. */
    row(place, [selector, at]) {
      const rows = document.querySelectorAll(`${place} li`);
      const row = rows[at % rows.length];
      if (!row) return;
      if (selector == ".pick") (seen[place] ??= []).push(row.querySelector("b").textContent);
      row.querySelector(selector).click();
    },
  };
}

const actions = {
  query: (random) => ["enter", [".query", random.pick(QUERIES)]],
  word: (random) => ["press", random.pick([".word-tea", ".word-milk", ".word-"])],
  number: (random) => ["enter", [".number", String(random.below(3))]],
  turn: (random) => ["press", random.pick([".next", ".back"])],
  mark: (random) => ["row", [".mark", random.below(5)]],
  pick: (random) => ["row", [".pick", random.below(5)]],
  other: (random) => ["press", random.pick([".rename", ".toggle", ".bump", ".refuse"])],
};

/** Runs in the page: what is not as it should be at rest. */
function wrongs(places) {
  const { seen } = window.hands;
  return places.flatMap((place) => {
    const root = document.querySelector(place);
    const text = (selector) => root.querySelector(selector).textContent;
    const rows = [...root.querySelectorAll("li")].map((row) => row.querySelector("b").textContent + (row.matches(".marked") ? "*" : ""));
    const shown = `${root.querySelector(".query") ? rows.join(",") : "closed"};${text(".shown")};${text("output")}`;
    const wrong = shown == text(".state") ? [] : [`${place} shows ${shown} instead of ${text(".state")}`];
    // Each click is heard once and in order, or not at all, if what it was about is gone.
    const left = [...(seen[place] ?? [])];
    for (const picked of text(".picked").split(",").filter(Boolean)) {
      const at = left.indexOf(picked);
      if (at < 0) wrong.push(`${place} has heard ${picked} of ${seen[place]}`);
      else left.splice(0, at + 1);
    }
    return wrong;
  });
}

async function play(scene, seed) {
  const random = new Random(seed);
  const between = await scene.proxy(server.port);
  const page = await scene.blank({ isNoted: seed == FIRST });
  await page.addInitScript(hands);
  await page.goto(`${between.url}/finders`);
  await page.live();
  [between.latency, between.jitter] = random.pick([[0, 0], [20, 0], [80, 60]]);
  // Most of the time, a user is in one place.
  const place = random.pick(PLACES);
  const log = [];
  for (let steps = 4 + random.below(14); steps--; ) {
    const what = random.below(12);
    if (what == 0) {
      log.push("wait");
      await pause(random.below(200));
    } else if (what == 1) {
      log.push("cut");
      between.cutSockets();
    } else {
      const at = random.below(4) ? place : random.pick(PLACES);
      const [how, about] = actions[random.pick(Object.keys(actions))](random);
      log.push(`${how} ${at} ${about}`);
      await page.evaluate(([how, at, about]) => window.hands[how](at, about), [how, at, about]);
    }
  }
  // A hit is reported with the next event.
  await page.evaluate((places) => places.forEach((place) => window.hands.press(place, ".bump")), PLACES);
  let found;
  let calm = 0;
  for (const end = Date.now() + 8000; calm < 3 && Date.now() < end; await pause(40)) {
    found = await page.evaluate(wrongs, PLACES);
    calm = found.length ? 0 : calm + 1;
  }
  assert.deepEqual(found, [], `${log.join("; ")}\nTAUT_SEED=${seed} TAUT_SCRIPTS=1`);
  await page.close();
}

for (let first = FIRST; first < FIRST + SCRIPTS; first += AT_ONCE) {
  const last = Math.min(first + AT_ONCE, FIRST + SCRIPTS) - 1;
  test(`seeds ${first} to ${last}: what results in the cache show is what the server says, and clicks are about what is seen`, { timeout: 120_000 }, async (scene) => {
    scene.expect(NETWORK);
    for (let seed = first; seed <= last; seed++) await play(scene, seed);
  });
}
