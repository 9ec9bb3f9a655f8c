// Pages of one view: links, back and forward change the address and tell the server, and all else stays as it is.

import { fetch } from "./support/fetch.mjs";
import { assert, press, serveForAll, shows, test, texts } from "./support/scene.mjs";

const server = await serveForAll("pages");
const shared = await serveForAll("e2e-server", { env: { TAUT_ERROR_PAGE: "1" } });

const NETWORK = /WebSocket connection to .* failed|ERR_|^warning: taut:/;
const MODIFIED = { needs: "devtools" };

/** Opens a page that can be told from the same page, loaded again. */
async function open(scene, url) {
  const page = await scene.open(url);
  await page.evaluate(() => (window.isSame = true));
  return page;
}

const address = async (page) => (await page.url()).replace(/^http:\/\/[^/]+/, "");
const isSame = (page) => page.evaluate(() => window.isSame);
/** The link to a page of the inbox. */
const link = (page) => `[aria-label=Pages] a:nth-of-type(${page})`;

/** Clicks a link by its text, without the pointer. */
const follow = (page, name) =>
  page.evaluate((name) => [...document.querySelectorAll("a")].find((link) => link.textContent == name).click(), name);

/** Waits until a page of the inbox is shown: by its title, and the link that is the current one. */
async function showsPage(page, number, path) {
  await page.waitForFunction((number) => {
    const current = [...document.querySelectorAll("[aria-label=Pages] [aria-current]")].map((link) => link.textContent);
    return document.title == `Inbox, page ${number}` && current == number;
  }, String(number));
  assert.equal(await address(page), path);
}

test("a link to the same view changes the address in one round trip, and focus, text and scroll stay", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, `${between.url}/`);
  await page.evaluate(() => {
    document.body.style.paddingTop = "3000px";
    scrollTo(0, 2000);
    window.input = document.querySelector("input");
    document.querySelector("[aria-label=Pages] a:nth-of-type(2)").focus();
  });
  const scroll = await page.evaluate(() => scrollY);
  await follow(page, "2");
  await showsPage(page, 2, "/?page=2");
  assert.deepEqual(page.wire.up.slice(1), [[1, 0, "/?page=2"]]);
  assert.equal(page.wire.patches.length, 1);
  assert.deepEqual(between.requests.filter((line) => line.includes("page=")), []);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "2");
  assert.equal(await page.evaluate(() => scrollY), scroll);
  assert.ok(await page.evaluate(() => window.input.isConnected && window.isSame));
});

test("back and forward show the pages between which links have led", async (scene) => {
  const page = await open(scene, `${server.url}/`);
  await follow(page, "2");
  await showsPage(page, 2, "/?page=2");
  await follow(page, "Open");
  await showsPage(page, 1, "/?filter=Open");
  await page.evaluate(() => history.go(-2));
  await showsPage(page, 1, "/");
  await page.evaluate(() => history.forward());
  await showsPage(page, 2, "/?page=2");
  await page.reload();
  await showsPage(page, 2, "/?page=2");
});

test("what is typed is in the address, without a trace in the history", async (scene) => {
  const page = await open(scene, `${server.url}/`);
  const before = await page.evaluate(() => history.length);
  await page.focus("input");
  await page.fill("input", "lamp");
  await page.waitForFunction(() => location.search == "?text=lamp");
  assert.deepEqual(await texts(page, "li"), ["The lamp is broken", "The lamp is too loud", "The lamp is missing", "The lamp needs paint"]);
  assert.equal(await page.evaluate(() => history.length), before);
  assert.equal(await page.evaluate(() => document.activeElement.value), "lamp");
  await page.fill("input", "lamp & +");
  await page.waitForFunction(() => location.search == "?text=lamp%20%26%20%2B");
  await page.reload();
  assert.equal(await page.inputValue("input"), "lamp & +");
});

test("on a slow connection the address is there at once, and the last page is shown at last", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, `${between.url}/`);
  between.latency = 150;
  for (const name of ["2", "3", "4"]) {
    await follow(page, name);
    assert.equal(await address(page), `/?page=${name}`);
  }
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => location.search == "?page=3");
  await page.wire.until((frames) => frames.patches.length == 4);
  await showsPage(page, 3, "/?page=3");
  assert.ok(await isSame(page));
});

test("a page is where its address is after a cut, however little was heard", async (scene) => {
  scene.expect(NETWORK);
  const between = await scene.proxy(server.port);
  const page = await open(scene, `${between.url}/`);
  for (const [direction, name] of [["up", "2"], ["down", "3"]]) {
    const joins = page.wire.joins.length;
    between.hold(direction);
    await follow(page, name);
    if (direction == "down") await between.keeps(1, direction);
    between.cutSockets();
    between.flow(direction);
    await page.live(joins + 1);
    await showsPage(page, name, `/?page=${name}`);
  }
  assert.ok(await isSame(page));
});

