// The RealWorld application, by the selectors of its own suite: what its users do, on slow networks and restarted servers.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { barriers, watchAccess } from "./support/axe.mjs";
import { assert, counts, press, serveForAll, test, texts } from "./support/scene.mjs";

const server = await serveForAll("conduit");

/** What browsers say of connections that are lost, and of those that other pages take over. */
const NETWORK = /WebSocket connection to .* failed|ERR_|^warning: taut:|NetworkError|can.t establish a connection|was interrupted/;

let users = 0;

/** A page of a user who has signed up. */
async function signedUp(scene, url = server.url, options = {}) {
  scene.expect(NETWORK);
  const page = await scene.blank(options);
  await watchAccess(page);
  const name = `user-${process.pid}-${scene.browser}-${++users}`;
  await page.goto(`${url}/register`);
  if (options.javaScriptEnabled !== false) await page.live();
  await page.fill("input[name=username]", name);
  await page.fill("input[name=email]", `${name}@example.org`);
  await page.fill("input[name=password]", "a long secret");
  await page.click("button[type=submit]");
  await page.waitForSelector(`nav a[href="/profile/${name}"]`);
  return { page, name };
}

/** Goes to a page, and waits until it is live. */
async function go(page, address) {
  const { joins } = page.wire;
  await page.goto(address);
  await page.live(joins.length + 1);
}

/** Waits until an element has a text in it. */
const says = (page, selector, text) =>
  page.waitForFunction(
    ([selector, text]) => [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text)),
    [selector, text],
  );

async function addTag(page, tag) {
  await page.fill('input[placeholder="Enter tags"]', tag);
  await page.press('input[placeholder="Enter tags"]', "Enter");
  await says(page, ".tag-list .tag-pill", tag);
}

async function write(page, title, tags = []) {
  await page.fill("input[name=title]", title);
  await page.fill("input[name=description]", `About ${title}`);
  await page.fill("textarea[name=body]", "Some **Markdown**, and <script>nothing</script> [else](javascript:alert(1)).");
  for (const tag of tags) await addTag(page, tag);
}

const publish = async (page) => {
  await page.click("form > .btn-primary");
  await page.waitForSelector(".article-content");
};

test("signing up, out and in again; what is wrong is said", async (scene) => {
  const { page, name } = await signedUp(scene);
  await page.goto(`${server.url}/settings`);
  await page.click(".btn-outline-danger");
  await page.waitForSelector('a[href="/login"]');
  await go(page, `${server.url}/login`);
  await page.fill("input[name=email]", `${name}@example.org`);
  await page.fill("input[name=password]", "another secret");
  await page.click("button[type=submit]");
  await says(page, ".error-messages li", "The email or the password is wrong.");
  assert.equal(await page.url(), `${server.url}/login`);
  await page.fill("input[name=password]", "a long secret");
  await page.click("button[type=submit]");
  await page.waitForSelector(`nav a[href="/profile/${name}"]`);

  const other = await scene.open(`${server.url}/register`);
  await other.click("button[type=submit]");
  for (const field of ["Name", "Email", "Password"]) await says(other, ".error-messages li", `${field}: This is required.`);
  await other.fill("input[name=username]", name.toUpperCase());
  await other.fill("input[name=email]", "someone@else");
  await other.fill("input[name=password]", "short");
  await other.click("button[type=submit]");
  await says(other, ".error-messages li", "Password:");
  await other.fill("input[name=password]", "long enough");
  await other.click("button[type=submit]");
  await says(other, ".error-messages li", "This name is taken.");
});

test("pages of users lead others to the sign-in, and back", async (scene) => {
  const { name } = await signedUp(scene);
  const page = await scene.blank();
  for (const address of ["/settings", "/editor", "/editor/a-bench-is-a-place"]) {
    await page.goto(server.url + address);
    assert.match(await page.url(), /\/login\?to=/);
  }
  await go(page, `${server.url}/article/a-bench-is-a-place`);
  await page.click(".article-meta form:nth-of-type(1) button");
  await page.waitForSelector("input[name=password]");
  await page.fill("input[name=email]", `${name}@example.org`);
  await page.fill("input[name=password]", "a long secret");
  await page.click("button[type=submit]");
  await page.waitForSelector(".article-content");
  assert.equal(await page.url(), `${server.url}/article/a-bench-is-a-place`);
});

