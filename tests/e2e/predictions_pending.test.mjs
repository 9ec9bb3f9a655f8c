// Whatever happens in whatever order, the page shows what the server says, changed by each pending event in turn: random interleavings
// of the built add-on, with a page of two values. `TAUT_SEED=1 TAUT_STEPS=1000000` runs others.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import makeFeature from "../../crates/taut-client/dist/predict.js";
import { Random } from "./support/random.mjs";

const seed = Number(process.env.TAUT_SEED ?? Date.now() % 1e9);
const count = Number(process.env.TAUT_STEPS ?? 100_000);

/** The short names that members have in the built client. */
const names = JSON.parse(readFileSync(new URL("../../crates/taut-client/node_modules/.taut-names.json", import.meta.url)));
const short = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) => [names[name] ?? name, value]));

const [TEXT, EVENT, FORMULA] = [0, 11, 14];
const field = (index) => ["get", 0, index];
const int = (number) => ["int", `${number}`];

/** What handlers do, for the browser and here: it gives the count and the sum, or nothing if it refuses or panics. */
const handlers = [
  [["set", 0, 0, ["+", field(0), int(1)]], ([count, sum]) => [count + 1, sum]],
  [["set", 0, 0, ["*", field(0), int(2)]], ([count, sum]) => [count * 2, sum]],
  [["set", 0, 1, ["+", field(1), ["as", field(0), "i16"]]], ([count, sum]) => [count, sum + count]],
  [["do", ["if", [">", field(0), int(90)], ["fail"], null], ["set", 0, 0, ["+", field(0), int(30)]]], ([count, sum]) => (count > 90 ? undefined : [count + 30, sum])],
  [["do", ["set", 0, 1, int(0)], ["if", ["==", field(0), int(5)], ["return"], null], ["set", 0, 0, int(3)]], ([count]) => [count == 5 ? 5 : 3, 0]],
  // Parameters that the server would refuse, and one that can't even be read: the event goes on without a prediction.
  [["set", 0, 0, ["local", 0]], () => undefined, "300"],
  [["set", 0, 0, ["local", 0]], () => undefined, "-1"],
  [["set", 0, 0, ["local", 0]], () => undefined, undefined],
].map(([body, run, ...given]) => [{ given, predict: [["u8", "i16"], given.map(() => "u8"), body] }, (state) => {
  const after = run(state);
  return after && after[0] <= 255 && after[1] <= 32_767 ? after : undefined;
}]);

/** A page that shows the count, the sum, and ten times the count. */
const makePage = () => {
  const holes = [[TEXT, [], "$data"], [TEXT, [], "$data"], [TEXT, [], "$data"], [EVENT, [], "click", 0, [], 0, []]];
  const formulas = [field(0), field(1), ["text", field(0), "0"]].map((tree, hole) => [FORMULA, [], hole, tree]);
  const cells = [0, 1, 2].map((_, at) => short({ _base: "", _layers: [], at }));
  const root = short({ _template: short({ _holes: [...holes, ...formulas] }), _at: [0, 1, 2, 3] });
  const page = short({ _root: root });
  const layersOf = (cell) => cell[names._layers];
  const client = short({
    _page: page,
    _cell: (node) => cells[node],
    _lay(cell, value, layers) {
      const layer = short({ _cell: cell, _value: value });
      layersOf(cell).push(layer);
      layers.push(layer);
    },
    _detach(layers) {
      for (const layer of layers.splice(0)) {
        const cell = layer[names._cell];
        cell[names._layers] = layersOf(cell).filter((other) => other != layer);
      }
    },
    _each(view, what, visit) {
      formulas.forEach((_, at) => visit(root, holes.length + at));
    },
    _parameterOf(event) {
      const [text] = event[names._handler].given;
      return text ?? JSON.parse("an altered attribute");
    },
    _showLater() {},
    _showNow() {},
    _valueAt: (instance, hole) => cells[hole][names._base],
    _viewOf: (instance) => instance,
  });
  const feature = makeFeature(client);
  return {
    root,
    set answers(event) {
      page[names._answers] = event;
    },
    write([count, sum]) {
      [count, sum, `${count}0`].forEach((value, at) => (cells[at][names._base] = `${value}`));
    },
    shown: () => cells.map((cell) => layersOf(cell).at(-1)?.[names._value] ?? cell[names._base]),
    call: (step, ...about) => feature[names[step]]?.(...about),
  };
};

test(`the page shows truth and what is pending at each moment (seed ${seed}, ${count} steps)`, () => {
  const random = new Random(seed);
  const below = (end) => random.below(end);
  const page = makePage();
  let server = [5, 0];
  let number = 0;
  let order = 0;
  /** Events that wait in a gate, and those that are sent and not answered. */
  let waiting = [];
  let sent = [];
  page.write(server);

  const is = (event, name) => event[names[name]];
  const end = (event) => {
    event[names._done] = true;
    page.call("_rest", event);
  };
  const send = (event) => {
    page.call("_transmit", event);
    event[names._number] = ++number;
    sent.push(event);
  };
  const frame = (settles) => {
    page.call("_patch");
    page.answers = sent[settles - 1];
    for (const event of sent.slice(0, settles)) server = (event.isRefused ? undefined : event.run(server)) ?? server;
    page.write(server);
    page.call("_patched");
    for (const event of sent.splice(0, settles)) if (!is(event, "_done")) end(event);
    page.answers = undefined;
    page.call("_finish");
  };
  const steps = [
    // The user does something, which is sent at once or later.
    () => {
      const [handler, run] = handlers[below(handlers.length)];
      const event = { ...short({ _instance: page.root, _hole: 3, _handler: handler, _number: 0, _order: order++, _done: false }), run, isRefused: !below(10) };
      page.call("_predict", event);
      if (below(4)) send(event);
      else waiting.push(event);
    },
    () => waiting[0] && send(waiting.splice(below(waiting.length), 1)[0]),
    // A gate drops an event, and the server's answer comes too late.
    () => waiting[0] && end(waiting.splice(below(waiting.length), 1)[0]),
    () => {
      const event = sent[below(sent.length)];
      if (!below(5) && event && !is(event, "_done")) end(event);
    },
    () => sent[0] && frame(1 + below(sent.length)),
    // Something else changes the values.
    () => {
      server = [below(100), below(1_000)];
      frame(0);
    },
  ];
  for (let step = 0; step < count; step++) {
    steps[below(steps.length)]();
    const pending = [...sent, ...waiting.sort((one, other) => is(one, "_order") - is(other, "_order"))].filter((event) => !is(event, "_done"));
    const [total, sum] = pending.reduce((state, event) => event.run(state) ?? state, server);
    assert.deepEqual(page.shown(), [`${total}`, `${sum}`, `${total}0`], `step ${step}`);
  }
});
