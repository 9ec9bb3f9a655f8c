// The seven tasks of 7GUIs.

import { barriers, watchAccess } from "./support/axe.mjs";
import { assert, counts, press, serveForAll, shows, test, texts } from "./support/scene.mjs";

const server = await serveForAll("seven");

const ADDRESSES = ["/", "/temperature", "/flights", "/timer", "/names", "/circles", "/cells"];

/** Waits until a control has a value. */
const holds = (page, selector, value) =>
  page.waitForFunction(([selector, value]) => document.querySelector(selector).value == value, [selector, value]);

test("the pages follow each other over one connection", async (scene) => {
  const page = await scene.open(server.url);
  await page.evaluate(() => (window.isSame = true));
  for (const [at, address] of ADDRESSES.entries()) {
    await press(page, `nav a:nth-of-type(${at + 1})`);
    await page.waitForURL(`**${address}`);
    await page.waitForFunction((at) => document.querySelector(`nav a:nth-of-type(${at + 1})`).matches("[aria-current]"), at);
  }
  assert.ok(await page.evaluate(() => window.isSame));
  assert.equal(page.wire.sockets, 1);
});

test("counter: each press counts", async (scene) => {
  const page = await scene.open(server.url);
  for (let count = 1; count <= 3; count++) {
    await page.click("main button");
    await shows(page, "output", count);
  }
});

test("temperature: each field follows the other, and stays where there is no number", async (scene) => {
  const page = await scene.open(`${server.url}/temperature`);
  await page.fill("[name=celsius]", "100");
  await holds(page, "[name=fahrenheit]", "212");
  await page.fill("[name=fahrenheit]", "-40");
  await holds(page, "[name=celsius]", "-40");
  await page.fill("[name=celsius]", "warm");
  await page.fill("[name=celsius]", "5");
  await holds(page, "[name=fahrenheit]", "41");
  await page.fill("[name=celsius]", "cold");
  await page.press("[name=celsius]", "Tab");
  assert.equal(await page.inputValue("[name=celsius]"), "cold");
  assert.equal(await page.inputValue("[name=fahrenheit]"), "41");
});

test("flights: what can't be booked can't be sent", async (scene) => {
  const page = await scene.open(`${server.url}/flights`);
  const isDisabled = (selector, is) =>
    page.waitForFunction(([selector, is]) => document.querySelector(selector).disabled == is, [selector, is]);
  await page.selectOption("select", ["return flight"]);
  await page.fill("[name=back]", "2027-03-20");
  await isDisabled("main button", true);
  await shows(page, "#back-error", "One can't fly back before one has left.");
  await page.fill("[name=back]", "2027-03-30");
  await isDisabled("main button", false);
  await page.click("main button");
  await shows(page, "[role=status]", "You have booked a flight on 2027-03-27 and back on 2027-03-30.");
  await page.selectOption("select", ["one-way flight"]);
  await isDisabled("[name=back]", true);
  await page.click("main button");
  await shows(page, "[role=status]", "You have booked a flight on 2027-03-27.");
});

test("timer: it runs up to its duration, which can be changed, and begins again", async (scene) => {
  const page = await scene.open(`${server.url}/timer`);
  await page.fill("[type=range]", "1");
  await shows(page, "output", "1.0");
  assert.equal(await page.evaluate(() => document.querySelector("progress").position), 1);
  await page.fill("[type=range]", "60");
  await page.waitForFunction(() => Number(document.querySelector("output").textContent) > 1);
  await page.evaluate(() => {
    const output = document.querySelector("output");
    const note = () => (window.isReset ||= Number(output.textContent) < 1);
    new MutationObserver(note).observe(output, { childList: true, characterData: true, subtree: true });
  });
  await page.click("main button");
  await page.waitForFunction(() => window.isReset);
  assert.equal(await page.inputValue("[type=range]"), "60");
});

test("names: they are filtered, added, changed and deleted", async (scene) => {
  const page = await scene.open(`${server.url}/names`);
  const surname = `Zuse${scene.browser}`;
  await page.fill("[name=name]", "Konrad");
  await page.fill("[name=surname]", surname);
  await page.click("[value=create]");
  await counts(page, ".people li", 4);
  await page.fill("[type=search]", surname.toLowerCase());
  await counts(page, ".people li", 1);
  assert.deepEqual(await texts(page, ".people li"), [`${surname}, Konrad`]);
  assert.ok(await page.isDisabled("[value=delete]"));
  await page.click(".people a");
  await holds(page, "[name=name]", "Konrad");
  await page.fill("[name=name]", "Horst");
  await page.click("[value=update]");
  await shows(page, ".people a", `${surname}, Horst`);
  await page.click("[value=delete]");
  await counts(page, ".people li", 0);
  await page.fill("[type=search]", "");
  await counts(page, ".people li", 3);
});

