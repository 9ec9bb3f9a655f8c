// Each attribute of the macro's table: what a template writes for each kind of value is what the browser's own elements
// mean by it, in the first HTML, after a patch, and for a value of the page itself.

import { assert, serveForAll, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");
const STEPS = [0, 1, 2, 3, 4];

/** Runs in the page: all that is not as it is to be, and how many truths a property of the browser has confirmed. */
function look({ published, absent }) {
  const given = { ...JSON.parse(document.querySelector("#given").textContent), page: published };
  const inert = document.implementation.createHTMLDocument();
  const problems = [];
  let confirmed = 0;

  /** The property that reflects an attribute, if it holds a truth. */
  const truthOf = (element, name) => {
    const fresh = inert.createElement(element.localName);
    const plain = name.replaceAll("-", "");
    for (const key in fresh) if (key.toLowerCase() == plain && typeof fresh[key] == "boolean") return key;
  };
  const words = (kind) => (kind == "flag" || kind == "property" ? ["", null] : kind);
  const written = (kind, value) => {
    if (value == null) return null;
    if (kind == "flag" || kind == "property") return words(kind)[+!value];
    return typeof value == "boolean" ? words(kind)[+!value] : String(value);
  };

  for (const at of document.querySelectorAll(".case")) {
    const { element: tag, name, given: by, kind } = at.dataset;
    const element = at.querySelector(tag);
    const value = given[by];
    const what = `${tag} ${name}={${by}: ${JSON.stringify(value)}}`;
    const parsed = JSON.parse(kind);
    const expected = written(parsed, value);
    const found = element.getAttribute(name);
    // A property leaves the attribute as it was in the first HTML.
    if (parsed != "property" && found !== expected) problems.push(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
    const property = truthOf(element, name);
    if (property && (typeof value == "boolean" || value == "until-found" && name == "hidden")) {
      if (element[property] !== value) problems.push(`${what}: ${property} is ${element[property]}`);
      confirmed++;
    }
    if (absent.includes(name) && value === false && found != null) problems.push(`${what} is there`);
    if (name == "contenteditable" && typeof value == "boolean" && element.isContentEditable != value) problems.push(what);
  }
  return { problems, confirmed };
}

/** What means something without a text, although no property of the browser holds that as a truth. */
const ABSENT_IF_FALSE = ["capture", "crossorigin", "download", "hidden", "popover", "sandbox"];

/** Looks at the page; some properties must have confirmed what the table says. */
async function check(page, when, published) {
  const { problems, confirmed } = await page.evaluate(look, { published, absent: ABSENT_IF_FALSE });
  assert.deepEqual(problems, [], when);
  assert.ok(confirmed > 50, `${confirmed} truths are confirmed`);
}

const go = async (page, step) => {
  const before = await page.textContent("#given");
  await page.evaluate((step) => document.querySelectorAll(".step")[step].click(), step);
  await page.waitForFunction((before) => document.querySelector("#given").textContent != before, before);
};

/** Chromium complains of values that an attribute does not know; what others complain of fails the test. */
const BROWSER = /^(?!.*taut)/;

test("each kind of value is what the table and the browser say, in the first HTML and after a patch from any other", { needs: "tables" }, async (scene) => {
  scene.expect(BROWSER);
  for (const first of STEPS) {
    const page = await scene.open(`${server.url}/attributes/${first}`);
    await check(page, `in the first HTML of step ${first}`);
    let last = first;
    for (const next of STEPS.filter((step) => step != first)) {
      for (const step of [next, first]) {
        await go(page, step);
        await check(page, `from step ${last} to ${step}`);
        last = step;
      }
    }
    await page.close();
  }
});

test("a value of the page is written as one of the server is", { needs: "tables" }, async (scene) => {
  scene.expect(BROWSER);
  const page = await scene.open(`${server.url}/attributes/0`);
  for (const value of [true, "until-found", false, "", true, 7, false]) {
    await page.evaluate((value) => taut.publish("value", value), value);
    await check(page, `when ${JSON.stringify(value)} is published`, value);
  }
});

/** What Chromium alone has. */
const OTHER_ATTRIBUTES =
  "a hreftranslate, a attributionsrc, area attributionsrc, iframe adauctionheaders, iframe browsingtopics, iframe privatetoken, " +
  "img attributionsrc, img browsingtopics, input incremental, script attributionsrc, template for";

test("no attribute that the browser's elements have is missing in the table", { needs: "tables" }, async (scene) => {
  scene.expect(BROWSER);
  const page = await scene.open(`${server.url}/attributes/0`);
  const missing = await page.evaluate(() => {
    const { global, own } = JSON.parse(document.querySelector("#tables").textContent);
    const inert = document.implementation.createHTMLDocument();
    const isText = ["innerHTML", "outerHTML", "innerText", "outerText", "textContent", "nodeValue"];
    const settable = (element) => {
      const names = new Set();
      for (let of = element; (of = Object.getPrototypeOf(of)) && of != Object.prototype; )
        for (const [name, { set }] of Object.entries(Object.getOwnPropertyDescriptors(of)))
          if (set && !name.startsWith("on") && !isText.includes(name)) names.add(name);
      return names;
    };
    const missing = new Set();
    for (const tag in own) {
      for (const property of settable(inert.createElement(tag))) {
        const element = inert.createElement(tag);
        for (const value of [true, "a", 7]) {
          try {
            element[property] = value;
          } catch {
            // This property takes no such value.
          }
        }
        for (const name of element.getAttributeNames()) {
          // A template cannot have a shadow root.
          const isKnown = global.includes(name) || own[tag].includes(name) || name.startsWith("shadowroot");
          if (!isKnown) missing.add(`${tag} ${name}`);
        }
      }
    }
    return [...missing];
  });
  assert.deepEqual(missing.filter((name) => !OTHER_ATTRIBUTES.split(", ").includes(name)), []);
});

/** Events of older browsers, or of Chromium alone. */
const OTHER_EVENTS = ["beforecopy", "beforecut", "beforepaste", "mousewheel", "search"];

test("no event that the browser's elements have is missing in the table", { needs: "tables" }, async (scene) => {
  scene.expect(BROWSER);
  const page = await scene.open(`${server.url}/attributes/0`);
  const missing = await page.evaluate((others) => {
    const { own, events } = JSON.parse(document.querySelector("#tables").textContent);
    const svg = ["svg", "animate"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    const targets = [window, document, ...svg, ...Object.keys(own).map((tag) => document.createElement(tag))];
    const names = targets.flatMap((target) => {
      const names = [];
      for (let of = target; of; of = Object.getPrototypeOf(of)) names.push(...Object.getOwnPropertyNames(of));
      return names;
    });
    const handled = names.filter((name) => /^on[a-z]/.test(name)).map((name) => name.slice(2));
    // Those of animations in SVG have other names than their properties.
    const isKnown = (name) => events.includes(name) || events.includes(`${name}Event`);
    return [...new Set(handled)].filter((name) => !isKnown(name) && !name.startsWith("webkit") && !others.includes(name));
  }, OTHER_EVENTS);
  assert.deepEqual(missing, []);
});

test("each event of the table is heard by its listener, and by no other, whether it bubbles or not", async (scene) => {
  const page = await scene.open(`${server.url}/all_events`);
  // The client itself makes an event of an element that comes into view.
  const names = (await page.getAttribute("#events", "data-events")).split(",").filter((name) => name != "visible");
  await page.evaluate((names) => {
    for (const name of names)
      for (const bubbles of [true, false]) document.querySelector("#events").dispatchEvent(new Event(name, { bubbles }));
  }, names);
  await page.waitForFunction(
    (expected) => document.querySelector("#heard").textContent.split(",").filter((name) => name != "visible") == expected,
    names.flatMap((name) => [name, name]).join(","),
  );
});
