// The files of the guide `processes` work together: Valkey, two processes, and the proxy in front of them.

import { readFile } from "node:fs/promises";
import path from "node:path";

import { assert, shows, test } from "./support/scene.mjs";
import { root } from "./support/server.mjs";

const guide = await readFile(path.join(root, "crates/taut/docs/processes.md"), "utf8");

/** The file of the guide with this name. */
const file = (name) => guide.match(new RegExp(`\`\`\`\\w+\n# ${name.replace(".", "\\.")}\n([^]*?)\`\`\``))[1];

/** Starts what the guide sets up, with the proxy's file as it stands there or changed. */
async function site(scene, changed = (conf) => conf) {
  const [, options] = file("compose.yaml").match(/command: valkey-server (.*)/);
  const engine = await scene.valkey(options.split(" "));
  const env = { TAUT_CLUSTER: engine.url };
  const servers = await Promise.all([1, 2].map(() => scene.serve("e2e-server", { env })));
  const [, name] = file("nginx.conf").match(/set \$(\w+) /);
  const proxy = await scene.nginx(changed(file("nginx.conf")), name, servers.map(({ port }) => port));
  return { servers, proxy };
}

test("the files of the guide agree on names and ports", () => {
  const compose = file("compose.yaml");
  assert.match(compose, /VALKEY: "redis:\/\/valkey:6379"/);
  assert.match(guide, /std::env::var\("VALKEY"\)/);
  const [, port] = compose.match(/PORT: "(\d+)"/);
  assert.match(compose, /^ {2}valkey:$/m);
  const [, variable, service] = file("nginx.conf").match(/set \$(\w+) (\w+);/);
  assert.match(compose, new RegExp(`^ {2}${service}:$`, "m"));
  assert.match(file("nginx.conf"), new RegExp(`proxy_pass http://\\$${variable}:${port};`));
  assert.match(compose, /nginx\.conf:\/etc\/nginx\/conf\.d\/default\.conf:ro/);
});

test("behind the proxy of the guide, a page goes on while its processes are restarted one after another", async (scene) => {
  scene.expect(/WebSocket connection to .* failed/, /Failed to load resource/, /^warning: taut: /);
  const { servers, proxy } = await site(scene);
  const page = await scene.open(`${proxy.url}/cluster?run=ada`);
  await page.live();
  assert.equal(page.wire.joins.length, 1, "over a WebSocket");
  let count = 0;
  for (const server of servers) {
    await page.click("#add");
    await shows(page, "#add", String(++count));
    await server.stop();
    await page.click("#add");
    await shows(page, "#add", String(++count));
    await server.start();
  }
  await page.click("#add");
  await shows(page, "#add", "5");
});

test("behind a proxy that does not pass upgrades on, and one process, a page gets its answers as a stream", async (scene) => {
  scene.expect(/WebSocket connection to .* failed/, /Failed to load resource/, /^warning: taut: /);
  const { servers, proxy } = await site(scene, (conf) => conf.replace(/.*(Upgrade|upgrade).*\n/g, ""));
  await servers[1].stop();
  const page = await scene.blank();
  await page.goto(`${proxy.url}/cluster?run=bob`);
  await page.click("#add");
  await shows(page, "#add", "1");
  assert.equal(page.wire.joins.length, 0, "no socket was joined");
  await page.click("#add");
  await shows(page, "#add", "2");
});
