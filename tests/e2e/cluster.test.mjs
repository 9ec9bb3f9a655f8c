// Several processes with an engine between them serve the same pages.

import { fetch } from "./support/fetch.mjs";
import { assert, shows, test, texts } from "./support/scene.mjs";

/** Starts processes with an engine of their own. */
async function cluster(scene, processes) {
  const engine = await scene.valkey();
  const env = { TAUT_CLUSTER: engine.url };
  const servers = await Promise.all(Array.from({ length: processes }, () => scene.serve("e2e-server", { env })));
  return { engine, servers };
}

const say = (server, run, line) => fetch(`${server.url}/cluster/say?run=${run}&line=${line}`);

const showsLines = (page, lines) =>
  page.waitForFunction((lines) => [...document.querySelectorAll("#lines li")].map((line) => line.textContent).join() == lines, lines.join());

test("what one process publishes reaches the pages of all, in its order", async (scene) => {
  const { servers } = await cluster(scene, 2);
  const [here, there] = await Promise.all(servers.map((server) => scene.open(`${server.url}/cluster?run=ada`)));
  for (const line of ["one", "two", "three"]) await say(servers[0], "ada", line);
  await showsLines(there, ["one", "two", "three"]);
  await showsLines(here, ["one", "two", "three"]);
  await say(servers[1], "ada", "four");
  await showsLines(here, ["one", "two", "three", "four"]);
  await shows(there, "#missed", "0");
});

test("a user who is signed out at one process is signed out at all", async (scene) => {
  scene.expect(/WebSocket connection to .* failed/, /^warning: taut: /);
  const { servers } = await cluster(scene, 2);
  const pages = await Promise.all(servers.map((server) => scene.open(`${server.url}/cluster?run=bob`)));
  const others = await scene.open(`${servers[1].url}/cluster?run=eve`);
  for (const page of pages) {
    await page.click("#add");
    await shows(page, "#add", "1");
  }
  await fetch(`${servers[0].url}/cluster/sign-out?run=bob`);
  // The guard lets the user in again, with nothing of the session before.
  for (const page of pages) await shows(page, "#add", "0");
  await others.click("#add");
  await shows(others, "#add", "1");
});

test("while the engine is gone, each process goes on, and its pages learn that they have missed something", async (scene) => {
  const { engine, servers } = await cluster(scene, 2);
  const [here, there] = await Promise.all(servers.map((server) => scene.open(`${server.url}/cluster?run=cem`)));
  await engine.kill();
  await say(servers[0], "cem", "alone");
  await showsLines(here, ["alone"]);
  const ready = async () => (await fetch(`${servers[1].url}/_taut/ready`)).text();
  while ((await ready()) == "ok") await new Promise((resolve) => setTimeout(resolve, 50));
  await engine.start();
  for (const page of [here, there]) await page.waitForFunction(() => document.querySelector("#missed").textContent > 0);
  while ((await ready()) != "ok") await new Promise((resolve) => setTimeout(resolve, 50));
  await say(servers[0], "cem", "together");
  await showsLines(there, ["together"]);
  assert.deepEqual(await texts(here, "#lines li"), ["alone", "together"]);
});

/** What a page says whose connection is cut, or whose session is elsewhere. */
const NETWORK = /WebSocket connection to .* failed/;

const counts = async (page, count) => {
  await page.click("#add");
  await shows(page, "#add", String(count));
};

test("a page of one process may open its socket at another, and takes its state along", async (scene) => {
  const { servers } = await cluster(scene, 2);
  const between = await scene.proxy(servers[0].port);
  between.refusesSockets = true;
  scene.expect(NETWORK);
  const page = await scene.blank();
  await page.goto(`${between.url}/cluster?run=dan`);
  between.targets = [servers[1].port];
  between.cut();
  between.refusesSockets = false;
  await page.live();
  for (const count of [1, 2, 3]) await counts(page, count);
});

