// A handler leads to another page, over each transport and without JavaScript.

import { noteAnswers } from "./support/clock.mjs";
import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");
const other = await serveForAll("counter");
const NETWORK = /WebSocket connection to .* failed|ERR_/;

const set = (page, selector, to) =>
  page.evaluate(([selector, to]) => {
    const control = document.querySelector(selector);
    control.value = to;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }, [selector, to]);

/** Notes what the page is told of, before it goes. */
const noteErrors = () => {
  addEventListener("taut:error", ({ detail }) => sessionStorage.setItem("error", detail.message));
};

test("a handler leads to another page, and says no error", async (scene) => {
  const page = await scene.blank();
  await page.addInitScript(noteErrors);
  await page.goto(`${server.url}/away`);
  await page.live();
  for (const [to, path] of [["/urls?a=b#c", "/urls?a=b#c"], ["survive", "/survive"], ["?q=ä b", "/away?q=%C3%A4%20b"]]) {
    const joins = page.wire.joins.length;
    await set(page, "#own", to);
    await page.waitForURL(server.url + path);
    await page.live(joins + 1);
    await page.goto(`${server.url}/away`);
    await page.live(joins + 2);
  }
  assert.equal(await page.evaluate(() => sessionStorage.error), undefined);
});

test("a handler leads to another site only by its name, and an address of a user cannot", async (scene) => {
  const page = await scene.open(`${server.url}/away`);
  const host = new URL(other.url).host;
  for (const to of [`//${host}`, other.url, `/\\${host}`, `/\t/${host}`, `\\\\${host}`, "javascript:document.title='bad'"]) {
    await set(page, "#own", to);
    await shows(page, "#error", "The redirect leads to another site.");
    await page.click("#count");
    assert.equal(new URL(await page.url()).pathname, "/away");
  }
  await set(page, "#other", `${other.url}/?there`);
  await page.waitForURL(`${other.url}/?there`);
});

test("over HTTP a handler leads to another page too", async (scene) => {
  scene.expect(NETWORK);
  const between = await scene.proxy(server.port);
  between.refusesSockets = true;
  const page = await scene.blank();
  await page.addInitScript(() => document.addEventListener("taut:online", () => (window.isOnline = true)));
  await page.goto(`${between.url}/away`);
  await page.waitForFunction(() => window.isOnline);
  await set(page, "#own", "/urls");
  await page.waitForURL(`${between.url}/urls`);
});

test("what a page says as it is hidden leads away when it comes back", async (scene) => {
  scene.expect(NETWORK);
  const between = await scene.proxy(server.port);
  const page = await scene.open(`${between.url}/away`);
  between.refusesSockets = true;
  // Nothing stands in for sockets meanwhile.
  between.cutsRequests = /\/http\./;
  between.cutSockets();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await set(page, "#own", "/urls");
  await page.evaluate(noteAnswers);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  await page.waitForFunction(() => window.answered == 204);
  between.refusesSockets = false;
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow")));
  await page.waitForURL(`${between.url}/urls`);
});

test("without JavaScript a form leads to this site and to others, whatever the policy says of forms", { needs: "scriptless" }, async (scene) => {
  for (const path of ["/away", "/away/default"]) {
    for (const to of [`${server.url}/urls`, `${other.url}/?there`]) {
      const page = await scene.open(server.url + path, { javaScriptEnabled: false });
      await page.fill("#to", to.replace(server.url, ""));
      await page.click("#form button");
      await page.waitForURL(to);
    }
  }
});

test("a form that leads away keeps its draft", async (scene) => {
  const page = await scene.open(`${server.url}/away`);
  await page.fill("#note", "half a thought");
  await page.fill("#to", "/urls");
  await page.click("#form button");
  await page.waitForURL(`${server.url}/urls`);
  await page.goto(`${server.url}/away`);
  await page.click("#draft-restore");
  assert.equal(await page.inputValue("#note"), "half a thought");
});

test("a page stays live when it is led to what is no page", async (scene) => {
  scene.expect(/status of 404/);
  const page = await scene.open(`${server.url}/away`);
  // The answer 204 leaves the browser where it is.
  await set(page, "#own", "/favicon.ico");
  await shows(page, "#count", 1);
  await set(page, "#own", "/favicon.ico");
  await shows(page, "#count", 2);
  await page.click("#count");
  await shows(page, "#count", 3);
});
