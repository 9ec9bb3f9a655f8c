// Results in the cache: at rest, each view shows what its server says, and a click is about what the user saw.

import { always, offer } from "./stage.mjs";

const PLACES = ["#plain", "#row-0", "#row-1", "#dialog"];
const QUERIES = ["tea", "milk", "", "t"];

const first = (place, selector) => document.querySelector(`${place} ${selector}`);

/** Where the user is, most of the time. */
let usual;
/** By view, the texts of the rows that were picked. */
const seen = {};

/** What is done in a place, if there is what it is done to. */
const inPlace = (choose) => (random) => {
  const place = random.below(4) ? usual : random.pick(PLACES);
  return [place, choose(place, random)].join(" ");
};

const press = (place, selector) => {
  first(place, selector)?.click();
  return selector;
};

function enter(place, selector, text) {
  const control = first(place, selector);
  if (!control) return "nothing";
  control.focus();
  control.select();
  document.execCommand(text ? "insertText" : "delete", false, text);
  return `${selector} ${text}`;
}

/** Acts in a row, if there is one. */
function row(place, selector, at) {
  const rows = document.querySelectorAll(`${place} li`);
  const row = rows[at % rows.length];
  if (!row) return "nothing";
  if (selector == ".pick") (seen[place] ??= []).push(row.querySelector("b").textContent);
  row.querySelector(selector).click();
  return `${selector} ${row.querySelector("b").textContent}`;
}

/** What is not as it should be in a view. */
function wrongsOf(place) {
  const root = document.querySelector(place);
  const text = (selector) => root.querySelector(selector).textContent;
  const rows = [...root.querySelectorAll("li")].map((row) => row.querySelector("b").textContent + (row.matches(".marked") ? "*" : ""));
  const shown = `${root.querySelector(".query") ? rows.join(",") : "closed"};${text(".shown")};${text("output")}`;
  const wrongs = shown == text(".state") ? [] : [`${place} shows ${shown} instead of ${text(".state")}`];
  // Each click is heard once and in order, or not at all, if what it was about is gone.
  const left = [...(seen[place] ?? [])];
  for (const picked of text(".picked").split(",").filter(Boolean)) {
    const at = left.indexOf(picked);
    if (at < 0) wrongs.push(`${place} has heard ${picked} of ${seen[place]}`);
    else left.splice(0, at + 1);
  }
  return wrongs;
}

offer({
  begin: (random) => void (usual = random.pick(PLACES)),
  actions: {
    ...always,
    query: inPlace((place, random) => enter(place, ".query", random.pick(QUERIES))),
    again: inPlace((place, random) => enter(place, ".query", random.pick(QUERIES))),
    word: inPlace((place, random) => press(place, random.pick([".word-tea", ".word-milk", ".word-"]))),
    number: inPlace((place, random) => enter(place, ".number", String(random.below(3)))),
    turn: inPlace((place, random) => press(place, random.pick([".next", ".back"]))),
    mark: inPlace((place, random) => row(place, ".mark", random.below(5))),
    pick: inPlace((place, random) => row(place, ".pick", random.below(5))),
    other: inPlace((place, random) => press(place, random.pick([".rename", ".toggle", ".bump", ".refuse"]))),
  },
  // A hit is reported with the next event.
  end: () => PLACES.forEach((place) => press(place, ".bump")),
  check: () => ({ wrongs: PLACES.flatMap(wrongsOf) }),
});
