// What the server takes of forms and controls, and what it refuses: the view and the page learn of it once.

import { assert, press, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const text = (page, selector) => page.textContent(selector);

test("a form is taken with what other controls send beside it", async (scene) => {
  const page = await scene.open(`${server.url}/refusals`);
  await page.fill("#amount", "3");
  const bare = '3 tea, None, false, [], {}';
  for (const button of ["#plain", "#go", "#bare"]) {
    await press(page, "#plain");
    await page.click(button);
    await shows(page, "#taken", bare);
    await page.evaluate(() => document.querySelector("#order").reset());
    await page.fill("#amount", "3");
  }
  await page.fill("#note", "soon");
  await page.check("#gift");
  await page.selectOption("#colours", ["red", "blue"]);
  await page.check("[name=days][value='2']");
  await page.click("#go");
  await shows(page, "#taken", '3 tea, Some("soon"), true, ["red", "blue"], {2}');
  assert.equal(await text(page, "#count"), "0");
});

test("a field that does not fit is refused by its name, once, and what follows is taken", async (scene) => {
  const page = await scene.blank();
  await page.addInitScript(() => {
    window.errors = [];
    addEventListener("taut:error", ({ target, detail }) => window.errors.push(`${target.id}: ${detail.message}`));
  });
  await page.goto(`${server.url}/refusals`);
  await page.live();
  await page.click("#plain");
  const empty = "`amount` does not fit: expected a whole number from 0 to 255";
  await shows(page, "#refused", `amount: ${empty}`);
  await page.evaluate(() => document.querySelector("#product").removeAttribute("name"));
  await page.fill("#amount", "3");
  await page.click("#plain");
  await shows(page, "#refused", "product: `product` is missing");
  await page.evaluate(() => document.querySelector("#product").setAttribute("name", "product"));
  await page.click("#plain");
  await page.waitForFunction(() => document.querySelector("#taken").textContent);
  assert.equal(await text(page, "#count"), "2");
  assert.deepEqual(await page.evaluate(() => window.errors), [`order: ${empty}`, "order: `product` is missing"]);
});

test("a number is what the browser's number control can hold, and nothing else", async (scene) => {
  const page = await scene.open(`${server.url}/refusals`);
  const signs = ["", "-", "+"];
  const bodies = ["", "0", "7", "007", "1.5", ".5", "1.", "1.0", "1e3", "1E-2", "1e+2", "1e", "e1", "1e400", "1e39", "1_0", "1,5", "0x1", "nan", "NaN", "inf", "Infinity", "1 ", " 1", "1n", "٣"];
  const texts = signs.flatMap((sign) => bodies.map((body) => sign + body));
  for (const value of texts) {
    const answered = page.wire.patches.length + 1;
    const isNumber = await page.evaluate((value) => {
      const control = Object.assign(document.createElement("input"), { type: "number", step: "any", value });
      const text = Object.assign(document.querySelector("#text"), { value });
      text.dispatchEvent(new Event("input", { bubbles: true }));
      return value != "" && control.value === value;
    }, value);
    await page.wire.until(({ patches }) => patches.length == answered);
    const isTaken = !page.wire.patches.at(-1).at(-1).error;
    assert.equal(isTaken, isNumber, `${JSON.stringify(value)} is ${isNumber ? "a" : "no"} number for the browser`);
    if (isTaken) assert.equal(Number(await text(page, "#number")), Number(value), value);
  }
});

test("an emptied number is none, and an error where a number is needed", async (scene) => {
  const page = await scene.open(`${server.url}/refusals`);
  await page.fill("#control", "1.5");
  await shows(page, "#number", "1.5");
  await page.fill("#control", "");
  await shows(page, "#refused", "event: a value does not fit: expected a number");
  await shows(page, "#count", 1);
  await page.locator("#control").blur();
  await page.fill("#text", "1e3");
  await page.locator("#text").blur();
  await shows(page, "#whole", 1000);
  assert.equal(await text(page, "#count"), "1");
});
