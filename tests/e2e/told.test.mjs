// Whatever is refused or fails, the user learns of it (R2).

import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const open = (scene) => scene.open(`${server.url}/told`);

/** Waits until the user is told something, in one place only. */
const tells = async (page, text, place = "body") => {
  await page.waitForFunction(
    ([text, place]) => document.querySelector(`${place} > .taut-alert[role=alert]`)?.firstChild.textContent == text,
    [text, place],
  );
  await counts(page, "[role=alert]", 1);
};

const refusals = {
  "a refusal": ["#refuse", "Not <b>that</b>."],
  "a handler that fails": ["#panic", "internal error"],
};

for (const [what, [selector, message]] of Object.entries(refusals)) {
  test(`“the user, by a default message”: ${what}`, async (scene) => {
    const page = await open(scene);
    await page.click(selector);
    await tells(page, message);
    await page.click("#again");
    await tells(page, "Nor that.");
    await page.click("#accept");
    await counts(page, "[role=alert]", 0);
  });
}

test("“the user, by a default message”: what is not answered", async (scene) => {
  const page = await open(scene);
  await page.click("#wait");
  await tells(page, "The server does not answer.");
});

test("“accessible”: a message is named, read out, and dismissed by the keyboard", async (scene) => {
  const page = await open(scene);
  await page.click("#refuse");
  await tells(page, "Not <b>that</b>.");
  await page.focus(".taut-alert button");
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "Dismiss");
  await page.keyboard.press("Enter");
  await counts(page, "[role=alert]", 0);
});

test("“accessible”: what is refused in a modal dialog is told in it", { needs: "commands" }, async (scene) => {
  const page = await open(scene);
  await page.click("#open");
  await page.click("#inside");
  await tells(page, "Not here.", "#dialog");
});

test("“replaceable”: a script takes the place of the message", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    window.heard = [];
    addEventListener("taut:error", (event) => {
      window.heard.push(event.detail.message);
      event.preventDefault();
    });
  });
  await page.click("#again");
  await page.waitForFunction(() => window.heard.length == 1);
  assert.deepEqual(await page.evaluate(() => [window.heard, document.querySelectorAll("[role=alert]").length]), [["Nor that."], 0]);
});

test("“when the view shows nothing itself”: a view with `on_reject` does", async (scene) => {
  const page = await open(scene);
  await page.click("#shows");
  await shows(page, "#last", "Shown by the view.");
  await counts(page, "[role=alert]", 0);
});

test("“every refusal reaches someone”: a view with `on_reject` does not hear of what is not sent, so the user is told", async (scene) => {
  const page = await open(scene);
  await page.evaluate(() => {
    const area = document.querySelector("#text");
    area.value = "x".repeat(70_000);
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await page.waitForFunction(() => /too large to be sent/.test(document.querySelector("[role=alert]")?.textContent));
  await page.click("#shows");
  await shows(page, "#last", "Shown by the view.");
});

test("“every refusal reaches someone”: a message is told as it is, whatever it is called", async (scene) => {
  const page = await open(scene);
  await page.click("#constructor");
  await tells(page, "constructor");
});
