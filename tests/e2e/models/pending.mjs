// What waits and what shows that it does: every event is handled once and in its order or ends as an error that is shown, and marks
// come with an event of their own view and go with it.

import { enter, press as stroke } from "./hands.mjs";
import { always, offer, stage } from "./stage.mjs";

const PLACES = ["#plain", "#row-0", "#row-1"];
/** Longer than any event of these pages waits before it is sent, in ms. */
const LONGEST_GATE = 200;

/** Where the user is, most of the time. */
let usual;
/** By place, what its view should hear, in order, and of each control what the user has made of it last. */
const expected = {};
const last = {};
/** By place, the rows, and the block as row 0, that the user has sent away: what is typed into them after that may be lost with them. */
const leaving = {};
const mistakes = [];
/** How many events were lost, and the user was told. */
let losses = 0;
/** When the user has done something last, in a view or in any. */
const acted = {};

addEventListener("taut:error", ({ detail }) => (losses += detail.message != "The server refused."));

const first = (place, selector) => document.querySelector(`${place} ${selector}`);

const inPlace = (act) => async (random) => {
  const place = random.below(4) ? usual : random.pick(PLACES);
  const done = await act(place, random);
  if (done !== undefined) acted[place] = Date.now();
  look();
  return `${place} ${done ?? "nothing"}`;
};

/** Presses a button that is there and not disabled. */
const press = (selector, what) =>
  inPlace((place) => {
    const button = first(place, selector);
    if (!button || button.disabled) return;
    if (what) (expected[place] ??= []).push(what);
    if (selector == ".remove") leave(place, button.parentNode.querySelector("input").dataset.at);
    if (selector == ".toggle") leave(place, "0");
    button.click();
    if (!what) return selector;
    for (const mark of [".named", ".any", ".seen"]) {
      if (!isMarked(first(place, mark)) && !stage.isOffline()) mistakes.push(`${place} ${mark} is not marked by ${what}`);
    }
    return selector;
  });

/** Types into one of the controls of a kind. */
const type = (kind) =>
  inPlace(async (place, random) => {
    const all = [...document.querySelectorAll(`${place} .${kind}`)];
    if (!all[0]) return;
    const control = random.pick(all);
    const { at } = control.dataset;
    if (at == "0" && !stage.under && !stage.isOffline()) leaving[place]?.delete("0");
    enter(control, { random });
    let text = control.value;
    for (let count = 1 + random.below(4); count--; ) {
      const done = stroke(random.pick("abc"), random.pick([0, 30, 120]));
      text = control.value;
      const own = (last[place] ??= {});
      if (leaving[place]?.has(at)) delete own[`${kind} ${at}`];
      else own[`${kind} ${at}`] = text;
      await done;
      if (document.activeElement != control) break;
    }
    if (random.below(4) == 0 && at == "0") {
      leave(place, "0");
      control.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    }
    return `${kind} ${at} ${text}`;
  });

const leave = (place, at) => (leaving[place] ??= new Set()).add(at);

const isMarked = (element) => element.matches(".loading");

/** What is marked in a view. */
const marked = (place) => [...document.querySelectorAll(`${place} .loading`)];

/** Nothing is marked in a view in which the user has done nothing that could still be on its way. */
function look() {
  for (const place of PLACES) {
    const isAtRest = !stage.under && Date.now() - (acted[place] ?? 0) > LONGEST_GATE + stage.longest();
    const isUntouched = acted[place] === undefined;
    const marks = isAtRest || isUntouched ? marked(place) : [];
    if (marks[0]) mistakes.push(`${place} marks ${marks.map(({ className }) => className)}`);
    for (const mark of marked(place)) {
      if (mark.matches(".fixed, .lockable, .save, .word, .order, .remove") && !mark.disabled) mistakes.push(`${mark.className} is marked, but not disabled`);
    }
  }
}

/** What is not as it should be in a view when all is quiet. */
function wrongsOf(place) {
  const text = (selector) => first(place, selector).textContent;
  const [on, isLocked, saves, isOpen] = text(".state").split(" ");
  const heard = text(".heard").split(",").filter(Boolean);
  const wrongs = [];
  const compare = (what, found, right) => found === right || wrongs.push(`${place} ${what}: ${found} instead of ${right}`);
  compare("marks", marked(place).length + document.querySelectorAll(`${place} :is([aria-busy], .optimistic-pending)`).length, 0);
  compare("word", text(".word"), `Save ${saves}`);
  compare("order", text(".order"), "Order");
  compare("tick", String(first(place, ".tick").checked), on);
  compare("lockable", String(first(place, ".lockable").disabled), isLocked);
  compare("open", String(!!first(place, "section")), isOpen);
  compare("fixed", first(place, ".fixed").disabled, true);
  compare("seen", first(place, ".seen").checkVisibility(), false);
  compare("disabled", document.querySelectorAll(`${place} :disabled:not(.fixed, .lockable)`).length, 0);
  const now = heard.filter((what) => /^(save|order|tick)/.test(what));
  compare("heard", String(now), String(expected[place] ?? []));
  for (const [control, value] of Object.entries(last[place] ?? {})) {
    const told = heard.findLast((what) => what.startsWith(`${control} `))?.slice(control.length + 1);
    if (told !== value && losses-- <= 0) wrongs.push(`${place} ${control}: the server has heard ${told} instead of ${value}`);
  }
  return wrongs;
}

offer({
  begin(random) {
    usual = random.pick(PLACES);
    for (const place of PLACES) if (random.below(2)) first(place, ".toggle").click();
    return stage.quiet();
  },
  actions: {
    ...always,
    save: press(".save", "save"),
    word: press(".word", "save"),
    lockable: press(".lockable", "save"),
    toggle: press(".toggle"),
    lock: press(".lock"),
    add: press(".add"),
    more: press(".add"),
    remove: press(".remove"),
    refuse: press(".refuse"),
    write: type("write"),
    drag: type("drag"),
    note: type("note"),
    tick: inPlace((place) => {
      const box = first(place, ".tick");
      box.click();
      (expected[place] ??= []).push(`tick ${box.checked}`);
      return box.checked;
    }),
    order: inPlace(async (place, random) => {
      const control = first(place, "[name=a]");
      enter(control, { random });
      for (let count = random.below(3); count--; ) await stroke(random.pick("xyz"), random.pick([0, 30, 200]));
      const button = first(place, ".order");
      if (button.disabled) return "it is disabled";
      (expected[place] ??= []).push(`order ${control.value}`);
      button.click();
      return control.value;
    }),
  },
  check: () => ({ wrongs: [...new Set(mistakes), ...PLACES.flatMap(wrongsOf)] }),
});
