// Plays the scripts of a model: each is a random user on a page of its own, in which time and network are those of the script. So
// thousands are played, and each happens in the same way whenever it is.
//
// `TAUT_SCRIPTS` says how many are played, and `TAUT_SEED` which is the first.

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { assert, serveForAll } from "../support/scene.mjs";

const client = fileURLToPath(new URL("../../../crates/taut-client/", import.meta.url));
const { buildSync } = createRequire(client)("esbuild");

const FIRST = Number(process.env.TAUT_SEED ?? 1);
/** How many scripts a test plays. */
const EACH = 100;

/** How long a test may take, in ms. */
export const timeout = 1_800_000;

/** A model as a script that runs in a page. */
const built = (name) =>
  buildSync({
    entryPoints: [fileURLToPath(new URL(`${name}.mjs`, import.meta.url))],
    nodePaths: [`${client}node_modules`],
    bundle: true,
    // What only Node would load.
    external: ["util"],
    write: false,
    format: "iife",
    define: { global: "globalThis" },
  }).outputFiles[0].text;

const server = await serveForAll("e2e-server");

/**
 * The first and the last script of each test, of so many scripts as a model plays unless `TAUT_SCRIPTS` says otherwise. Further on, some
 * seeds have found a fault.
 */
export function chunks(count, found = []) {
  const end = FIRST + Number(process.env.TAUT_SCRIPTS ?? count) - 1;
  const starts = Array.from({ length: Math.ceil((end - FIRST + 1) / EACH) }, (_, at) => FIRST + at * EACH);
  const further = process.env.TAUT_SCRIPTS ? [] : found.map((seed) => [seed, seed]);
  return [...starts.map((first) => [first, Math.min(first + EACH - 1, end)]), ...further];
}

/** A test that plays scripts of a model on its pages; an address has the seed in the place of `SEED`. */
export const play = (name, paths, [first, last]) => async (scene) => {
  // It costs more than all else to note what each page runs.
  const page = await scene.blank({ isNoted: false });
  page.setDefaultTimeout(timeout);
  await page.addInitScript({ content: built(name) });
  for (let seed = first; seed <= last; seed++) {
    const url = server.url + paths[seed % paths.length].replace("SEED", seed);
    try {
      await playOne(page, url, seed, scene.problems);
    } catch (error) {
      throw new Error(`TAUT_SEED=${seed} TAUT_SCRIPTS=1: ${error.message}`, { cause: error });
    }
  }
};

/** Plays a script, which may load its page again: then it goes on there with what it remembers. */
async function playOne(page, url, seed, problems) {
  await page.goto(url);
  for (let [memory, all] = [undefined, []]; ; ) {
    const { wrongs, log, next } = await page.evaluate(([seed, memory]) => window.play(seed, memory), [seed, memory]);
    all.push(...log, "---");
    assert.deepEqual([...wrongs, ...problems], [], all.join("\n"));
    if (!next) return;
    memory = next;
    await page.reload();
  }
}
