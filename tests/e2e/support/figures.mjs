// The figures of CONFORMANCE.md that only a browser can tell, for the benchmarks.

/** What is measured, so many times each; the median counts. */
const TIMES = 50;

/** Runs in the page: how long something takes, in milliseconds. */
const measure = async ([selector, prepare, act, times]) => {
  const element = document.querySelector(selector);
  const [first, run] = [prepare, act].map((name) => ACTS[name]);
  const taken = [];
  for (let time = 0; time < times; time++) {
    await first(element, time);
    const start = performance.now();
    run(element, time);
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[times >> 1];
};

/** What is done, by name; these run in the page. */
const acts = () => {
  const input = (element, value) => {
    element.value = value;
    element.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  const settled = () =>
    new Promise((resolve) => {
      const check = () => (document.querySelector(".optimistic-pending,.loading") ? setTimeout(check, 5) : resolve());
      setTimeout(check, 5);
    });
  window.ACTS = {
    settled,
    click: (element) => element.click(),
    publish: (_element, time) => window.taut.publish("order", time),
    hit: (element, time) => input(element, ["a", "ab"][time % 2]),
    type: async (element, time) => {
      input(element, `typed ${time}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
    hide: () => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })),
    nothing: () => {},
  };
};

/** What is measured where: the view of `e2e-server`, the element, what comes before, what is measured, and its bound. */
const figures = [
  ["optimistic apply", "/optimistic", "#check", "settled", "click", 1],
  ["cache lookup and apply", "/cache", "#query", "nothing", "hit", 1],
  ["bus to 100 subscribers", "/composition", "#many", "nothing", "publish", 10],
  ["draft save", "/draft", "#text", "type", "hide", 50],
  ["loading marks", "/loading", "#bare", "settled", "click", 5],
];

/** Measures them in pages of a browser, and gives for each its name, its value and its bound, in milliseconds. */
export async function measureFigures(browser, url) {
  const results = [];
  for (const [name, path, selector, prepare, act, bound] of figures) {
    const page = await browser.newPage();
    await page.goto(url + path);
    await page.waitForFunction(() => window.taut && !document.documentElement.dataset.taut);
    await page.evaluate(acts);
    if (act == "hit") for (const query of ["a", "ab"]) await ask(page, selector, query);
    results.push({ name, value: await page.evaluate(measure, [selector, prepare, act, TIMES]), bound });
    await page.close();
  }
  results.push({ name: "server response", value: await response(browser, url), bound: 100 });
  return results;
}

/** Asks the server once, so that the answer is known. */
async function ask(page, selector, query) {
  await page.fill(selector, query);
  await page.waitForFunction((query) => document.querySelector("#found").textContent == query, query);
}

/** How long a click takes until its answer is shown. */
async function response(browser, url) {
  const page = await browser.newPage();
  await page.goto(`${url}/survive`);
  await page.waitForFunction(() => window.taut && !document.documentElement.dataset.taut);
  const taken = await page.evaluate(async (times) => {
    const taken = [];
    for (let time = 0; time < times; time++) {
      const answered = new Promise((resolve) => {
        const observer = new MutationObserver(() => (observer.disconnect(), resolve()));
        observer.observe(document.querySelector("#count"), { characterData: true, childList: true, subtree: true });
      });
      const start = performance.now();
      document.querySelector("#bump").click();
      await answered;
      taken.push(performance.now() - start);
    }
    return taken.sort((a, b) => a - b)[times >> 1];
  }, TIMES);
  await page.close();
  return taken;
}
