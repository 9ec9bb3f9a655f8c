// Each key of the macro's table: the browser knows it by that name, and its listener alone hears it.

import { assert, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** Presses keys as the browser's own input does, which knows no names but those of its keys. */
async function press(page, keys) {
  const devtools = await page.context().newCDPSession(page);
  const send = (type) => (key) => devtools.send("Input.dispatchKeyEvent", { type, key });
  await Promise.all(keys.flatMap((key) => [send("rawKeyDown")(key), send("keyUp")(key)]));
}

test("each key that has a name is heard by its listener, and by no other", { needs: "devtools" }, async (scene) => {
  const page = await scene.open(`${server.url}/keys`);
  const names = (await page.getAttribute("#keys", "data-keys")).split(",");
  await page.evaluate(() => {
    window.known = [];
    addEventListener("keydown", (event) => {
      window.known.push(event.key);
      // Tab would leave the control.
      event.preventDefault();
    });
  });
  await page.focus("#keys");
  await press(page, names);
  const known = await page.evaluate(() => window.known);
  assert.deepEqual(names.filter((name, at) => known[at] != name), [], "the browser has other names");
  await shows(page, "#pressed", names.join(","));
});
