// Servers stop and are killed, browsers go offline: what is kept comes back, and nobody else gets it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { fetch } from "./support/fetch.mjs";
import { assert, counts, shows, test } from "./support/scene.mjs";

const NETWORK = /WebSocket connection to .* failed|ERR_CONNECTION/;

/** A server with a store in a file of its own. */
async function storing(scene, run) {
  const folder = mkdtempSync(path.join(tmpdir(), "taut-"));
  scene.expect(NETWORK);
  try {
    const server = await scene.serve("e2e-server", { env: { TAUT_STORE: path.join(folder, "sessions.redb") } });
    await run(server);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Saving takes less than a second, but for machines that stall. */
const saved = () => new Promise((resolve) => setTimeout(resolve, 3000));

test("a killed server comes back with what was saved within a second, and the page with what is typed", (scene) =>
  storing(scene, async (server) => {
    const page = await scene.open(`${server.url}/kept`);
    await page.fill("#name", "Before");
    await page.click("#add");
    await page.click("#add");
    await counts(page, "li", 2);
    await page.fill("#typed", "never sent");
    await saved();
    await server.kill();
    await page.fill("#name", "During");
    await server.start();
    await page.live(2);
    await shows(page, "#title", "During");
    await shows(page, "#visitor", "somebody");
    assert.equal(await page.inputValue("#typed"), "never sent");
    await page.click("#row-1 button");
    await counts(page, "li", 1);
    assert.equal(page.wire.joins.at(-1)[0], -1, "it is the same session");
  }));

test("a server that is told to stop saves what there is, and says when to come back", (scene) =>
  storing(scene, async (server) => {
    const page = await scene.open(`${server.url}/stopped`);
    for (const count of [1, 2, 3]) {
      await page.click("#bump");
      await shows(page, "#bump", count);
    }
    const began = Date.now();
    await server.stop();
    assert.ok(Date.now() - began < 10_000, "it stops");
    await page.waitForSelector("[data-taut=offline]");
    await page.click("#bump");
    await server.start();
    await page.live(2);
    await shows(page, "#bump", 4);
    assert.equal(page.wire.joins.at(-1)[0], -1, "it is the same session");
  }));

test("without JavaScript, a page and its form go on in a server that has started again", { needs: "scriptless" }, (scene) =>
  storing(scene, async (server) => {
    const page = await scene.open(`${server.url}/kept`, { javaScriptEnabled: false });
    const again = async () => {
      await server.stop();
      await server.start();
    };
    const write = async (line) => {
      await page.fill("[name=line]", line);
      await page.click("form button");
    };
    await write("one");
    await shows(page, "#lines", " one");
    await again();
    await page.reload();
    assert.equal(await page.textContent("#lines"), " one");
    await again();
    await write("two");
    await shows(page, "#lines", " one two");
    await again();
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const post = (action, line) =>
      fetch(action, { method: "POST", redirect: "manual", headers: { origin: server.url, cookie }, body: new URLSearchParams({ line }) });
    const action = server.url + (await page.getAttribute("form", "action"));
    for (let times = 0; times < 2; times++) {
      const sent = await post(action, "three");
      assert.equal(sent.status, 303);
      await page.goto(server.url + sent.headers.get("location"));
      assert.equal(await page.textContent("#lines"), " one two three", "the same form counts once");
    }
    assert.equal((await post(action, "four")).status, 422, "the page has changed since");
  }));

test("what was not saved starts anew", (scene) =>
  storing(scene, async (server) => {
    const page = await scene.open(`${server.url}/stopped`);
    await page.click("#bump");
    await shows(page, "#bump", 1);
    await server.restart();
    await page.live(2);
    await shows(page, "#bump", 0);
    assert.equal(page.wire.joins.at(-1)[0], -3, "it is another session");
  }));

test("a session is that of its browser: a stolen token starts anew", (scene) =>
  storing(scene, async (server) => {
    const page = await scene.open(`${server.url}/stopped`);
    await page.click("#bump");
    await shows(page, "#bump", 1);
    const own = await page.evaluate(() => document.querySelector("script[data-token]").dataset.token);
    const thief = await scene.blank();
    await thief.goto(`${server.url}/stopped`);
    await thief.live();
    await thief.evaluate((taut) => history.replaceState({ taut }, ""), own);
    await thief.reload();
    await thief.live(2);
    await shows(thief, "#bump", 0);
    await page.click("#bump");
    await shows(page, "#bump", 2);
  }));

test("a second tab does not take the session of the first one", (scene) =>
  storing(scene, async (server) => {
    const page = await scene.open(`${server.url}/stopped`);
    const other = await scene.pageIn(page.context());
    await other.goto(`${server.url}/stopped`);
    await other.live();
    await page.click("#bump");
    await shows(page, "#bump", 1);
    await shows(other, "#bump", 0);
  }));
