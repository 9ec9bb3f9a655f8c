// Client state: at rest, the page is what a fresh rendering would be, and every view has heard that.

import { always, offer } from "./stage.mjs";

const WORDS = ["big", "Big", "BIG", "a", "A", ".no", ".never"];

const get = (id) => document.getElementById(id);

const press = (id) => () => get(id).click();

/** Types something into a control, in one event. */
const enter = (id, values) => (random) => {
  const value = String(random.pick(values));
  get(id).value = value;
  get(id).dispatchEvent(new InputEvent("input", { bubbles: true }));
  return value;
};

/** What is shown, and what it should be. */
function pairs() {
  const { taut } = window;
  const filter = taut.value("filter");
  const said = get("server").textContent;
  const copy = taut.value("copy");
  const rows = [...document.querySelectorAll("li")].flatMap(({ title, textContent }) => [title, textContent]);
  return {
    line: [document.documentElement.dataset.taut, undefined],
    value: [filter ?? said, said],
    text: [get("text").textContent, said],
    title: [get("title").title, said],
    control: [get("value").value, said],
    inner: [get("inner")?.textContent ?? said, said],
    rows: [rows.join(), Array(4).fill(said).join()],
    bare: [get("bare").textContent, filter ?? ""],
    other: [get("other").textContent, filter ?? ""],
    class: [get("class").matches(".on"), said == "BIG"],
    heard: [get("hears-text").textContent, filter ?? ""],
    option: [get("hears-option").textContent, filter == null ? "None" : `Some("${filter}")`],
    size: [get("size").textContent, get("sizes").textContent],
    number: [typeof (taut.value("size") ?? 0), "number"],
    sizes: [get("hears-number").textContent, String(taut.value("size") ?? 0)],
    ratio: [String(taut.value("ratio") ?? get("ratio").textContent), get("ratio").textContent],
    fits: [+get("ratio").textContent >= 0 && +get("ratio").textContent <= 1, true],
    width: [/^(\d+px)?$/.test(get("width").style.width), true],
    loud: [get("loud").matches(".on"), get("tones").textContent == "loud"],
    copy: [get("copy").textContent, (copy ?? "").toUpperCase()],
  };
}

offer({
  actions: {
    ...always,
    choose: enter("choose", WORDS),
    later: enter("later", WORDS.slice(0, 5)),
    resize: enter("resize", [...Array(20).keys()]),
    rate: enter("rate", ["0.5", "1.5", "-1", "x"]),
    widen: enter("widen", ["30px", "30em", "40em"]),
    speak: enter("speak", ["LOUD", "loud", "calm", "Calm"]),
    tell: enter("tell", ["abc", "ABC", "x"]),
    pick: press("pick"),
    reset: press("reset"),
    detail: press("detail"),
  },
  check: () => ({
    wrongs: Object.entries(pairs()).flatMap(([name, [found, expected]]) =>
      found === expected ? [] : [`${name}: ${found} instead of ${expected}`],
    ),
  }),
});
