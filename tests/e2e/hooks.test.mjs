// Hooks of elements: what they are told, and in which order.

import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const told = (page, count) => page.waitForFunction((count) => window.told?.length >= count, count);
const all = (page) => page.evaluate(() => window.told);

/** The rows of the first page, which have two hooks each; nobody registers one of them. */
const ROWS = [1, 2, 3].map((row) => `mounted row-${row}`);

test("a hook is mounted, updated after each patch that changes its element, and destroyed", async (scene) => {
  scene.expect(/no script has registered the hook "late"/);
  const page = await scene.open(`${server.url}/hooks`);
  await told(page, 4);
  assert.deepEqual(await all(page), ["mounted sum 1", ...ROWS]);
  await page.click("#add");
  await shows(page, "#sum", "22 after 1");
  await page.click("#elsewhere");
  await shows(page, "#elsewhere", "Elsewhere: 1");
  await page.click("#toggle");
  await shows(page, "#shown", "Shown");
  await page.click("#toggle");
  await counts(page, "#shown", 0);
  const updated = [1, 2, 3].map((row) => `updated row-${row}`);
  assert.deepEqual((await all(page)).slice(4), ["updated sum 2", ...updated, "mounted shown", "destroyed shown"]);
});

test("a row that moves keeps its hook, and one that goes ends it", async (scene) => {
  scene.expect(/no script has registered the hook "late"/);
  const page = await scene.open(`${server.url}/hooks`);
  await told(page, 4);
  await page.click("#turn");
  await page.waitForFunction(() => document.querySelector("li").id == "row-3");
  await page.click("#row-2 .remove");
  await counts(page, "li", 2);
  assert.deepEqual((await all(page)).slice(4), ["destroyed row-2"]);
});

test("a hook may be registered later", async (scene) => {
  scene.expect(/no script has registered the hook "late"/);
  const page = await scene.blank();
  const complained = new Promise((resolve) => page.on("console", (message) => message.type() == "error" && resolve(message.text())));
  await page.goto(`${server.url}/hooks`);
  await told(page, 4);
  assert.match(await complained, /hook "late" with taut\.hook\("late", …\); registered are "sum", "row", "sends", "lazy"$/);
  await page.click("#row-2 .remove");
  await told(page, 5);
  await page.evaluate(() => dispatchEvent(new Event("late")));
  assert.deepEqual((await all(page)).slice(4), ["destroyed row-2", "mounted row-1", "mounted row-3"]);
});

test("a page turn ends the hooks of one page, and begins with those of the other, also with one that is loaded", async (scene) => {
  scene.expect(/no script has registered the hook "late"/);
  const page = await scene.open(`${server.url}/hooks`);
  await told(page, 4);
  await page.click("#second");
  await shows(page, "h1", "Second");
  await told(page, 9);
  const ends = ["destroyed sum 1", ...[1, 2, 3].map((row) => `destroyed row-${row}`)];
  assert.deepEqual((await all(page)).slice(4), [...ends, "loaded lazy"]);
  await page.click("#first");
  await told(page, 13);
  assert.deepEqual((await all(page)).slice(9), ["mounted sum 1", ...ROWS]);
  assert.equal(page.wire.joins.length, 3);
  // The first event of a page that has come over the connection has a reply, too.
  assert.deepEqual(await ask(page, "do-double", 4), [8]);
});

test("only pages with hooks load their part of the client", async (scene) => {
  const loads = async (path) => {
    const page = await scene.open(server.url + path);
    return page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/_taut/hooks.")).length);
  };
  scene.expect(/no script has registered the hook "late"/);
  assert.equal(await loads("/hooks"), 1);
  assert.equal(await loads("/early"), 0);
});