test("an article is written, changed by its author alone, and deleted", async (scene) => {
  const { page } = await signedUp(scene);
  await go(page, `${server.url}/editor`);
  await write(page, "First thoughts", ["alpha", "beta"]);
  await press(page, ".tag-list .tag-pill i");
  await counts(page, ".tag-list .tag-pill", 1);
  await publish(page);
  const address = await page.url();
  assert.match(address, /\/article\/first-thoughts-/);
  assert.deepEqual(await texts(page, ".article-content strong"), ["Markdown"]);
  assert.equal(await page.locator(".article-content script").count(), 0);
  assert.equal(await page.getAttribute(".article-content a", "href"), "#");
  assert.deepEqual(await texts(page, ".tag-list .tag-default"), ["beta"]);

  scene.expect(/status of 404/);
  const { page: other } = await signedUp(scene);
  await go(other, address);
  assert.equal(await other.locator('a[href^="/editor/"]').count(), 0);
  await other.goto(address.replace("/article/", "/editor/"));
  await says(other, "h1", "Sorry");

  await page.click('.banner a[href^="/editor/"]');
  await page.waitForSelector("input[name=title]");
  assert.equal(await page.inputValue("input[name=title]"), "First thoughts");
  await page.fill("input[name=title]", "Second thoughts");
  await publish(page);
  assert.equal(await page.textContent("h1"), "Second thoughts");
  await page.click(".banner .btn-outline-danger");
  await page.waitForSelector(".article-preview");
  assert.ok(!(await texts(page, ".article-preview h1")).includes("Second thoughts"));
});

