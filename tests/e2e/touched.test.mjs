// Pages that extensions, translators and other scripts have touched before the client came, and touch later.

import { assert, serveForAll, test } from "./support/scene.mjs";
import { others } from "./support/others.mjs";
import { openTouched, STYLES } from "./support/touch.mjs";

const server = await serveForAll("e2e-server");

/** How many pages are touched; `TAUT_PAGES` says otherwise. */
const PAGES = Number(process.env.TAUT_PAGES ?? 2000);
const FIRST = Number(process.env.TAUT_SEED ?? 1);

/** So many pages stand in one document, in a test, and so many are tried at the same time. */
const BATCH = 100;
const AT_ONCE = 8;

/** Runs in the page around the others: tries one of them, and tells what went wrong. */
async function tryOne([path, seed]) {
  const frame = document.createElement("iframe");
  const steps = seed % 6;
  let hits = "";
  let taken = steps;
  const fail = (what) => {
    throw new Error([`${path} #touch=${seed}: ${what}`, ...(frame.contentWindow.others?.actions ?? [])].join("\n    "));
  };
  const until = async (holds, what) => {
    for (const start = performance.now(); !holds(); await new Promise((done) => setTimeout(done, 2))) {
      if (performance.now() - start > 20_000) fail(typeof what == "string" ? what : what());
    }
  };
  /** What the server would render. */
  const fresh = async () => {
    const html = await (await fetch(`${path}?steps=${taken}&hits=${encodeURIComponent(hits)}`)).text();
    return frame.contentWindow.others.seen(new DOMParser().parseFromString(html, "text/html").documentElement);
  };
  const compare = async () => {
    const { others } = frame.contentWindow;
    const [now, expected] = [others.seen(frame.contentDocument.documentElement), await fresh()];
    if (now != expected) fail(`shows\n${now}\ninstead of\n${expected}\n    ${frame.contentDocument.body.innerHTML}`);
  };
  try {
    document.body.append(frame);
    // Firefox would keep the window for the page, where the others have been already and found nothing to touch.
    frame.contentDocument.open();
    frame.contentDocument.close();
    // Now and then WebKit never loads a page.
    for (let tries = 0, isThere = false; !isThere; tries++) {
      if (tries == 3) fail("never there");
      frame.src = `${path}?steps=${steps}&tries=${tries}#touch=${seed}`;
      isThere = await new Promise((done) => {
        frame.onload = () => done(true);
        setTimeout(done, 20_000, false);
      });
    }
    const { others } = frame.contentWindow;
    await Promise.race([others.live, new Promise((_, no) => setTimeout(no, 20_000, new Error(`${path} #touch=${seed}: never live\n    ${others.actions.join("\n    ")}`)))]);
    if (!others.isLate()) await compare();
    const press = async (button) => {
      const label = others.label(button);
      button.click();
      if (label == "Next") taken++;
      else if (label.startsWith("hit ")) hits += `${label.slice(4)} `;
      else return;
      await until(() => others.label(frame.contentDocument.querySelector("output")) == hits, () => `a click on “${label}” leads to “${others.label(frame.contentDocument.querySelector("output"))}” instead of “${hits}”`);
    };
    const isTally = (button) => button.className.includes("tally");
    const hit = () => others.buttons().filter((button) => !isTally(button) && others.label(button).startsWith("hit "));
    for (let round = 0; round < 2; round++) {
      for (const button of others.foreignButtons()) button.click();
      const all = hit();
      if (!all.length) fail("no button is left");
      for (let clicks = 0; clicks < 2; clicks++) {
        let button;
        others.at(`round ${round}, click ${clicks}`, () => {
          if (others.below(20) == 0) others.act();
          button = others.pick(hit());
        });
        if (button) await press(button);
      }
      await press(others.buttons().find((button) => others.label(button) == "Next") ?? fail("no button “Next”"));
      await until(() => others.label(frame.contentDocument.body).includes(`Step ${taken} and`), () => `step ${taken} is not shown\n    ${frame.contentDocument.body.innerHTML}`);
      await compare();
      const [lost] = others.lost();
      if (lost) fail(`took away ${lost.outerHTML ?? lost.data}\n    ${frame.contentDocument.body.innerHTML}`);
    }
  } catch (error) {
    throw error.message.startsWith("/touched") ? error : new Error(`${path} #touch=${seed}: ${error.message}\n${error.stack}`);
  } finally {
    frame.remove();
  }
}

/** Presses the button “Next”, and waits until a step is shown. */
async function goTo(page, step) {
  await page.click("output + button");
  await page.waitForFunction((step) => document.body.textContent.includes(`Step ${step} and`), step);
}

/** Puts copies in the place of what an element holds, before the answer to a click on a button comes. */
const copyUnderClick = (page, button, selector) =>
  page.evaluate(
    ([button, selector]) => {
      document.querySelector(button).click();
      const element = document.querySelector(selector);
      element.replaceChildren(...[...element.childNodes].map((node) => node.cloneNode(true)));
    },
    [button, selector],
  );

test("a text that others have wrapped is not taken for one that is empty", async (scene) => {
  const page = await openTouched(scene, server.url + "/touched", () => {
    const text = document.querySelector("div > div > b").firstChild;
    const wrapper = document.createElement("font");
    text.replaceWith(wrapper);
    wrapper.append(text);
  });
  await goTo(page, 1);
  assert.equal(await page.textContent("div > div > b"), "1");
});

