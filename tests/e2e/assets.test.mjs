// What a browser loads once: compressed, named by its content, never asked for again.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import net from "node:net";

import { fetch } from "./support/fetch.mjs";
import { assert, serveForAll, test } from "./support/scene.mjs";

const server = await serveForAll("counter");

const addresses = async () => {
  const html = await (await fetch(server.url)).text();
  return html.match(/\/_taut\/[\w.]+/g);
};

const load = (address, encoding) => fetch(server.url + address, { headers: { "accept-encoding": encoding } });

test("assets are immutable and compressed", async () => {
  const all = await addresses();
  assert.equal(all.length, 4, "style sheet, client, templates, and what stands in for sockets");
  for (const address of all) {
    const plain = await load(address, "identity");
    const text = await plain.text();
    for (const encoding of ["br", "gzip"]) {
      const response = await load(address, encoding);
      assert.equal(response.headers.get("content-encoding"), encoding);
      assert.equal(response.headers.get("cache-control"), "public, max-age=31536000, immutable");
      assert.equal(response.headers.get("vary"), "accept-encoding");
      assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      assert.equal(await response.text(), text);
    }
    assert.equal(plain.headers.get("content-encoding"), null);
  }
});

test("what pages load is the client that is built, minified", async () => {
  const built = readFileSync(new URL("../../crates/taut-client/dist/taut.js", import.meta.url), "utf8");
  // It is named ahead of the page.
  const [, client] = (await fetch(server.url)).headers.get("link").match(/<(\/[^>]+)>/);
  const text = await (await load(client, "identity")).text();
  assert.equal(text.replace(/"\.\/(\w+)\.[0-9a-f]{20}\.js"/g, '"./$1.js"'), built, "but for the names of its add-ons");
  assert.doesNotMatch(built, /\b_handler\b/, "its own names are short");
});

test("a connection that a browser opens ahead of its request is not answered before that", async () => {
  const socket = net.connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  let answer = "";
  socket.on("data", (data) => (answer += data));
  await new Promise((done) => setTimeout(done, 6_000));
  assert.equal(answer, "");
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
  await once(socket, "close");
  assert.match(answer, /^HTTP\/1\.1 200 OK/);
});

test("an address that names no asset is not found", async () => {
  assert.equal((await fetch(`${server.url}/_taut/taut.00000000000000000000.js`)).status, 404);
  assert.equal((await fetch(`${server.url}/_taut/../Cargo.toml`)).status, 404);
});

test("a page is not stored, and its assets are loaded once", { needs: "devtools" }, async (scene) => {
  const page = await scene.blank();
  const network = await page.context().newCDPSession(page);
  const [loaded, cached] = [[], new Set()];
  network.on("Network.responseReceived", ({ requestId, response }) => loaded.push({ requestId, ...response }));
  network.on("Network.requestServedFromCache", ({ requestId }) => cached.add(requestId));
  await network.send("Network.enable");
  for (const joins of [1, 2]) {
    await page.goto(server.url);
    await page.live(joins);
  }
  assert.ok(loaded.every(({ status }) => status != 304));
  assert.equal(loaded[0].headers["cache-control"], "no-cache, private");
  const assets = loaded.filter(({ url }) => url.includes("/_taut/"));
  const isCached = ({ requestId, fromDiskCache }) => fromDiskCache || cached.has(requestId);
  assert.deepEqual(assets.map(isCached), [false, false, false, false, true, true, true, true]);
});
