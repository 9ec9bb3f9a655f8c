// Other scripts give the document another address: the page goes on at the one that it was loaded from.

import { fetch } from "./support/fetch.mjs";
import { PATIENCE } from "./support/frames.mjs";
import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const shared = await serveForAll("e2e-server");

const NETWORK = /WebSocket connection to .* failed|ERR_/;

const mounts = async (server) => Number(await (await fetch(`${server.url}/mounts`)).text());

const push = (page, to) => page.evaluate((to) => history.pushState({ own: 1 }, "", to), to);

/** Pages, and the addresses that another script gives them. */
const PAGES = ["/survive", "/survive?query=1#fragment", "/deep/a/b?query=1"];
const ADDRESSES = ["/elsewhere", "?other=1", "/deep/c", "#only"];

for (const path of PAGES) {
  test(`${path} joins again where it was loaded from`, async (scene) => {
    const server = await scene.serve("e2e-server");
    const between = await scene.proxy(server.port);
    const page = await scene.open(between.url + path);
    scene.expect(NETWORK);
    for (const [at, address] of ADDRESSES.entries()) {
      await push(page, address);
      between.cut();
      await page.click("#bump");
      await shows(page, "#count", at + 1);
    }
    assert.equal(await mounts(server), 1);
    assert.deepEqual(await page.evaluate(() => history.state), { own: 1 }, "the history is that of the other script");
  });

  test(`${path} posts and streams where it was loaded from`, async (scene) => {
    const server = await scene.serve("e2e-server");
    const between = await scene.proxy(server.port);
    scene.expect(NETWORK);
    between.refusesSockets = true;
    const page = await scene.blank();
    await page.goto(between.url + path);
    await page.waitForSelector("#bump");
    await push(page, "/deep/elsewhere");
    await page.click("#bump");
    await shows(page, "#count", 1);
    await push(page, "/elsewhere");
    await page.click("#bump");
    await shows(page, "#count", 2);
    assert.equal(await mounts(server), 1);
  });
}

test("a page joins where it was loaded from, although a script has been there before it", async (scene) => {
  const server = await scene.serve("e2e-server");
  const page = await scene.blank();
  await page.addInitScript(() => location.pathname == "/deep/a" && history.replaceState(null, "", "/elsewhere"));
  await page.goto(`${server.url}/deep/a`);
  await page.live();
  await page.click("#bump");
  await shows(page, "#count", 1);
  assert.equal(await mounts(server), 1);
});

test("what a page has not sent is posted where it was loaded from", async (scene) => {
  const run = `moved-${scene.browser}`;
  const page = await scene.open(`${shared.url}/debounce?run=${run}`);
  await page.fill("#a", "last words");
  await push(page, "/elsewhere");
  await page.goto(`${shared.url}/dot.svg`);
  const heard = async () => (await fetch(`${shared.url}/heard?run=${run}`)).json();
  for (const end = Date.now() + PATIENCE; !(await heard()).length && Date.now() < end; ) await page.waitForTimeout(20);
  assert.deepEqual(await heard(), ["a last words"]);
});
