// A long list in the first HTML: its rows are taken over when they are needed, and soon in any case.

import { assert, press, serveForAll, shows, test, texts } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** What the last rows show, their classes and titles among it. */
const lastRows = (page) =>
  page.evaluate(() => [...document.querySelectorAll("li")].slice(-3).map((row) => [row.innerText, row.className, row.title].join("|")));

/** Keeps tasks back that the client wants to do later, so that no row is taken over before it is needed. */
const keepBack = () => {
  const later = window.setTimeout;
  window.kept = [];
  window.setTimeout = (run, wait, ...rest) => (wait ? later(run, wait, ...rest) : window.kept.push(run));
  window.goOn = () => {
    for (const run of window.kept.splice(0)) run();
    return window.kept.length;
  };
};

/** Counts how often the client goes down from a node to its first child. */
const countSteps = () => {
  window.steps = 0;
  const { get } = Object.getOwnPropertyDescriptor(Node.prototype, "firstChild");
  const count = function () {
    window.steps += 1;
    return get.call(this);
  };
  Object.defineProperty(Node.prototype, "firstChild", { configurable: true, get: count });
};

/** Opens the page before any row was taken over, or after they all were. */
const open = async (scene, isTakenOver) => {
  const page = await scene.blank();
  await page.addInitScript(keepBack);
  await page.addInitScript(countSteps);
  await page.goto(`${server.url}/ledger`);
  await page.live();
  let rounds = 0;
  while (isTakenOver && (await page.evaluate(() => goOn()))) rounds += 1;
  assert.equal(rounds, isTakenOver ? 2 : 0, "300 rows but the first are taken over in three parts");
  return page;
};

for (const isTakenOver of [false, true]) {
  const when = isTakenOver ? "after the rows were taken over" : "before any row was";

  test(`${when}, rows are changed, moved and removed`, async (scene) => {
    const page = await open(scene, isTakenOver);
    await page.evaluate(() => (window.rows = [...document.querySelectorAll("li")]));
    assert.deepEqual(await lastRows(page), ["298Pick||", "299Pick||", "300Pick||"]);
    await press(page, "#change");
    await shows(page, "li:last-child i", "!");
    assert.deepEqual(await lastRows(page), ["299Pick||", "298Pick||", "300!Pick|due|!"]);
    await press(page, "#change");
    await shows(page, "li:last-child i", "!!");
    assert.deepEqual(await lastRows(page), ["298Pick||", "299Pick||", "300!!Pick||!!"]);
    const kept = await page.evaluate(() => [...document.querySelectorAll("li")].map((row) => rows.indexOf(row)));
    assert.deepEqual(kept, Array.from({ length: 298 }, (_, at) => at + 2));
    assert.equal(page.wire.joins.length, 1, "nothing was in doubt");
  });

  test(`${when}, rows are clicked`, async (scene) => {
    const page = await open(scene, isTakenOver);
    const isMarked = await page.evaluate(() => {
      const button = document.querySelector("li:nth-child(200) button");
      button.click();
      return button.classList.contains("optimistic-pending");
    });
    assert.ok(isMarked);
    await press(page, "li:nth-child(1) button");
    await press(page, "li:nth-child(300) button");
    await shows(page, "#picked", " 200 1 300");
    assert.equal(await page.locator(".optimistic-pending").count(), 0);
  });

  test(`${when}, what others have added to a row stays, and so do their classes`, async (scene) => {
    const page = await open(scene, isTakenOver);
    await page.evaluate(() => {
      const row = document.querySelector("li:last-child");
      row.classList.add("foreign");
      row.append(document.createElement("hr"));
    });
    await press(page, "#change");
    await shows(page, "li:last-child i", "!");
    assert.deepEqual(await page.getAttribute("li:last-child", "class"), "foreign due");
    assert.equal(await page.locator("li:last-child > hr").count(), 1);
    await press(page, "li:last-child button");
    await shows(page, "#picked", " 300");
  });
}

test("what others put before a row's content before it was taken over does not stand in the way", async (scene) => {
  const page = await open(scene, false);
  scene.expect(/^warning: taut: others have changed the page/);
  await page.evaluate(() => document.querySelector("li:last-child").prepend(document.createElement("hr")));
  await press(page, "#change");
  await shows(page, "li:last-child i", "!");
  await press(page, "li:last-child button");
  await shows(page, "#picked", " 300");
  assert.equal(await page.locator("li > hr").count(), 1);
});

test("a click asks no row but its own", async (scene) => {
  const page = await open(scene, false);
  const steps = await page.evaluate(() => {
    const before = window.steps;
    document.querySelector("li:nth-child(200) button").click();
    return window.steps - before;
  });
  assert.ok(steps > 0 && steps < 10, `${steps} steps`);
});

test("what others put before a row's content after it was taken over does not stand in the way", async (scene) => {
  const page = await open(scene, true);
  await page.evaluate(() => document.querySelector("li:last-child").prepend(document.createElement("hr")));
  await press(page, "#change");
  await shows(page, "li:last-child i", "!");
  assert.deepEqual((await texts(page, "li:last-child > *")).slice(0, 3), ["", "300", "!"]);
});