test("a page that comes back at another process has what it had, again and again", async (scene) => {
  scene.expect(NETWORK);
  const { servers } = await cluster(scene, 3);
  const between = await scene.proxy(servers[0].port);
  const page = await scene.open(`${between.url}/cluster?run=eva`);
  let count = 0;
  for (const server of [servers[1], servers[2], servers[0]]) {
    await counts(page, ++count);
    await say(server, "eva", `line ${count}`);
    await shows(page, "#lines li:last-child", `line ${count}`);
    between.targets = [server.port];
    between.cut();
    await page.live(count + 1);
  }
  await counts(page, ++count);
});

test("a page whose process is killed comes back at another one", async (scene) => {
  scene.expect(NETWORK, /ERR_CONNECTION|WebSocket/);
  const { servers } = await cluster(scene, 2);
  const between = await scene.proxy(servers[0].port);
  const page = await scene.open(`${between.url}/kept`);
  for (const row of [1, 2, 3]) {
    await page.click("#add");
    await page.waitForSelector(`#row-${row}`);
  }
  // Changes are saved within a second.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  between.targets = [servers[1].port];
  await servers[0].kill();
  await page.live(2);
  await page.click("#add");
  await page.waitForSelector("#row-4");
  assert.equal(await page.locator("li").count(), 4);
});

test("the chat of two processes is one: lines, and who is there, through cuts and a killed process", async (scene) => {
  scene.expect(NETWORK, /ERR_CONNECTION|WebSocket/);
  const engine = await scene.valkey();
  const args = ["--cluster", engine.url];
  const servers = await Promise.all([0, 1].map(() => scene.serve("chat", { args })));
  const ports = servers.map((server) => server.port);
  const between = await Promise.all(ports.map((port) => scene.proxy(port)));
  for (const proxy of between) proxy.latency = 150;
  const [ada, bob] = await Promise.all(between.map((proxy) => scene.open(`${proxy.url}/rooms/rust`)));
  const say = async (page, line) => {
    await page.fill("#line", line);
    await page.click("#send");
  };
  const showsLines = (page, lines) =>
    page.waitForFunction((lines) => [...document.querySelectorAll("#lines li")].map((line) => line.textContent).join() == lines, lines.join());
  const showsPresent = (page, names) =>
    page.waitForFunction((names) => document.querySelector("#present").innerText.split(/\s+/).filter(Boolean).sort().join() == names, names.join());
  await ada.fill("#name", "Ada");
  await bob.fill("#name", "Bob");
  await say(ada, "Hello");
  await say(bob, "Hi");
  for (const page of [ada, bob]) {
    await showsPresent(page, ["Ada", "Bob"]);
    await page.waitForFunction(() => document.querySelectorAll("#lines li").length == 2);
  }
  const said = await texts(ada, "#lines li");
  await showsLines(bob, said);
  // Ada's connection moves to the other process, and back to nobody's surprise.
  between[0].targets = [ports[1]];
  between[0].cut();
  await ada.live(2);
  await say(ada, "Still here");
  await showsLines(bob, [...said, "Ada Still here"]);
  await showsPresent(bob, ["Ada", "Bob"]);
  const eve = await scene.open(`${servers[0].url}/rooms/rust`);
  await eve.fill("#name", "Eve");
  await eve.locator("#name").blur();
  for (const page of [ada, bob]) await showsPresent(page, ["Ada", "Bob", "Eve"]);
  await servers[0].kill();
  // Her page finds no other process, and is gone for the others when the process counts as dead.
  await showsPresent(ada, ["Ada", "Bob"]);
  await eve.close();
  await say(bob, "Is anybody gone?");
  await showsLines(ada, [...said, "Ada Still here", "Bob Is anybody gone?"]);
  for (const page of [ada, bob]) await showsPresent(page, ["Ada", "Bob"]);
  // Bob's process is killed, too: the first one is there again.
  await servers[0].start();
  for (const proxy of between) proxy.targets = [servers[0].port];
  await servers[1].kill();
  await Promise.all([ada.live(3), bob.live(2)]);
  await say(ada, "Back");
  for (const page of [ada, bob]) {
    await page.waitForFunction(() => document.querySelector("#lines li:last-child").textContent == "Ada Back");
    assert.equal(await page.locator("#lines li").count(), 5);
  }
  await showsPresent(ada, ["Ada", "Bob"]);
});
