// Users sign in and out: what was theirs is nobody else's.

import { assert, counts, press, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");
const DIARY = `${server.url}/members/diary`;
const NETWORK = /WebSocket connection to .* failed/;
/** What a page says when its session is over. */
const OVER = /^warning: taut: /;

/** Signs in, by the form that the guard leads to. */
async function signIn(page, user) {
  await page.goto(DIARY);
  await page.waitForURL("**/members/in");
  await page.fill("#user", user);
  const before = page.wire.joins.length;
  await page.press("#user", "Enter");
  await page.waitForURL("**/members/diary");
  await page.live(before + 1);
}

async function signOut(page) {
  await press(page, "#out");
  await page.waitForURL("**/members/in");
}

const kept = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("taut:")).length);
const heading = (user) => `The diary of ${user}`;

test("a guard that reads actix-session leads to the sign-in, and back", async (scene) => {
  const page = await scene.blank();
  await signIn(page, "ali");
  await shows(page, "#owner", heading("ali"));
  await page.fill("#text", "Dear diary");
  await page.locator("#text").blur();
  await shows(page, "#last", "Dear diary");
});

test("signing out takes all pages of the user along, in every tab", async (scene) => {
  scene.expect(NETWORK, OVER);
  const page = await scene.blank();
  await signIn(page, "bea");
  const other = await scene.pageIn(page.context());
  await other.goto(DIARY);
  await other.live();
  await signOut(page);
  await other.waitForURL("**/members/in");
});

test("the back button shows nothing of a user who has signed out", async (scene) => {
  scene.expect(NETWORK, OVER);
  const page = await scene.blank();
  await signIn(page, "cem");
  await page.fill("#text", "Nobody reads this");
  await signOut(page);
  await page.goBack();
  await page.waitForURL("**/members/in");
  assert.equal(await page.locator("#owner").count(), 0);
});

test("drafts and cached results of one user are gone when another one signs in", async (scene) => {
  scene.expect(NETWORK, OVER);
  const page = await scene.blank();
  await signIn(page, "dan");
  await page.fill("#word", "rain");
  await shows(page, "#found li", "dan on rain");
  await page.fill("#text", "half a thought");
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("taut:")));
  await signOut(page);
  await signIn(page, "eva");
  await shows(page, "#owner", heading("eva"));
  assert.equal(await kept(page), 0, "no draft of his is left in the browser");
  assert.equal(await page.locator("#draft-restore").count(), 0);
  await page.fill("#word", "rain");
  await shows(page, "#found li", "eva on rain");
});

test("a draft waits for the user who comes back, through public pages and a new browser session", async (scene) => {
  scene.expect(NETWORK, OVER);
  const page = await scene.blank();
  await signIn(page, "fay");
  await page.fill("#text", "half a thought");
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("taut:")));
  await signOut(page);
  await page.goto(`${server.url}/members/contact`);
  await page.fill("#question", "a question");
  await page.waitForFunction(() => Object.keys(localStorage).filter((key) => key.startsWith("taut:")).length == 2);
  await page.context().clearCookies({ name: "taut" });
  await signIn(page, "fay");
  await page.waitForSelector("#draft-restore");
  await press(page, "#draft-restore");
  assert.equal(await page.inputValue("#text"), "half a thought");
});

test("a page that stays open while somebody else signs in belongs to nobody", async (scene) => {
  scene.expect(NETWORK, OVER);
  const page = await scene.blank();
  await signIn(page, "gil");
  const other = await scene.pageIn(page.context());
  await other.goto(DIARY);
  await other.live();
  await signOut(other);
  await page.waitForURL("**/members/in");
  await signIn(other, "hal");
  await counts(page, "#owner", 0);
});

test("a page that comes back when somebody else has signed in is loaded anew, with drafts of its own", async (scene) => {
  scene.expect(NETWORK, OVER);
  const page = await scene.blank();
  await signIn(page, "ida");
  await page.evaluate(() => {
    const Real = WebSocket;
    window.held = [];
    window.WebSocket = class {
      constructor(url) {
        if (!window.held) return new Real(url);
        window.held.push(this);
      }
      close() {}
    };
  });
  await page.fill("#text", "a thought of ida");
  const other = await scene.pageIn(page.context());
  await other.goto(DIARY);
  await other.live();
  await signOut(other);
  await page.waitForFunction(() => window.held.length == 1);
  await signIn(other, "jan");
  await page.evaluate(() => {
    const sockets = window.held.splice(0);
    window.held = undefined;
    for (const socket of sockets) socket.onclose({ reason: "" });
  });
  await shows(page, "#owner", heading("jan"));
  await page.waitForFunction(() => window.taut && !window.held && document.querySelector("#text").value == "");
  await page.fill("#text", "a thought of jan");
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("taut:")));
  const drafts = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith("taut:")));
  const own = await page.getAttribute("script[data-draft]", "data-draft");
  assert.deepEqual(drafts.map(([key]) => key), [`taut:${own}`], "nothing of ida's is left, and nothing is kept for her");
});
