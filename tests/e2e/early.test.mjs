// What users do while the page is there and the client is not.

import { assert, serveForAll, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** What a page loads after its own HTML, and before it is live. */
const LATE = {
  "the client": /GET \S*\/taut\.\w+\.js/,
  "the templates": /GET \S*\/templates\./,
  "both of them": /GET \S*\/(taut\.\w+\.js|templates\.)/,
  "the socket": /Upgrade: websocket/i,
};

/** Opens a page part of which does not come before `goOn`. */
async function openHalf(scene, path, stalls) {
  const between = await scene.proxy(server.port);
  between.stalls = stalls;
  const page = await scene.blank();
  await page.goto(between.url + path, { waitUntil: "commit" });
  await page.waitForFunction(() => document.readyState != "loading");
  return [page, () => between.goOn()];
}

for (const [what, stalls] of Object.entries(LATE)) {
  test(`clicks, keys and submits before ${what} came are done`, async (scene) => {
    const [page, goOn] = await openHalf(scene, "/early", stalls);
    await page.click("#once");
    await page.click("#inner");
    await page.dblclick("#twice");
    await page.focus("#keys");
    await page.keyboard.press("Enter");
    await page.keyboard.press("x");
    await page.click("#send");
    goOn();
    await page.live();
    await page.waitForFunction(() => document.querySelectorAll("#log li").length == 8);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("#log li")].map((line) => line.textContent)), [
      "once", "inner", "outer", "click", "click", "twice", "enter", "send",
    ]);
    assert.equal(new URL(await page.url()).search, "");
  });
}

for (const [selector, expected] of [["#link", "?link"], ["#search button", "?query="], ["#elsewhere button", "?elsewhere="]]) {
  test(`a click on ${selector} before the client came is what HTML does`, async (scene) => {
    const [page] = await openHalf(scene, "/early", LATE["the client"]);
    // Firefox and WebKit end what a page loads when it is left, which `start.ts` takes for a failure.
    scene.expect(/^warning: taut: TypeError: .*module/);
    await page.click(selector, { noWaitAfter: true });
    await page.waitForFunction((expected) => location.search == expected, expected);
  });
}

test("a box that is ticked before the client is there is told, also while it has the focus", async (scene) => {
  const [page, goOn] = await openHalf(scene, "/lost", LATE["the client"]);
  await page.click("#agreed");
  await page.selectOption("#size", "L");
  await page.focus("#size");
  goOn();
  await page.waitForFunction(() => document.querySelector("#heard").textContent == "agreed true\nsize L");
});

test("a form that nobody listens to has its turn when the client is there", async (scene) => {
  const [page, goOn] = await openHalf(scene, "/early", LATE["the client"]);
  await page.fill("#plain input", "tea");
  await page.click("#plain button");
  goOn();
  await page.waitForFunction(() => location.search == "?plain=tea");
});

test("a page whose client does not come says so, and sends its forms", async (scene) => {
  const between = await scene.proxy(server.port);
  between.cutsRequests = LATE["the client"];
  const page = await scene.blank();
  scene.expect(/Failed to load resource|Failed to fetch dynamically imported module|taut:/);
  await page.goto(`${between.url}/early`);
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await page.fill("#plain input", "tea");
  await page.click("#plain button", { noWaitAfter: true });
  await page.waitForFunction(() => location.search == "?plain=tea");
});