test("an element of others is not taken for the one behind it", async (scene) => {
  const page = await openTouched(scene, server.url + "/touched?steps=3", () => {
    const made = document.createElement("b");
    made.id = "foreign";
    made.append("foreign");
    document.querySelector("div > div > b").before(made, document.createElement("x-extension"));
  });
  await goTo(page, 4);
  assert.deepEqual(await page.locator("div > div > b").allTextContents(), ["foreign", "4"]);
});

test("a text of others is not taken for the one behind an element of others", async (scene) => {
  const page = await openTouched(scene, server.url + "/touched", () => document.querySelector("div > div > b").prepend(" ", document.createElement("button")));
  await goTo(page, 1);
  assert.equal((await page.textContent("div > div > b")).trim(), "1");
});

test("an element in a wrapper is found where the next one, in another, is called as the first wrapper is", async (scene) => {
  const page = await openTouched(scene, server.url + "/touched-document", () => {
    const wrap = (node, name) => {
      const wrapper = document.createElement(name);
      node.replaceWith(wrapper);
      wrapper.append(node);
    };
    wrap(document.querySelector("body > button"), "div");
    wrap(document.querySelector("body > div + div"), "font");
    document.querySelector("body button").className = "foreign";
  });
  assert.equal(await page.locator("button", { hasText: /^hit 1$/ }).count(), 1);
});

test("a translated text is found where it stood, whatever others have put next to it", async (scene) => {
  const page = await openTouched(scene, server.url + "/touched?steps=5", () => {
    const [word, button] = document.querySelectorAll("td");
    button.remove();
    const translated = document.createElement("font");
    translated.append("translated");
    word.firstChild.replaceWith(translated);
    const foreign = document.createElement("button");
    foreign.append("foreign");
    word.append(foreign);
  });
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("td")].map((td) => td.textContent.includes("translated"))), [false, false]);
  assert.match(await page.textContent("td"), /^<!>/);
  assert.equal(await page.textContent("td:nth-child(2)"), "hit 305");
});

test("what has changed meanwhile is shown once where others have put copies in the place of nodes", async (scene) => {
  const page = await openTouched(scene, server.url + "/touched", () => {});
  await copyUnderClick(page, "body > div button", "div > div");
  await page.waitForFunction(() => document.querySelector("output").textContent == "2 ");
  assert.equal(await page.locator("output").count(), 1);
  await copyUnderClick(page, "output + button", "div > div");
  await page.waitForFunction(() => document.body.textContent.includes("Step 1 and"));
  assert.equal(await page.textContent("p"), "Step 1 and word<!>");
  assert.equal(await page.textContent("div > div[title]"), "word1");
  assert.deepEqual(await page.locator("li").allTextContents(), ["101hit 101"]);
  assert.equal(await page.locator("output").count(), 1);
});

test("rows that others have touched, and that are looked at late, are shown as the server says", async (scene) => {
  const page = await openTouched(scene, server.url + "/touched?steps=2", () => {
    document.querySelector("li + li").prepend(document.createElement("input"));
    const { setTimeout } = window;
    window.setTimeout = (run, wait, ...rest) => (wait === undefined ? void (window.catchUp = run) : setTimeout(run, wait, ...rest));
  });
  await page.click("body > div button");
  await page.waitForFunction(() => document.querySelector("output").textContent == "2 ");
  await page.evaluate(() => {
    document.querySelector("body > div button").click();
    window.catchUp();
  });
  await page.waitForFunction(() => document.querySelector("output").textContent == "2 2 ");
  assert.equal(await page.locator("output").count(), 1);
  assert.deepEqual(await page.locator("li").allTextContents(), ["102hit 102", "103hit 103"]);
});

test("what stands in for a text goes with it, also if it has taken the place of something else that did", async (scene) => {
  const page = await scene.open(`${server.url}/touched`);
  await page.evaluate(async () => {
    let node = document.querySelector("div > div > b").firstChild;
    for (const text of ["null", "zero", "nothing"]) {
      const translation = document.createElement("font");
      translation.append(text);
      node.replaceWith(translation);
      node = translation;
      await new Promise((done) => setTimeout(done));
    }
  });
  await page.click("output + button");
  await page.waitForFunction(() => document.body.textContent.includes("Step 1 and"));
  assert.equal(await page.textContent("div > div > b"), "1");
});

for (let first = FIRST; first < FIRST + PAGES; first += BATCH) {
  const last = Math.min(first + BATCH, FIRST + PAGES) - 1;
  test(`others touch pages ${first} to ${last}`, { timeout: 60_000 + 3_000 * BATCH }, async (scene) => {
    const page = await scene.blank({ isNoted: false });
    await page.addInitScript(others);
    scene.expect(STYLES, /^warning: taut: (others have changed the page|the page is not what the server rendered)/);
    await page.goto(`${server.url}/mounts`);
    const jobs = Array.from({ length: last - first + 1 }, (_, at) => [["/touched", "/touched-document"][at % 2], first + at]);
    const failures = await page.evaluate(
      async ([source, jobs, workers]) => {
        const tryOne = eval(`(${source})`);
        const failed = [];
        const work = async () => {
          for (let job; (job = jobs.shift()); ) await tryOne(job).catch((error) => failed.push(error.message));
        };
        await Promise.all(Array.from({ length: workers }, work));
        return failed;
      },
      [tryOne.toString(), jobs, AT_ONCE],
    );
    assert.deepEqual(failures, [], failures.slice(0, 3).join("\n"));
  });
}
