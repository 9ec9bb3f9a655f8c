// Without JavaScript, links are links, and forms are sent.

import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const form = await serveForAll("form");
const shared = await serveForAll("e2e-server");

const bare = { javaScriptEnabled: false };
const needs = "scriptless";

test("the example `form` works without JavaScript", { needs }, async (scene) => {
  const page = await scene.open(form.url, bare);
  await page.fill("#name", "A");
  await page.click("form button");
  await shows(page, "#name-error", "At least two letters, please.");
  await page.fill("#name", "Ada");
  await page.fill("#email", "ada@example.org");
  await page.fill("#password", "Long enough 1");
  await page.click("form button");
  await shows(page, "#welcome", "Welcome, Ada! We have written to ada@example.org.");
});

test("a page that answers a form sends nothing again", { needs }, async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await scene.open(`${between.url}/controls`, bare);
  await page.fill("#title", "by <itself>");
  await page.click("#submit");
  await shows(page, "#added", "added by <itself>");
  for (let times = 0; times < 2; times++) {
    await page.reload();
    assert.equal(await page.textContent("#added"), "added by <itself>");
  }
  assert.equal(between.requests.filter((line) => line.startsWith("POST ")).length, 1);
});

test("what a handler says against a form is told", { needs }, async (scene) => {
  scene.expect(/status of 422/);
  const page = await scene.open(`${shared.url}/controls`, bare);
  await page.fill("#title", "bad");
  await page.click("#submit");
  await shows(page, "p[role=alert]", "Not that title.");
  await page.fill("#title", "good");
  await page.click("#submit");
  await shows(page, "#added", "added good");
  assert.equal(await page.locator("p[role=alert]").count(), 0);
});

test("a page that answers a form is live where there is JavaScript", async (scene) => {
  // The form takes the session from the socket.
  scene.expect(/another connection/);
  const live = await scene.blank();
  await live.goto(`${shared.url}/controls`);
  await live.live();
  // What a browser does that has not loaded the client yet.
  await live.evaluate(() => {
    document.querySelector("#title").value = "early";
    HTMLFormElement.prototype.submit.call(document.querySelector("#form"));
  });
  await live.live(2);
  assert.equal(await live.textContent("#added"), "added early");
  await live.fill("#title", "late");
  await live.click("#submit");
  await live.waitForFunction(() => document.querySelector("#added").textContent == "added late");
  await live.click("#clear");
  await live.waitForFunction(() => document.querySelector("#added").textContent == "");
  // It was live, so its session is not for a page that is loaded again.
  await live.reload();
  await live.live(3);
  assert.doesNotMatch(await live.url(), /taut-form/);
});

test("another site cannot send a form, though it knows the address", async (scene) => {
  scene.expect(/status of 403/);
  const page = await scene.open(`${shared.url}/controls`);
  const action = await page.getAttribute("#form", "action");
  // Another origin, with the same cookies: ports do not part them.
  const other = await scene.pageIn(page.context());
  // A page without a policy, which would keep its forms at home.
  await other.goto(`${form.url}/_taut/health`);
  await other.evaluate((address) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: address });
    form.append(Object.assign(document.createElement("input"), { name: "title", value: "forged" }));
    document.body.append(form);
    form.submit();
  }, shared.url + action);
  await other.waitForURL((url) => url.port != new URL(form.url).port);
  assert.match(await other.textContent("body"), /sent by no page of this site/);
  await page.click("#set");
  await page.waitForFunction(() => document.querySelector("#said").textContent == "set");
  assert.equal(await page.textContent("#added"), "");
});
