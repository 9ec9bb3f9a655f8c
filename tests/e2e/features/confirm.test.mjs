// `#[confirm("…")]` asks first, and what the user does not want has not happened.

import { assert, counts, serveForAll, shows, test, texts } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");

/** Opens the page, where the user gives an answer to each question. */
const open = async (scene, answer) => {
  const page = await scene.open(`${server.url}/confirm`);
  await page.evaluate((answer) => {
    window.asked = [];
    window.confirm = (question) => {
      window.asked.push(question);
      return answer;
    };
  }, answer);
  return page;
};

const asked = (page) => page.evaluate(() => window.asked);

const says = async (page, ...lines) => {
  await counts(page, "#log li", lines.length);
  assert.deepEqual(await texts(page, "#log li"), lines);
};

test("what the user agrees to is done", async (scene) => {
  const page = await open(scene, true);
  await page.click("#delete");
  await shows(page, "#published", "one");
  await page.click("#tick");
  await page.click("#send");
  await says(page, "deleted one", "ticked true", 'sent {"text": "a"}');
  assert.deepEqual(await asked(page), ["Delete it?", "Tick it?", 'Send "it"?']);
});

test("what the user refuses is not sent, predicted, published or marked", async (scene) => {
  const page = await open(scene, false);
  await page.click("#delete");
  await page.click("#tick");
  await page.click("#send");
  assert.deepEqual(await asked(page), ["Delete it?", "Tick it?", 'Send "it"?']);
  await page.click("#plain");
  await says(page, "plain");
  assert.deepEqual(
    await page.evaluate(() => {
      const button = document.querySelector("#delete");
      return [button.textContent, button.className, button.disabled, document.querySelector("#published").textContent];
    }),
    ["Delete", "", false, ""],
  );
});

test("a control shows again what the server says, when its event is refused", async (scene) => {
  const page = await open(scene, false);
  await page.click("#tick");
  assert.equal(await page.evaluate(() => document.querySelector("#tick").checked), false);
});
