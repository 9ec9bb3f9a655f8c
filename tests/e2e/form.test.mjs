// The example `form`: validation as one types.

import { assert, counts, serveForAll, shows, test } from "./support/scene.mjs";

const server = await serveForAll("form");

const invalid = (page, field) => page.getAttribute(`#${field}`, "aria-invalid");

test("mistakes are shown beside the field while one types, and go", async (scene) => {
  const page = await scene.open(server.url);
  await page.click("#name");
  await page.keyboard.type("A");
  await shows(page, "#name-error", "At least two letters, please.");
  assert.equal(await invalid(page, "name"), "true");
  assert.equal(await page.getAttribute("#name", "aria-describedby"), "name-error");
  assert.equal(await page.textContent("#email-error"), "", "nothing is said of fields that nobody has come to");
  await page.keyboard.type("da");
  await shows(page, "#name-error", "");
  assert.equal(await invalid(page, "name"), null);
  assert.equal(await page.inputValue("#name"), "Ada");
});

test("each rule has its message", async (scene) => {
  const page = await scene.open(server.url);
  const says = async (field, value, message) => {
    await page.fill(`#${field}`, value);
    await shows(page, `#${field}-error`, message);
  };
  const address = "An e-mail address looks like ada@example.org.";
  for (const value of ["ada", "ada@", "@example.org", "ada@example.", "a da@example.org"]) await says("email", value, address);
  await says("email", "ada@example.org", "");
  await says("password", "short", "At least eight characters, please.");
  await says("password", "long enough", "At least one digit, please.");
  await says("password", "long enough 1", "At least one capital letter, please.");
  await says("password", "Long enough 1", "");
});

test("sending an empty form says all that is missing", async (scene) => {
  const page = await scene.open(server.url);
  await page.click("form button");
  await shows(page, "#password-error", "At least eight characters, please.");
  assert.deepEqual(
    [await invalid(page, "name"), await invalid(page, "email"), await invalid(page, "password")],
    ["true", "true", "true"],
  );
  assert.equal(await page.url(), `${server.url}/`);
});

test("a form without mistakes is sent by Enter, and can be filled again", async (scene) => {
  const page = await scene.open(server.url);
  await page.fill("#name", "Ada");
  await page.fill("#email", "ada@example.org");
  await page.fill("#password", "Long enough 1");
  await page.keyboard.press("Enter");
  await shows(page, "#welcome", "Welcome, Ada! We have written to ada@example.org.");
  assert.equal(await page.getAttribute("#welcome", "role"), "status");
  await counts(page, "form", 0);
  await page.click("#again");
  await counts(page, "form", 1);
  for (const field of ["name", "email", "password"]) assert.equal(await page.inputValue(`#${field}`), "");
  assert.equal(await page.textContent("#name-error"), "");
});

test("the password never comes back", async (scene) => {
  const page = await scene.open(server.url);
  await page.fill("#password", "Secret words 1");
  await page.click("form button");
  await shows(page, "#name-error", "At least two letters, please.");
  assert.ok(page.wire.all.every(({ direction, text }) => direction == "up" || !text.includes("Secret")));
});

test("a page is complete without JavaScript", { needs: "scriptless" }, async (scene) => {
  const page = await scene.open(server.url, { javaScriptEnabled: false });
  assert.equal(await page.locator("label + input").count(), 3);
  const describing = await page.evaluate(() =>
    Array.from(document.querySelectorAll("input"), (input) => document.getElementById(input.getAttribute("aria-describedby"))?.id),
  );
  assert.deepEqual(describing, ["name-error", "email-error", "password-error"]);
});
