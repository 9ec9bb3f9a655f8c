// `taut.debug`: each step in one readable line, with its element.

import { enter } from "../support/clock.mjs";
import { assert, press, serveForAll, shows, test } from "../support/scene.mjs";

const server = await serveForAll("e2e-server");

/** A page that tells of its steps, and what it tells. */
const open = async (scene, path) => {
  const page = await scene.blank();
  const lines = [];
  page.on("console", (message) => message.type() == "debug" && lines.push(message.text()));
  await page.goto(`${server.url}/${path}${path.includes("?") ? "&" : "?"}taut-debug`);
  await page.live();
  lines.length = 0;
  return [page, lines];
};

/** Checks that there is a line for each pattern, in this order, and that no line breaks. */
const tells = (lines, ...patterns) => {
  let at = 0;
  for (const line of lines) {
    assert.ok(line.startsWith("taut ") && !line.includes("\n"), line);
    if (patterns[at]?.test(line)) at++;
  }
  assert.equal(at, patterns.length, `no line like ${patterns[at]} in its place:\n${lines.join("\n")}`);
};

test("a published value, its layers and the correction", async (scene) => {
  const [page, lines] = await open(scene, "following");
  await enter(page, "#choose", "big");
  await shows(page, "#server", "BIG");
  await page.waitForFunction(() => window.taut.value("filter") == "BIG");
  tells(
    lines,
    /^taut event choose input#choose \["big"\]/,
    /^taut lay filter "big"/,
    /^taut send choose input#choose /,
    /^taut frame /,
    /^taut lift filter "big"/,
    /^taut settle choose input#choose/,
    /^taut correct filter "BIG"/,
  );
});

test("a prediction, and the correction of it", async (scene) => {
  const [page, lines] = await open(scene, "optimistic?mode=refuse");
  await page.click("#check");
  await shows(page, "#error", "The server refused.");
  await page.waitForFunction(() => !document.querySelector("#check").checked);
  tells(
    lines,
    /^taut event check input#check\.box \[true\]/,
    /^taut predict check input#check\.box/,
    /^taut lay input#check\.box\S* \.optimistic-pending true/,
    /^taut lift input#check\.box\S* \.optimistic-pending true/,
    /^taut settle check input#check\S* "The server refused\."/,
    /^taut correct input#check\S* \$checked false/,
  );
});

test("marks and their end", async (scene) => {
  const [page, lines] = await open(scene, "loading");
  await press(page, "#own");
  await page.waitForFunction(() => document.querySelector("#saves").textContent == "1");
  tells(lines, /^taut event save button#own\.mine/, /^taut lay button#own\.mine \.loading true/, /^taut lift button#own\.mine\.loading \.loading true/);
});

test("what is told is nothing unless it is asked for", async (scene) => {
  const page = await scene.blank();
  const lines = [];
  page.on("console", (message) => message.type() == "debug" && lines.push(message.text()));
  await page.goto(`${server.url}/loading`);
  await page.live();
  await press(page, "#own");
  await shows(page, "#saves", 1);
  assert.deepEqual(lines, []);
});
