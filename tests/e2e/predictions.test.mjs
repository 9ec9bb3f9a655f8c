// The browser's predictions are what Rust does: random handlers and values, in both. `TAUT_SEED=1 TAUT_CASES=1000000` runs others.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { attempt, evaluator, parse, run, shown } from "../../crates/taut-client/dist/predict.js";
import { binary } from "./support/server.mjs";

const seed = process.env.TAUT_SEED ?? `${Date.now() % 1e9}`;
const count = process.env.TAUT_CASES ?? "100000";

const EVENT = 11;
const FORMULA = 14;

/** The handlers of a view, and the indices of the fields that it shows. */
const subject = ([template, , ...handlers]) => {
  const holes = template.filter(Array.isArray).slice(1);
  const fields = new Map(holes.filter(([kind]) => kind == FORMULA).map(([, , hole, [, , field]]) => [hole, field]));
  assert.equal(holes.filter(([kind]) => kind == EVENT).length, handlers.length);
  return { fields, handlers: new Map(handlers.map((handler) => [handler.name, handler.predict])) };
};

/** Runs what is predicted of a handler; gives the texts of the fields after it, nothing if it is not predicted. */
const predict = ({ fields, handlers }, name, before, given) => {
  const [kinds, [parameter], body] = handlers.get(name);
  const values = [];
  for (const [at, field] of fields) values[field] = parse(kinds[field], before[at]);
  const get = (_, field) => values[field];
  const set = (_, field, value) => (values[field] = value);
  const forget = (field) => (values[field] = undefined);
  const evaluate = evaluator(get, set, forget, undefined, [attempt(() => parse(parameter, given))]);
  if (!run(evaluate, body)) return;
  return before.map((text, at) => (fields.has(at) ? values[fields.get(at)] && shown(values[fields.get(at)]) : text));
};

test(`predictions are what Rust does (seed ${seed}, ${count} cases)`, () => {
  const output = execFileSync(binary("predictions"), [seed, count], { encoding: "utf8", maxBuffer: 1 << 30 });
  const subjects = new Map();
  const right = new Map();
  for (const line of output.trim().split("\n")) {
    const [view, name, before, given, result, after] = JSON.parse(line);
    if (!before) {
      subjects.set(view, subject(name));
      continue;
    }
    const what = `${view}::${name}(${JSON.stringify(given)}) of ${JSON.stringify(before)}, which ${result}`;
    const predicted = predict(subjects.get(view), name, before, given);
    const isKnown = predicted?.every((text) => text !== undefined);
    const counts = right.get(`${view}::${name}`) ?? { right: 0, unknown: 0, ok: 0 };
    right.set(`${view}::${name}`, counts);
    if (result != "ok") {
      assert.ok(!isKnown, `${what}: nothing may be predicted`);
      continue;
    }
    counts.ok++;
    if (!isKnown) counts.unknown++;
    else counts.right++;
    predicted?.forEach((text, at) => text === undefined || assert.equal(text, after[at], what));
  }
  const never = [...right].filter(([, { right, ok }]) => ok && !right).map(([name]) => name);
  assert.deepEqual(never, [], "each handler is predicted for some values");
  const [unknown, ok] = ["unknown", "ok"].map((what) => [...right.values()].reduce((sum, counts) => sum + counts[what], 0));
  console.log(`${ok} calls have succeeded, ${unknown} of them were not predicted`);
  console.log([...right].filter(([, { unknown }]) => unknown).map(([name, { unknown, ok }]) => `${name} ${unknown}/${ok}`).join(", "));
});