test("a page whose session is lost comes back where its address is", async (scene) => {
  scene.expect(NETWORK);
  const own = await scene.serve("pages");
  const page = await open(scene, `${own.url}/`);
  await follow(page, "2");
  await showsPage(page, 2, "/?page=2");
  await own.restart();
  await page.live(2);
  await showsPage(page, 2, "/?page=2");
  await follow(page, "3");
  await showsPage(page, 3, "/?page=3");
  assert.ok(await isSame(page));
});

test("back and forward while there is no connection are made up for", async (scene) => {
  scene.expect(NETWORK);
  const own = await scene.serve("pages");
  const between = await scene.proxy(own.port);
  const page = await open(scene, `${between.url}/`);
  await follow(page, "2");
  await showsPage(page, 2, "/?page=2");
  between.refuses = true;
  between.cut();
  await page.waitForFunction(() => document.documentElement.dataset.taut == "offline");
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => !location.search);
  // Links are links meanwhile.
  const isLink = await page.evaluate(() => {
    let isPrevented;
    addEventListener("click", (event) => {
      isPrevented = event.defaultPrevented;
      event.preventDefault();
    }, { once: true });
    document.querySelector("nav a").click();
    return !isPrevented;
  });
  assert.ok(isLink);
  await own.restart();
  between.refuses = false;
  await page.live(2);
  await showsPage(page, 1, "/");
  assert.ok(await isSame(page));
});

test("links that are not for the view are links", MODIFIED, async (scene) => {
  const page = await open(scene, `${server.url}/`);
  const context = page.context();
  for (const modifiers of [["Control"], ["Shift"]]) {
    const [tab] = await Promise.all([context.waitForEvent("page"), page.click(link(2), { modifiers })]);
    await tab.close();
  }
  await page.evaluate(() => (document.querySelectorAll("[aria-label=Pages] a")[2].target = "_blank"));
  const [tab] = await Promise.all([context.waitForEvent("page"), page.click(link(3))]);
  await tab.close();
  assert.equal(await address(page), "/");
  assert.ok(await isSame(page));
  await page.evaluate(() => document.addEventListener("click", (event) => event.preventDefault(), { once: true }));
  await page.click(link(2));
  assert.equal(await address(page), "/");
});

test("a page of another view comes over the same socket, in one round trip", async (scene) => {
  const between = await scene.proxy(server.port);
  const page = await open(scene, `${between.url}/?page=2`);
  await page.evaluate(() => {
    window.link = document.querySelector("link[rel=stylesheet]");
    document.body.style.paddingTop = "3000px";
    scrollTo(0, 2000);
  });
  const scroll = await page.evaluate(() => scrollY);
  page.wire.forget();
  await follow(page, "The lamp is too loud");
  await shows(page, "h1", "The lamp is too loud");
  assert.equal(await address(page), "/tickets/7");
  assert.equal(await page.title(), "The lamp is too loud");
  assert.deepEqual(page.wire.up, [["", -1, "", "/tickets/7"]]);
  assert.equal(page.wire.down.length, 1);
  const loaded = await (await fetch(`${server.url}/tickets/7`)).arrayBuffer();
  assert.ok(page.wire.sizes[0] < 0.6 * loaded.byteLength, `${page.wire.sizes[0]} of ${loaded.byteLength} bytes`);
  assert.deepEqual(between.requests.filter((line) => line.includes("/tickets/")), []);
  assert.equal(await page.evaluate(() => document.activeElement.localName), "h1");
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.ok(await page.evaluate(() => window.link.isConnected && document.querySelectorAll("link[rel=stylesheet]").length == 2));
  // The page is live, and so is the one before it.
  await follow(page, "Next ticket");
  await shows(page, "h1", "The window is too loud");
  await page.evaluate(() => history.go(-2));
  await showsPage(page, 2, "/?page=2");
  await page.evaluate(() => history.forward());
  await shows(page, "h1", "The lamp is too loud");
  await follow(page, "Inbox");
  await showsPage(page, 1, "/");
  await follow(page, "3");
  await showsPage(page, 3, "/?page=3");
  assert.equal(page.wire.sockets, 0);
  assert.ok(await isSame(page));
  assert.ok(scroll > 0);
});

