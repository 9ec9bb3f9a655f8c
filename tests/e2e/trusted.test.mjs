// HTML that the program vouches for, whatever it opens and closes: all after it in the page lives on, in the first HTML and after a
// patch, and both show the same.

import { readFileSync, readdirSync } from "node:fs";

import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");
const CORPUS = new URL("../fuzz/corpus/trusted/", import.meta.url);
const PLACES = 17;

/** What the policy keeps from being loaded or run, and what the HTML itself asks for. */
const NOT_OURS = /^(?!.*taut)/;

const at = (html) => `${server.url}/trusted?html=${encodeURIComponent(html)}`;

/** Clicks all buttons, one after the other; each is heard by its own listener. */
async function clickAll(page, fragments) {
  const found = await page.evaluate(() => Array.from(document.querySelectorAll("main > .after, main .after"), (button) => button.textContent));
  assert.equal(found.length, fragments * PLACES);
  const own = found.filter((name) => name != "inner");
  const before = +(await page.textContent("#heard")).split(" ")[0];
  for (let button = 0; button < own.length; button += own.length > PLACES ? 7 : 1) {
    await page.evaluate((button) => document.querySelectorAll("button.after")[button].click(), button);
    const count = before + 1 + button / (own.length > PLACES ? 7 : 1);
    await shows(page, "#heard", `${count} ${Math.floor(button / (PLACES - 2))} ${own[button]}`);
  }
  await page.evaluate(() => document.querySelectorAll("b.after").forEach((button) => button.click()));
  await page.waitForFunction(() => [...document.querySelectorAll("b.after")].every((button) => button.previousSibling.data == "1"));
}

/** All that stands on the page, each text as one. */
const shown = (page) =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll("main"), (main) => {
      main.normalize();
      return main.innerHTML.replaceAll("<!---->", "");
    }),
  );

async function check(scene, html, other, fragments) {
  scene.expect(NOT_OURS);
  const first = await scene.open(at(html));
  const patched = await scene.open(at(other));
  await patched.evaluate((html) => {
    const box = document.querySelector("#html");
    box.value = html;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }, html);
  await shows(patched, "#shown", html);
  const expected = await shown(first);
  (await shown(patched)).forEach((row, at) => assert.equal(row, expected[at], `piece ${at} of ${html}`));
  for (const page of [first, patched]) {
    await clickAll(page, fragments);
    assert.equal(page.wire.joins.length, 1, "nothing was in doubt");
  }
  await first.context().close();
  await patched.context().close();
}

for (const name of readdirSync(CORPUS))
  test(`what is after "${name}" lives on`, (scene) => check(scene, readFileSync(new URL(name, CORPUS), "utf8"), "<td>other</td>", 1));

for (const seed of ["1", "2", "3", "4"])
  test(`what is after 40 pieces of HTML at random, of seed ${seed}, lives on`, { needs: "standard" }, (scene) => check(scene, seed, `${seed}00`, 40));