test("hooks are told of a connection that is lost, and stay", async (scene) => {
  scene.expect(/no script has registered the hook "late"/, /WebSocket/, /ERR_/);
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/hooks`);
  await told(page, 4);
  between.cut();
  await told(page, 6);
  await page.click("#add");
  await shows(page, "#sum", "22 after 1");
  const [lost, again, ...more] = (await all(page)).slice(4);
  assert.deepEqual([lost, again], ["disconnected sum 1", "reconnected sum 1"]);
  assert.deepEqual(more, ["updated sum 2", ...[1, 2, 3].map((row) => `updated row-${row}`)]);
});

test("a page that is written again keeps its hooks", async (scene) => {
  scene.expect(/no script has registered the hook "late"/, /WebSocket/, /ERR_/, /expected patch/);
  const own = await scene.serve("e2e-server");
  const page = await scene.open(`${own.url}/hooks`);
  await told(page, 4);
  await page.click("#add");
  await shows(page, "#sum", "22 after 1");
  await own.restart();
  await shows(page, "#sum", "11 after 2");
  const kinds = (await all(page)).slice(4).map((line) => line.split(" ")[0]);
  assert.deepEqual(new Set(kinds), new Set(["updated", "disconnected", "reconnected"]));
});

/** Sends events of a hook, and gives their replies, or why there are none. */
const ask = (page, type, ...details) =>
  page.evaluate(
    async ([type, details]) => {
      const replies = details.map((detail) => sends.send(type, detail));
      const settled = await Promise.allSettled(replies);
      return settled.map(({ value, reason }) => (reason ? reason.message : (value ?? null)));
    },
    [type, details],
  );

test("a hook gets the replies of handlers, and why they refuse", async (scene) => {
  scene.expect(/no script has registered the hook "late"/);
  const page = await scene.open(`${server.url}/hooks`);
  await told(page, 4);
  assert.deepEqual(await ask(page, "do-double", 4, 13, 0, 5), [8, "This number is refused.", null, 10]);
  assert.deepEqual((await all(page)).slice(4), ["doubled 4", "doubled 0", "doubled 5"]);
  assert.match((await ask(page, "do-double", "four"))[0], /does not fit: invalid type/);
  assert.match((await ask(page, "do-double", 66))[0], /internal error/);
  assert.deepEqual(await ask(page, "do-nothing", 1), ['nothing listens for "do-nothing" at this <p>: write @do-nothing={handler(event.detail)}']);
  assert.deepEqual(await ask(page, "do-later", 1, 2), ["this was not sent: a later event took its place", 2]);
  await page.evaluate(() => (window.confirm = () => false));
  assert.deepEqual(await ask(page, "do-asked", 1), ["the user has not confirmed this"]);
  await shows(page, "#elsewhere", "Elsewhere: 3");
});

test("a reply comes once, also after the connection was lost, and a lost session rejects", async (scene) => {
  scene.expect(/no script has registered the hook "late"/, /WebSocket/, /ERR_/, /expected patch/);
  const own = await scene.serve("e2e-server");
  const between = await scene.proxy(own.port);
  const page = await scene.open(`${between.url}/hooks`);
  await told(page, 4);
  const replies = ask(page, "do-slow", 7, 8);
  await page.wire.until((frames) => frames.up.length > 1);
  between.cut();
  assert.deepEqual(await replies, [[7, 1], [8, 2]]);
  const lost = ask(page, "do-slow", 9);
  await page.wire.until((frames) => frames.up.length > 3);
  await own.restart();
  assert.match((await lost)[0], /^(lost|this was done, but its reply was lost with the connection)$/);
  assert.deepEqual(await ask(page, "do-slow", 1), [[1, 1]]);
});

test("a hook is updated when its element shows another value without the server, and not by marks or by itself", async (scene) => {
  scene.expect(/no script has registered the hook "late"/);
  const page = await scene.open(`${server.url}/hooks`);
  await told(page, 4);
  await page.evaluate(() => taut.publish("range", "week"));
  await shows(page, "#sum", "11 after 1");
  await page.evaluate(() => taut.publish("range", "week"));
  await page.evaluate(() => (document.querySelector("#sum").lang = "de"));
  await page.click("#elsewhere");
  await shows(page, "#elsewhere", "Elsewhere: 1");
  assert.deepEqual((await all(page)).slice(4), ["updated sum 1"]);
});