test("back and forward lead to where a page was scrolled to", async (scene) => {
  const page = await open(scene, `${shared.url}/steps/1`);
  const scrolled = (to) => page.waitForFunction((to) => Math.round(scrollY) == to, to);
  await page.evaluate(() => scrollTo(0, 2000));
  await press(page, "#other");
  await shows(page, "h1", "The other page, after 0 counts");
  await scrolled(0);
  await page.evaluate(() => scrollTo(0, 1500));
  await page.evaluate(() => history.back());
  await showsSteps(page, [1]);
  await scrolled(2000);
  await page.evaluate(() => history.forward());
  await shows(page, "h1", "The other page, after 0 counts");
  await scrolled(1500);
  await page.reload();
  await scrolled(1500);
});

test("what is on its way is settled before a page is left, and what is typed is sent", async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await open(scene, `${between.url}/steps/1`);
  between.latency = 50;
  await page.evaluate(() => {
    for (let click = 0; click < 3; click++) document.querySelector("#count").click();
    document.querySelector("#other").click();
  });
  await shows(page, "h1", "The other page, after 3 counts");
  assert.equal(await address(page), "/other");
  await press(page, "#again");
  await shows(page, "h1", "The other page, after 3 counts, again");
  assert.ok(await isSame(page));
  await page.evaluate(() => history.go(-2));
  await showsSteps(page, [1]);
  await press(page, "#next");
  await showsSteps(page, [1, 2]);
  assert.ok(await isSame(page));
});

test("back, before a page of another view has come, leads to the page of its address", async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await open(scene, `${between.url}/steps/1`);
  between.hold();
  await follow(page, "Other");
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => !window.isSame && document.querySelector("h1")?.textContent == "[1]");
  between.flow();
  assert.equal(await address(page), "/steps/1");
  await press(page, "#count");
  await shows(page, "#count", "1");
  await follow(page, "Other");
  await shows(page, "h1", "The other page, after 1 counts");
});

test("a link that is too long for the server to be told of is loaded", async (scene) => {
  const page = await open(scene, `${shared.url}/steps/1`);
  const long = `/steps/1?note=${"x".repeat(5000)}`;
  await page.evaluate((long) => (document.querySelector("#next").href = long), long);
  await follow(page, "Next");
  await page.waitForFunction(() => !window.isSame && document.querySelector("#note")?.value.length == 5000);
  assert.equal(await address(page), long);
});

test("a handler leads to a page of another view, over the same socket", async (scene) => {
  const page = await open(scene, `${shared.url}/steps/1`);
  await press(page, "#leave");
  await shows(page, "h1", "The other page, after 0 counts");
  await press(page, "#back");
  await showsSteps(page, [7]);
  assert.ok(await isSame(page));
});

test("a cut on the way to a page of another view loads it", async (scene) => {
  scene.expect(NETWORK);
  const between = await scene.proxy(server.port);
  for (const direction of ["up", "down"]) {
    const page = await open(scene, `${between.url}/?page=2`);
    between.hold(direction);
    await follow(page, "The lamp is too loud");
    await between.keeps(1, direction);
    between.cutSockets();
    between.flow(direction);
    await shows(page, "h1", "The lamp is too loud");
    assert.equal(await address(page), "/tickets/7");
    await page.evaluate(() => history.back());
    await showsPage(page, 2, "/?page=2");
  }
});

test("a page of another view comes back where its address is after a cut, and when its session is lost", async (scene) => {
  scene.expect(NETWORK);
  const own = await scene.serve("pages");
  const between = await scene.proxy(own.port);
  const page = await open(scene, `${between.url}/`);
  await follow(page, "The door is broken");
  await shows(page, "h1", "The door is broken");
  const joins = page.wire.joins.length;
  between.cutSockets();
  await page.live(joins + 1);
  assert.equal(page.wire.joins.at(-1)[0], -1, "the same session");
  await own.restart();
  await page.live(joins + 2);
  await follow(page, "Next ticket");
  await shows(page, "h1", "The lamp is broken");
  assert.ok(await isSame(page));
});

test("a page that there is not is loaded", async (scene) => {
  scene.expect(/status of 404/);
  const page = await open(scene, `${server.url}/`);
  await follow(page, "The door is broken");
  await shows(page, "h1", "The door is broken");
  for (let ticket = 2; ticket <= 20; ticket++) {
    await follow(page, "Next ticket");
    // The address is there before the page is.
    await page.waitForFunction((next) => [...document.links].some((link) => link.pathname == `/tickets/${next}`), ticket + 1);
  }
  await follow(page, "Next ticket");
  await page.waitForFunction(() => document.body.textContent.includes("There is no such ticket."));
  assert.equal(await address(page), "/tickets/21");
  const statusOf = async (path) => (await fetch(server.url + path)).status;
  assert.deepEqual(await Promise.all(["/", "/?page=x", "/tickets/x", "/tickets/21"].map(statusOf)), [200, 404, 404, 404]);
});

