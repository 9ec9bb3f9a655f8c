// The strictest policy holds on every page, and no name in a page shadows what the client calls.

import { fetch } from "./support/fetch.mjs";
import { EXAMPLES } from "./support/examples.mjs";
import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");
const rows = await serveForAll("rows");

const POLICY = /script-src 'self'.*require-trusted-types-for 'script'/;

const policy = async (url) => (await fetch(url)).headers.get("content-security-policy");

const watchPolicy = (page) =>
  page.addInitScript(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      window.violations.push(`${violatedDirective} ${blockedURI}`),
    );
  });

test("a strict policy with Trusted Types is never violated", async (scene) => {
  for (const path of ["survive", "controls", "events", "fragment", "random?seed=7&steps=9", "clobber"]) {
    const page = await scene.blank();
    await watchPolicy(page);
    assert.match(await policy(`${server.url}/${path}`), /trusted-types taut$/);
    await page.goto(`${server.url}/${path}`);
    await page.live();
    await page.evaluate(() => document.querySelectorAll("button").forEach((button) => button.click()));
    await page.wire.until(({ patches }) => patches.length > 0);
    assert.deepEqual(await page.evaluate(() => window.violations), [], path);
  }
});

for (const name of EXAMPLES)
  test(`the example ${name} keeps the policy that pages have by default`, async (scene) => {
    const example = await scene.serve(name);
    const page = await scene.blank();
    await watchPolicy(page);
    assert.match(await policy(example.url), POLICY);
    await page.goto(example.url);
    await page.live();
    await page.evaluate(() => {
      for (const control of document.querySelectorAll("input, textarea, select, button")) {
        if (control.matches("[type=checkbox], [type=radio], button")) control.click();
        else control.value = control.matches("[type=range], [type=number]") ? 7 : control.options?.[1]?.value ?? "seven";
        for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
        control.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      }
    });
    await page.wire.until(({ patches }) => patches.length > 0);
    assert.deepEqual(await page.evaluate(() => window.violations), []);
  });

test("pages have a policy by default", async (scene) => {
  const page = await scene.blank();
  await watchPolicy(page);
  assert.match(await policy(rows.url), POLICY);
  await page.goto(rows.url);
  await page.live();
  await page.click("#run");
  await counts(page, "tbody tr", 1000);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
});

/** Runs in a page: the names of all members of its document, and of forms and what else may be read of them, in this browser. */
function members() {
  const of = (object) => (object ? [...Object.getOwnPropertyNames(object), ...of(Object.getPrototypeOf(object))] : []);
  const named = (...objects) => [...new Set(objects.flatMap(of))].filter((name) => /^\w+$/.test(name)).join();
  const elements = ["form", "input", "select", "textarea", "button", "dialog", "details"].map((name) => document.createElement(name));
  return new URLSearchParams({ document: named(document), form: named(...elements) }).toString();
}

/** The page in which elements are called as all those members. */
async function clobbered(scene) {
  const page = await scene.open(`${server.url}/survive`);
  const { document, form } = Object.fromEntries(new URLSearchParams(await page.evaluate(members)));
  assert.ok(document.split(",").length > 200 && form.split(",").length > 200);
  return [`${server.url}/clobber?${new URLSearchParams({ document, form })}`, form.split(",").length];
}

test("names in the page shadow nothing", async (scene) => {
  const page = await scene.blank();
  const [address, count] = await clobbered(scene);
  await page.addInitScript(() => (window.byId = Document.prototype.getElementById.bind(document)));
  await page.goto(address);
  await page.live();
  assert.notEqual(page.wire.up[0][1], -1, "the client finds the page as the server wrote it");
  await page.evaluate(() => {
    window.bumps = [];
    addEventListener("bumped", ({ detail }) => window.bumps.push(detail));
  });
  assert.equal(await page.evaluate(() => document.body.localName + document.querySelector.localName), "formform");
  const click = (id) => page.evaluate((id) => byId(id).click(), id);
  const shown = (id, text) =>
    page.waitForFunction(([id, text]) => byId(id).textContent == text, [id, text]);
  const inForm = (selector) =>
    page.evaluate((selector) => {
      const form = byId("form");
      return Element.prototype.querySelectorAll.call(form, selector).length;
    }, selector);
  for (const count of ["1", "2", "3"]) {
    await click("bump");
    await shown("count", count);
  }
  assert.deepEqual(await page.evaluate(() => window.bumps), [1, 2, 3]);
  assert.equal(await inForm("b"), 3);
  await click("show");
  await page.waitForFunction(() => byId("late"));
  assert.equal(await inForm("i"), 1);
  await click("reverse");
  await click("bump");
  await shown("count", "4");
  const attributes = await page.evaluate(() =>
    ["class", "style", "title"].map((name) => Element.prototype.getAttribute.call(byId("form"), name)),
  );
  assert.deepEqual(attributes, ["shown", "color:red", "4"]);
  const order = () =>
    page.evaluate(() => Array.from(Document.prototype.getElementsByClassName.call(document, "row"), (row) => Node.prototype.__lookupGetter__("textContent").call(row)));
  assert.deepEqual((await order()).map((text) => text.trim()), ["4", "1", "2", "3"]);
  await click("show");
  await page.waitForFunction(() => !byId("late"));
  await page.evaluate(() => {
    const form = byId("form");
    const input = Element.prototype.querySelector.call(form, "input[name=value]");
    input.value = "typed";
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await shown("typed", "typed");
  await click("submit");
  // And the letters.
  await shown("sent", String(count + 26));
  assert.equal(await page.evaluate(() => Document.prototype.__lookupGetter__("title").call(document)), "Count 4");
  assert.equal(page.wire.joins.length, 1, "nothing was in doubt");
});

test("names in the page stand for nothing that a browser lacks", { needs: "devtools" }, async (scene) => {
  const page = await scene.blank({ bypassCSP: true });
  await page.addInitScript(() => delete globalThis.trustedTypes);
  const [address] = await clobbered(scene);
  await page.addInitScript(() => (window.byId = Document.prototype.getElementById.bind(document)));
  await page.goto(address);
  await page.live();
  assert.equal(await page.evaluate(() => trustedTypes.localName), "a");
  await page.evaluate(() => byId("show").click());
  await page.waitForFunction(() => byId("late"));
});

test("server frames cannot reach anything but holes", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/survive`);
  scene.expect(/^warning: taut:/, /WebSocket connection to .* failed/);
  for (const hole of ['"__proto__"', '"length"', '"constructor"', "-1", "0.5", "null", "[]", "{}"]) {
    const joins = page.wire.joins.length;
    between.inject(`[1,0,${hole},"x"]`);
    await page.live(joins + 1);
    await page.waitForFunction(() => document.querySelector("#count").textContent == "0");
  }
  await page.click("#bump");
  await shows(page, "#count", 1);
  assert.equal(await page.evaluate(() => ({}).x), undefined);
});