test("a server that is restarted, on a slow network, loses nothing that was typed", async (scene) => {
  const folder = mkdtempSync(path.join(tmpdir(), "taut-conduit-"));
  try {
    const own = await scene.serve("conduit", { env: { CONDUIT_DATA: folder } });
    const between = await scene.proxy(own.port);
    const { page, name } = await signedUp(scene, between.url);
    await go(page, `${between.url}/editor`);
    between.latency = 150;
    await write(page, "Before the storm", ["weather"]);
    // Views are saved a second after they have changed.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const joins = page.wire.joins.length;
    await own.kill();
    await page.fill("input[name=description]", "Typed while the server was gone");
    await own.start();
    await page.live(joins + 1);
    assert.equal(await page.inputValue("input[name=title]"), "Before the storm");
    assert.equal(await page.inputValue("input[name=description]"), "Typed while the server was gone");
    await says(page, ".tag-list .tag-pill", "weather");
    await publish(page);
    await go(page, `${between.url}/profile/${name}`);
    assert.deepEqual(await texts(page, ".article-preview h1"), ["Before the storm"]);
    assert.deepEqual(await texts(page, ".article-preview p"), ["Typed while the server was gone"]);
    assert.deepEqual(await texts(page, ".article-preview .tag-default"), ["weather"]);

    // A comment, in a view that is not saved.
    await page.click(".preview-link");
    await page.waitForSelector(".comment-form textarea");
    await page.live(page.wire.joins.length);
    await page.fill(".comment-form textarea", "Still here");
    const before = page.wire.joins.length;
    await own.restart();
    await page.live(before + 1);
    assert.equal(await page.inputValue(".comment-form textarea"), "Still here");
    await press(page, ".comment-form button");
    await says(page, ".card:not(.comment-form) .card-block", "Still here");
    await page.waitForFunction(() => document.querySelector(".comment-form textarea").value == "");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a draft is offered when the page is opened again, and gone when the article is published", async (scene) => {
  const { page } = await signedUp(scene);
  await go(page, `${server.url}/editor`);
  await page.fill("textarea[name=body]", "Not lost");
  await page.waitForTimeout(1000);
  await page.reload();
  await page.click("#draft-restore");
  await page.waitForFunction(() => document.querySelector("textarea").value == "Not lost");
  await write(page, "A draft no longer");
  await publish(page);
  await go(page, `${server.url}/editor`);
  await page.waitForTimeout(500);
  assert.equal(await page.locator(".taut-draft").count(), 0);
  assert.equal(await page.inputValue("textarea"), "");
});

test("a favorite is shown before the server has heard of it, in lists and articles", async (scene) => {
  const between = await scene.proxy(server.port);
  const { page } = await signedUp(scene, between.url);
  for (const [address, button] of [
    ["/tag/trees", ".article-preview button"],
    ["/article/maps-without-streets", ".banner .favorite"],
  ]) {
    await go(page, between.url + address);
    const count = async () => Number((await page.textContent(button)).match(/\d+/)[0]);
    const before = await count();
    for (const step of address.startsWith("/tag") ? [1, -1, 1] : [-1, 1]) {
      const patches = page.wire.patches.length;
      const start = await count();
      between.hold();
      await press(page, button);
      assert.equal(await count(), start + step);
      assert.equal(page.wire.patches.length, patches);
      between.flow();
      await page.wire.until((frames) => frames.patches.length > patches);
      await page.waitForFunction((button) => !document.querySelector(button).disabled, button);
      assert.equal(await count(), start + step);
    }
    assert.equal(await count(), before + (address.startsWith("/tag") ? 1 : 0));
  }
  await page.reload();
  await says(page, ".banner .favorite", "Unfavorite Article (2)");
});

test("authors are followed, and their articles are in the feed", async (scene) => {
  const { page } = await signedUp(scene);
  await go(page, `${server.url}/?feed=following`);
  await says(page, ".empty-feed-message", "Your feed is empty");
  await go(page, `${server.url}/profile/Jonas%20Lind`);
  assert.equal(await page.textContent("h4"), "Jonas Lind");
  await press(page, ".user-info button");
  await says(page, ".user-info button", "Unfollow Jonas Lind");
  await go(page, `${server.url}/?feed=following`);
  await counts(page, ".article-preview", 4);
  assert.deepEqual([...new Set(await texts(page, ".author"))], ["Jonas Lind"]);
});

test("lists have pages, which are in the address", async (scene) => {
  const page = await scene.open(server.url);
  await counts(page, ".article-preview", 10);
  await press(page, ".pagination .page-item:nth-of-type(2) button");
  await page.waitForURL("**/?page=2");
  await says(page, ".page-item.active", "2");
  await press(page, '.feed-toggle a[href="/"]');
  await says(page, ".page-item.active", "1");
  await press(page, ".sidebar .tag-pill");
  await says(page, ".feed-toggle .active", "#");
});

test("users go from page to page over one connection, as themselves", async (scene) => {
  const { page, name } = await signedUp(scene);
  await go(page, server.url);
  await page.evaluate(() => (window.isSame = true));
  const { sockets } = page.wire;
  for (const [link, path, shown] of [
    ['a[href="/tag/clocks"]', "/tag/clocks", ".feed-toggle .active"],
    [".preview-link", "/article/the-clock-that-ran-backwards", ".comment-form"],
    [".banner .author", "/profile/Mira%20Okafor", ".user-info"],
    [`nav a[href="/profile/${name}"]`, `/profile/${name}`, '.user-info a[href="/settings"]'],
    ['.user-info a[href="/settings"]', "/settings", ".btn-outline-danger"],
  ]) {
    await press(page, link);
    await page.waitForURL(`**${path}`);
    await page.waitForSelector(shown);
    assert.ok(await page.evaluate(() => window.isSame));
  }
  assert.equal(page.wire.sockets, sockets);
  assert.equal(await page.inputValue("input[name=username]"), name);
});

test("comments are added, and deleted by their authors", async (scene) => {
  const { page } = await signedUp(scene);
  await go(page, `${server.url}/article/pencils-for-rain`);
  for (const text of ["One", "Two"]) {
    await page.fill('textarea[placeholder="Write a comment..."]', text);
    await page.click(".comment-form button");
    await says(page, ".card:not(.comment-form) .card-block", text);
    await page.waitForFunction(() => document.querySelector("textarea").value == "");
  }
  assert.deepEqual(await texts(page, ".card-block p"), ["Two", "One"]);
  await press(page, ".mod-options .ion-trash-a");
  await counts(page, ".card:not(.comment-form)", 1);
  const { page: other } = await signedUp(scene);
  await go(other, `${server.url}/article/pencils-for-rain`);
  assert.equal(await other.locator(".mod-options").count(), 0);
  assert.deepEqual(await texts(other, ".card-block p"), ["One"]);
});

test("settings are kept, and a new name is everywhere", async (scene) => {
  const { page, name } = await signedUp(scene);
  await go(page, `${server.url}/settings`);
  await page.fill("input[name=username]", `${name} the second`);
  await page.fill("textarea[name=bio]", "I write.");
  await page.click("button[type=submit]");
  await says(page, ".user-info", "I write.");
  assert.equal(await page.textContent("h4"), `${name} the second`);
  await says(page, "nav.navbar", `${name} the second`);
});

test("everything but the looks works without JavaScript", { needs: "scriptless" }, async (scene) => {
  scene.expect(/status of 4/);
  const { page, name } = await signedUp(scene, server.url, { javaScriptEnabled: false });
  await page.goto(`${server.url}/editor`);
  await page.fill("input[name=title]", "By hand");
  await page.click("form > .btn-primary");
  await page.waitForSelector(".error-messages li:not(:empty)");
  assert.equal(await page.inputValue("input[name=title]"), "By hand");
  await page.fill("input[name=description]", "Without a script");
  await page.fill("textarea[name=body]", "It works.");
  await page.fill('input[placeholder="Enter tags"]', "paper, pen");
  await page.click("form > .btn-primary");
  await page.waitForSelector(".article-content");
  assert.deepEqual(await texts(page, ".tag-list .tag-default"), ["paper", "pen"]);
  await page.fill(".comment-form textarea", "My own comment");
  await page.click(".comment-form button");
  await page.waitForSelector(".mod-options");
  await page.click(".mod-options button");
  assert.equal(await page.locator(".mod-options").count(), 0);

  await page.click('.banner a[href^="/editor/"]');
  await page.click(".tag-list .tag-pill");
  await page.click("form > .btn-primary");
  await page.waitForSelector(".article-content");
  assert.deepEqual(await texts(page, ".tag-list .tag-default"), ["pen"]);

  await page.goto(`${server.url}/profile/Tomoe%20Arai`);
  await page.click(".user-info button");
  assert.match(await page.textContent(".user-info button"), /^Unfollow/);
  await page.click(".article-preview button");
  assert.equal(await page.getAttribute(".article-preview button", "aria-pressed"), "true");
  await page.goto(server.url);
  await page.click(".pagination .page-item:nth-of-type(2) button");
  assert.equal(await page.textContent(".page-item.active"), "2");
  await page.goto(`${server.url}/settings`);
  await page.click(".btn-outline-danger");
  await page.waitForSelector('a[href="/login"]');
  assert.equal(await page.locator(`nav a[href="/profile/${name}"]`).count(), 0);
});

test("nothing keeps people from using the pages", async (scene) => {
  const { page } = await signedUp(scene);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const address of ["/", "/?feed=following", "/tag/maps", "/article/a-bench-is-a-place", "/profile/Mira%20Okafor", "/settings", "/editor"]) {
      await go(page, server.url + address);
      assert.deepEqual(await barriers(page), [], `${address} at ${width} pixels`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${address} is ${overflow} pixels too wide at ${width}`);
    }
  }
  const guest = await scene.blank();
  await watchAccess(guest);
  for (const address of ["/", "/login", "/register", "/article/a-bench-is-a-place"]) {
    await go(guest, server.url + address);
    assert.deepEqual(await barriers(guest), [], address);
  }
});
