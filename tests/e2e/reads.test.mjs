// What listeners read: of the control, the form and the element that an event is about (C6).

import { assert, counts, serveForAll, test, texts } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

/** What a user does, and what the listeners around it read. */
const cases = {
  "the text field in a list item": [(page) => page.fill("#in-item", "Ada"), "value Ada"],
  "the number of a list item without a control": [(page) => page.click("#row"), "value 8"],
  "the text area in details": [(page) => page.fill("#in-details", "long"), "value long"],
  "the select in a dialog": [(page) => page.selectOption("#in-dialog", "b"), "value b"],
  "the only control of a dialog that is closed": [
    (page) => page.evaluate(() => document.querySelector("#dialog").close()),
    "value a",
  ],
  "the selected options of a select": [(page) => page.selectOption("#many", ["1", "3"]), 'values ["1", "3"]'],
  "which field of a form has changed": [
    async (page) => {
      await page.fill("#field", "A");
      await page.selectOption("#choice", "b");
      await page.fill("#unnamed", "C");
    },
    'named "nodeName" A',
    'named "name" b',
    'named "" C',
  ],
  "the button around what is clicked": [(page) => page.click("#bold"), "value pressed"],
  "the details around a summary": [(page) => page.click("#summary"), "open true"],
  "the listener's own text": [(page) => page.click("#italic"), "text one two"],
  "a text that is edited": [
    async (page) => {
      await page.click("#editable");
      await page.keyboard.type("a");
      await page.keyboard.press("Enter");
      await page.keyboard.type("b  c");
    },
    ...["a", "a\n", "a\nb", "a\nb ", "a\nb  ", "a\nb  c"].map((text) => `text ${text}`),
  ],
  "its own element, if it listens on the window": [
    async (page) => {
      await page.focus("#in-item");
      await page.keyboard.press("Control+k");
    },
    "value own",
  ],
  "the form around what is clicked": [(page) => page.click("#in-second"), 'form [("name", "second")]'],
  "the form of a control that stands in another": [
    (page) => page.click("#of-first"),
    'form [("name", "first"), ("extra", "moved")]',
  ],
  "the form of a button that stands outside": [(page) => page.click("#icon"), 'form [("name", "second")]'],
  "whether a popover is open": [(page) => page.click("#pops"), "open true"],
  "how far the page is scrolled": [
    (page) => page.evaluate(() => {
      document.body.style.height = "9000px";
      scrollTo(0, 70);
    }),
    "scrolled 70",
  ],
  "the value of a custom element": [
    (page) => page.evaluate(() => {
      const picker = Object.assign(document.querySelector("#picker"), { value: "green" });
      picker.dispatchEvent(new Event("change", { bubbles: true }));
    }),
    "value green",
  ],
};

for (const [what, [act, ...lines]] of Object.entries(cases)) {
  test(`“a projection reads the element that the event is about”: ${what}`, async (scene) => {
    const page = await scene.open(`${server.url}/reads`);
    await act(page);
    await counts(page, "#log li", lines.length);
    assert.deepEqual(await texts(page, "#log li"), lines);
  });
}
