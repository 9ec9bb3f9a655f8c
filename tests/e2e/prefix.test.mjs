// Behind a proxy that strips a prefix, all that a page needs and wherever it leads is below the prefix.

import { noteAnswers } from "./support/clock.mjs";
import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const fixed = await serveForAll("e2e-server", { env: { TAUT_PREFIX: "/shop" } });
const told = await serveForAll("e2e-server", { env: { TAUT_PREFIX: "forwarded" } });
const NETWORK = /WebSocket connection to .* failed|ERR_/;

/** A test for each way in which an application learns of its prefix. */
function testBelow(name, run, { needs, ...options } = {}) {
  test(`${name}, below a fixed prefix`, { needs }, async (scene) => {
    await check(scene, run, await scene.stripping(fixed.port, "/shop", options));
  });
  test(`${name}, below a forwarded prefix`, { needs }, async (scene) => {
    await check(scene, run, await scene.stripping(told.port, "/a/b%20c", { ...options, forwards: true }));
  });
}

async function check(scene, run, between) {
  await run(scene, between);
  assert.deepEqual(between.strays, [], "what was asked for outside the prefix");
}

/** Lets a handler lead to an address. */
const lead = (page, to) =>
  page.evaluate((to) => {
    const control = document.querySelector("#own");
    control.value = to;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }, to);

testBelow("a page is live", async (scene, between) => {
  for (const path of ["/away", "/away/default", "/away/styled", "/", "", "?a=b"]) {
    const page = await scene.open(between.url + path);
    await page.click("#count");
    await shows(page, "#count", 1);
    // Without the cookie, another session would have been mounted for the socket.
    assert.deepEqual(page.wire.joins.map(([kind]) => kind), [-1]);
  }
});

testBelow("a page comes back to its session", async (scene, between) => {
  scene.expect(NETWORK);
  const page = await scene.open(between.url);
  await page.click("#count");
  await shows(page, "#count", 1);
  between.cut();
  between.refusesSockets = false;
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.live(2);
  await page.click("#count");
  await shows(page, "#count", 2);
});

testBelow("a page without sockets speaks HTTP", async (scene, between) => {
  scene.expect(NETWORK);
  const page = await scene.blank();
  await page.addInitScript(() => document.addEventListener("taut:online", () => (window.isOnline = true)));
  await page.goto(`${between.url}/away`);
  await page.waitForFunction(() => window.isOnline);
  await page.click("#count");
  await shows(page, "#count", 1);
  await lead(page, "/urls?a=b");
  await page.waitForURL(`${between.url}/urls?a=b`);
}, { refusesSockets: true });

testBelow("what a hidden page posts counts", async (scene, between) => {
  scene.expect(NETWORK);
  const page = await scene.open(`${between.url}/away`);
  between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await page.click("#count");
  await page.evaluate(noteAnswers);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  await page.waitForFunction(() => window.answered == 204);
  between.refusesSockets = false;
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow")));
  await shows(page, "#count", 1);
});

testBelow("a handler and a form lead to pages of the application", async (scene, between) => {
  for (const [to, path] of [["/urls#c", "/urls#c"], ["urls?a=b", "/urls?a=b"], ["?q=1", "/away?q=1"]]) {
    const page = await scene.open(`${between.url}/away`);
    await lead(page, to);
    await page.waitForURL(between.url + path);
    await page.goto(`${between.url}/away`);
    await page.fill("#to", to);
    await page.click("#form button");
    await page.waitForURL(between.url + path);
  }
});

testBelow("a guard leads to a page of the application", async (scene, between) => {
  const page = await scene.blank();
  await page.goto(`${between.url}/members/diary`);
  assert.equal(await page.url(), `${between.url}/members/in`);
});

testBelow("without JavaScript forms are sent and lead on", async (scene, between) => {
  const page = await scene.open(`${between.url}/controls`, { javaScriptEnabled: false });
  await page.fill("#title", "by itself");
  await page.click("#submit");
  await shows(page, "#added", "added by itself");
  assert.ok((await page.url()).startsWith(`${between.url}/controls?`));
  await page.goto(`${between.url}/away`);
  await page.fill("#to", "/urls");
  await page.click("#form button");
  await page.waitForURL(`${between.url}/urls`);
}, { needs: "scriptless" });

testBelow("pages of one view", async (scene, between) => {
  const page = await scene.open(`${between.url}/steps/1`);
  await page.evaluate(() => (window.isSame = true));
  await page.click("#next");
  await shows(page, "h1", "[1, 2]");
  await page.click("#go");
  await shows(page, "h1", "[1, 2, 12]");
  assert.equal(await page.url(), `${between.url}/steps/12`);
  await page.evaluate(() => history.back());
  await shows(page, "h1", "[1, 2, 12, 2]");
  assert.ok(await page.evaluate(() => window.isSame));
});
