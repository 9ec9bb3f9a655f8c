// What the page shows of a number is what Rust shows of it, at every moment.

import { assert, press, serveForAll, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");

const open = async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/numbers`);
  page.between = between;
  return page;
};

const text = (page, id) => page.evaluate((id) => document.getElementById(id).textContent, id);

/** Waits until so many events were sent, and all are answered. */
const answered = (page, count) =>
  page.wire.until(({ up, patches }) => up.length > count && patches.reduce((sum, patch) => sum + patch[1], 0) == up.length - 1);

const INTEGERS = ["5", "05", "-0", "9007199254740993", "-9223372036854775808", "9223372036854775807", "1000000000000000"];

/** Floats of all sizes, from a seed. */
const floats = (seed) => {
  const next = () => ((seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff), seed / 0x7fffffff);
  return Array.from({ length: 40 }, () => `${next() < 0.5 ? "-" : ""}${(next() * 10).toPrecision(1 + Math.floor(next() * 17))}e${Math.floor(next() * 60) - 30}`);
};
const FLOATS = ["1e-7", "1e21", "-0", "0", "1.0", "0.1", "16777217", "123456789012345680000", "5e-324", "1.7976931348623157e308", ...floats(1)];

for (const [kind, values] of [["n", INTEGERS], ["x", FLOATS], ["s", FLOATS.filter((value) => Math.abs(value) < 1e38)]]) {
  test(`“typed”: what is typed for ${kind} is shown as Rust shows it, before it answers`, async (scene) => {
    const page = await open(scene);
    for (const [at, value] of values.entries()) {
      page.between.hold();
      await page.fill(`#set-${kind}`, value);
      const shown = await text(page, kind);
      page.between.flow();
      await answered(page, at + 1);
      assert.equal(shown, await text(page, `rust-${kind}`), value);
      assert.equal(await text(page, kind), shown);
    }
  });
}

test("“typed”: what the server publishes is shown as Rust shows it", async (scene) => {
  const page = await open(scene);
  const values = [...INTEGERS, ...FLOATS, "340282366920938463463374607431768211455"];
  for (const [at, value] of values.entries()) {
    await page.fill("#publish", value);
    await answered(page, at + 1);
    // JSON has no infinity.
    const kinds = Number.isFinite(Math.fround(value)) ? ["n", "x", "s", "big"] : ["n", "x", "big"];
    for (const kind of kinds) assert.equal(await text(page, kind), await text(page, `rust-${kind}`), `${kind} of ${value}`);
  }
});

test("“typed”: comparisons are of numbers", async (scene) => {
  const page = await open(scene);
  const has = (id, name) => page.evaluate(([id, name]) => document.getElementById(id).classList.contains(name), [id, name]);
  await page.fill("#set-n", "5");
  assert.deepEqual([await has("five", "is"), await has("five", "not")], [true, false]);
  await page.fill("#set-n", "9007199254740992");
  assert.equal(await has("huge", "is"), false);
  await page.fill("#set-n", "9007199254740993");
  assert.equal(await has("huge", "is"), true);
  await page.fill("#set-x", "-0");
  assert.equal(await has("zero", "is"), true);
  await page.fill("#set-maybe", "07");
  assert.equal(await text(page, "maybe"), "7");
  assert.equal(await page.evaluate(() => window.taut.value("maybe")), 7);
});

test("“typed”: a bound argument has all its digits", async (scene) => {
  const page = await open(scene);
  page.between.hold();
  await press(page, "#bound");
  assert.equal(await text(page, "big"), "340282366920938463463374607431768211455");
  page.between.flow();
  await answered(page, 1);
  assert.equal(await text(page, "big"), await text(page, "rust-big"));
});