test("the example `pages` works without JavaScript", { needs: "scriptless" }, async (scene) => {
  const page = await scene.open(`${server.url}/`, { javaScriptEnabled: false });
  await page.click(link(2));
  await page.waitForFunction(() => document.title == "Inbox, page 2");
  await page.fill("input", "lamp");
  await page.press("input", "Enter");
  await page.waitForFunction(() => location.search.includes("text=lamp"));
  assert.equal(await page.locator("li").count(), 4);
  await page.click("li a");
  await shows(page, "h1", "The lamp is broken");
});

/** Waits until a step is shown, after others. */
async function showsSteps(page, steps, path = `/steps/${steps.at(-1)}`) {
  await shows(page, "h1", `[${steps.join(", ")}]`);
  assert.equal(await address(page), path);
}

test("what a page has stays from step to step, also what is on its way", async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await open(scene, `${between.url}/steps/1`);
  between.latency = 50;
  await page.fill("#own", "own");
  await page.click("#count");
  await press(page, "#next");
  assert.ok(await page.evaluate(() => document.querySelector("#next").classList.contains("loading")));
  await page.click("#count");
  await shows(page, "#count", 2);
  await showsSteps(page, [1, 2]);
  await page.waitForFunction(() => document.title == "Step 2");
  assert.equal(await page.inputValue("#own"), "own");
  assert.ok(await page.evaluate(() => !document.querySelector(".loading")));
});

test("a handler leads from step to step", async (scene) => {
  const page = await open(scene, `${shared.url}/steps/1`);
  const before = await page.evaluate(() => history.length);
  await press(page, "#go");
  await showsSteps(page, [1, 11]);
  assert.equal(await page.evaluate(() => history.length), before + 1);
  await page.evaluate(() => history.back());
  await showsSteps(page, [1, 11, 1]);
  assert.ok(await isSame(page));
});

test("what is typed into the address on a slow connection is not overwritten", async (scene) => {
  const between = await scene.proxy(shared.port);
  const page = await open(scene, `${between.url}/steps/1`);
  between.latency = 100;
  await page.focus("#note");
  for (const text of ["a", "ab", "abc"]) {
    await page.fill("#note", text);
    await page.waitForFunction((text) => document.querySelector("#note").value == text, text);
  }
  await page.waitForFunction(() => location.search == "?note=abc");
  assert.equal(await page.inputValue("#note"), "abc");
  assert.ok(await isSame(page));
});

test("where sockets are blocked, pages of a view are not loaded either", async (scene) => {
  scene.expect(NETWORK);
  const between = await scene.proxy(shared.port);
  between.refusesSockets = true;
  const page = await scene.blank();
  await page.addInitScript(() => document.addEventListener("taut:online", () => (window.isSame = true)));
  await page.goto(`${between.url}/steps/1`);
  await page.waitForFunction(() => window.isSame);
  await press(page, "#next");
  await showsSteps(page, [1, 2]);
  await page.evaluate(() => history.back());
  await showsSteps(page, [1, 2, 1]);
  assert.ok(await isSame(page));
});

test("a page that is refused is the error page of the application", async (scene) => {
  scene.expect(/status of 404/);
  const page = await open(scene, `${shared.url}/steps/1`);
  await press(page, "#broken");
  await shows(page, "h1", "Sorry: 404");
  await shows(page, "p", "There is no such step.");
  assert.equal(await address(page), "/steps/404");
  await page.goto(`${shared.url}/nowhere`);
  await shows(page, "p", "This page does not exist.");
  const joins = page.wire.joins.length;
  await press(page, "a");
  await page.live(joins + 1);
  await showsSteps(page, [1]);
});

test("a message is shown where its handler leads", async (scene) => {
  const page = await open(scene, `${shared.url}/steps/1`);
  const says = (text) => shows(page, "[role=status].taut-flash", text);
  await press(page, "#go");
  await says("Further.");
  await showsSteps(page, [1, 11]);
  await press(page, "#leave");
  await says("You have left.");
  assert.equal(await address(page), "/other");
  await press(page, "#back");
  await says("You are back.");
  assert.ok(await isSame(page));
  await press(page, "#load");
  await page.waitForFunction(() => location.pathname == "/one");
  await says("You have gone.");
  await page.reload();
  await page.live();
  assert.equal(await page.locator(".taut-flash").count(), 0);
  await page.goto(`${shared.url}/steps/1`);
  await page.live();
  await page.evaluate(() => document.addEventListener("taut:flash", (event) => (window.said = [event.preventDefault(), event.detail.message])));
  await press(page, "#go");
  await page.waitForFunction(() => window.said?.[1] == "Further.");
  assert.equal(await page.locator(".taut-flash").count(), 0);
});
