// A page says that it cannot reach its server from the start, and says nothing while a first connection is only being made.

import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const NETWORK = /WebSocket connection to .* failed|ERR_|status of 40|SyntaxError/;

/** Opens a page behind a proxy that keeps it from its server; the page notes how it has shown its connection. */
async function open(scene, keep, { init } = {}) {
  const between = await scene.proxy(server.port);
  keep(between);
  const page = await scene.blank();
  scene.expect(NETWORK, /^warning: taut:/);
  if (init) await page.addInitScript(init);
  await page.addInitScript(noteStates);
  await page.goto(`${between.url}/survive`);
  await page.waitForSelector("#bump");
  return { page, between };
}

/** Runs in the page. */
function noteStates() {
  window.states = [];
  for (const state of ["online", "offline"]) document.addEventListener(`taut:${state}`, () => window.states.push(state));
  new MutationObserver(() => window.states.push(document.documentElement.dataset.taut ?? null)).observe(document, {
    attributes: true,
    attributeFilter: ["data-taut"],
    subtree: true,
  });
}

const states = (page) => page.evaluate(() => window.states);
const isOffline = (page) => page.waitForSelector("html[data-taut=offline]");

/** What keeps a page from its server, and what lets it through again. */
const REASONS = {
  "sockets are refused, and so is what stands in for them": [
    (between) => Object.assign(between, { refusesSockets: true, cutsRequests: /^POST|http\./ }),
    (between) => Object.assign(between, { refusesSockets: false, cutsRequests: undefined }),
  ],
  "the templates do not come": [
    (between) => (between.cutsRequests = /templates\./),
    (between) => (between.cutsRequests = undefined),
  ],
};

for (const [reason, [keep, letThrough]] of Object.entries(REASONS)) {
  test(`a page is offline from the start when ${reason}, and live when that ends`, async (scene) => {
    const { page, between } = await open(scene, keep);
    await isOffline(page);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement, "::after").content), '"Reconnecting…"');
    // However often it is tried, the page says it once.
    await page.waitForTimeout(1500);
    letThrough(between);
    await page.live();
    await page.click("#bump");
    await shows(page, "#count", 1);
    assert.deepEqual(await states(page), ["offline", "offline", "online", null]);
  });
}

test("a page whose templates are not there any more says so", async (scene) => {
  const page = await scene.blank();
  scene.expect(NETWORK, /^warning: taut:/);
  await page.addInitScript(() => {
    const { fetch } = window;
    window.fetch = (address, options) => fetch(/templates/.test(address) ? "/_taut/templates.gone.json" : address, options);
  });
  await page.goto(`${server.url}/survive`);
  await isOffline(page);
});

/** Runs in the page: keeps back what it does after five seconds without its first connection. */
function keepLate() {
  const { setTimeout: later } = window;
  window.late = [];
  window.setTimeout = (run, wait, ...rest) => (wait == 5_000 ? window.late.push(run) : later(run, wait, ...rest));
}

test("a page whose server does not answer its join says so after five seconds", async (scene) => {
  const { page, between } = await open(scene, (between) => between.hold(), { init: keepLate });
  await between.keeps(1);
  assert.deepEqual(await states(page), []);
  assert.equal(await page.evaluate(() => window.late.length), 1);
  await page.evaluate(() => window.late[0]());
  await isOffline(page);
  between.flow();
  await page.live();
  await page.waitForFunction(() => !document.documentElement.dataset.taut);
});

test("a first connection that is slow shows nothing while it is made", async (scene) => {
  const { page } = await open(scene, (between) => (between.latency = 300), { init: keepLate });
  await page.live();
  await page.waitForFunction(() => window.states.length);
  assert.deepEqual(await states(page), ["online"]);
});

test("a connection that is lost is offline once, however often it is tried again", async (scene) => {
  const { page, between } = await open(scene, () => {});
  await page.waitForFunction(() => window.states.length);
  between.refuses = true;
  between.cut();
  await isOffline(page);
  await page.waitForTimeout(1500);
  between.refuses = false;
  await page.live(2);
  await page.waitForFunction(() => window.states.length > 3);
  assert.deepEqual(await states(page), ["online", "offline", "offline", "online", null]);
});
