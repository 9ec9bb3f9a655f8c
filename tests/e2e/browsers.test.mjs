// What a browser can't do is written down with its reason, and comes off the list when the reason is gone.

import { BROWSERS } from "./support/browsers.mjs";
import { assert, counts, serveForAll, test } from "./support/scene.mjs";

const todo = await serveForAll("todo");

test("what this browser is said to lack, it lacks", async (scene) => {
  const page = await scene.blank();
  for (const [what, { because, isSo }] of Object.entries(BROWSERS[scene.browser].lacks)) {
    assert.ok(!isSo || (await isSo(page)), `${scene.browser} no longer lacks "${what}", because it ${because}: take that off the list`);
  }
});

test("what a test needs is known", () => {
  assert.throws(() => test("needs what no browser lacks", { needs: "wings" }, () => {}), /wings/);
});

test("a page begins with the cookies of another, also with those that no script sees", async (scene) => {
  const page = await scene.open(todo.url);
  await page.fill(".new-todo", "mine");
  await page.press(".new-todo", "Enter");
  await counts(page, ".todo-list li", 1);
  const storageState = await page.context().storageState();
  const list = storageState.cookies.find(({ name }) => name == "list");
  assert.ok(list.httpOnly && list.sameSite == "Lax" && list.path == "/" && list.expires > Date.now() / 1000);
  const other = await scene.open(todo.url, { storageState });
  await counts(other, ".todo-list li", 1);
  const { cookies } = await other.context().storageState();
  assert.deepEqual(cookies.find(({ name }) => name == "list"), list);
});