test("circles: they are drawn and resized, and each step is undone and redone", async (scene) => {
  const page = await scene.open(`${server.url}/circles`);
  const radii = () => page.evaluate(() => [...document.querySelectorAll("circle")].map((circle) => Number(circle.getAttribute("r"))));
  await page.click(".canvas", { position: { x: 60, y: 80 } });
  await counts(page, "circle", 1);
  await page.click(".canvas", { position: { x: 200, y: 100 } });
  await counts(page, "circle", 2);
  await page.evaluate(() => document.querySelector("circle").dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true })));
  await page.waitForSelector("dialog[open]");
  await page.fill("[name=diameter]", "120");
  await page.waitForFunction(() => document.querySelector("circle").getAttribute("r") == "60");
  await page.click("dialog button");
  await page.waitForFunction(() => !document.querySelector("dialog").open);
  assert.deepEqual(await radii(), [60, 20]);
  for (const [button, expected] of [["undo", [20, 20]], ["undo", [20]], ["redo", [20, 20]], ["redo", [60, 20]], ["undo", [20, 20]]]) {
    await page.click(`[value=${button}]`);
    await page.waitForFunction((radii) => {
      const circles = [...document.querySelectorAll("circle")];
      return String(circles.map((circle) => circle.getAttribute("r"))) == radii;
    }, String(expected));
  }
  await page.fill("[name=x]", "300");
  await page.click("main form:nth-of-type(2) button");
  await counts(page, "circle", 3);
  assert.ok(await page.isDisabled("[value=redo]"));
});

test("cells: they follow the cells that they name, and circles are named", async (scene) => {
  const page = await scene.open(`${server.url}/cells`);
  const cell = (column, row) => `tbody tr:nth-of-type(${row + 1}) td:nth-of-type(${column + 1})`;
  const fill = async (name, formula) => {
    await page.fill("[name=cell]", name);
    await page.fill("[name=formula]", formula);
    await page.click("main button");
    await holds(page, "[name=cell]", name[0] + Math.min(Number(name.slice(1)) + 1, 99));
  };
  await shows(page, cell(1, 2), "4.7");
  await fill("B1", "=B0*2");
  await shows(page, cell(1, 2), "10.5");
  await fill("C9", "=max(B0:B2) - (1 + mean(B0:B1)) / -0.5");
  await shows(page, cell(2, 9), "23");
  await fill("D9", "=D8");
  await fill("D8", "=D9+1");
  await shows(page, cell(3, 8), "#circle");
  await fill("D8", "=1 +");
  await shows(page, cell(3, 9), "#error");
  await fill("Z99", `=${"(".repeat(90)}`);
  await shows(page, cell(25, 99), "#too deep");
  await press(page, cell(1, 2));
  await holds(page, "[name=cell]", "B2");
  assert.equal(await page.inputValue("[name=formula]"), "=sum(B0:B1)");
});

test("what links and forms can do works without JavaScript", { needs: "scriptless" }, async (scene) => {
  scene.expect(/status of 422/);
  const page = await scene.open(server.url, { javaScriptEnabled: false });
  await page.click("main button");
  await shows(page, "output", "1");
  await page.click("nav a:nth-of-type(2)");
  await page.fill("[name=fahrenheit]", "32");
  await page.click("main button");
  assert.equal(await page.inputValue("[name=celsius]"), "0");
  await page.click("nav a:nth-of-type(3)");
  await page.selectOption("select", ["return flight"]);
  await page.fill("[name=back]", "2027-03-01");
  await page.click("main button");
  await shows(page, "#back-error", "One can't fly back before one has left.");
  await page.click("nav a:nth-of-type(5)");
  await page.fill("[type=search]", "tis");
  await page.press("[type=search]", "Enter");
  await counts(page, ".people li", 1);
  await page.click(".people a");
  assert.equal(await page.inputValue("[name=surname]"), "Tisch");
  await page.click("nav a:nth-of-type(6)");
  await page.click("main form:nth-of-type(2) button");
  await counts(page, "circle", 1);
  await page.click("[value=undo]");
  await counts(page, "circle", 0);
  await page.click("nav a:nth-of-type(7)");
  await page.fill("[name=cell]", "A0");
  await page.fill("[name=formula]", "=B0*B1");
  await page.click("main button");
  await shows(page, "tbody td", "4.2");
});

test("nothing keeps people from using the tasks", { timeout: 120_000 }, async (scene) => {
  const page = await scene.blank();
  await watchAccess(page);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const address of ADDRESSES) {
      await page.goto(server.url + address);
      assert.deepEqual(await barriers(page), [], `${address} at ${width} pixels`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${address} is ${overflow} pixels too wide at ${width}`);
    }
  }
});
