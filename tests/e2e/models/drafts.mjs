// Drafts: whatever the user has typed and neither sent nor discarded is on the page again after it was loaded again or has lost its
// session, in all kinds of fields, and the server has heard of it.

import { choose, enter, press as stroke } from "./hands.mjs";
import { always, offer, stage } from "./stage.mjs";

const get = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

/** By field, its form, what it shows as one text, and how the server says that it has heard it, if it does. */
const FIELDS = {
  title: { form: "post", show: () => get("#title").value, hear: (text) => `title ${text}` },
  body: { form: "post", show: () => `${get("#body").value}|${get("#outside").value}` },
  colour: { form: "post", show: () => get("[name=colour]:checked").value, hear: (text) => `colour ${text}` },
  size: { form: "post", show: () => get("#size").value, hear: (text) => `size ${text}` },
  check: { form: "post", show: () => String(get("#check").checked), hear: (text) => `check ${text}` },
  many: { form: "post", show: () => all(".many:checked").map(({ value }) => value).join() },
  detail: { form: "post", show: () => get("#detail")?.value, hear: (text) => `detail ${text}` },
  note: { form: "reply", show: () => get("#note").value, hear: (text) => `note ${text}` },
};

/** Whether the user is asked before anything is restored. */
const isAsking = location.pathname == "/drafts";

/** What the user has made of fields and not sent, and of which the server has come to say something else than a new session does. */
let mine = {};
let said = new Set();
/** Fields of which the server says what was sent. */
const KEPT = ["title", "colour", "detail"];
/** How often the page may be loaded again, and whether it is to be now. */
let reloads;
let isOver = false;

const typed = (field) => {
  mine[field] = FIELDS[field].show();
  return `${field} ${mine[field]}`;
};

const type = (field, selector = `#${field}`) =>
  async (random) => {
    const control = get(selector);
    if (!control) return "nothing";
    enter(control, { random });
    for (let count = 1 + random.below(4); count--; ) {
      const before = control.value;
      const done = stroke(random.pick(["a", "b", " ", "Backspace"]), random.pick([0, 30, 200]));
      if (control.value != before) typed(field);
      await done;
      if (document.activeElement != control) break;
    }
    return `${field} ${control.value}`;
  };

/** Clicks one of some boxes. That changes nothing if it is the button of a group that is chosen already. */
const tick = (field, selector) => (random) => {
  const before = FIELDS[field].show();
  random.pick(all(selector)).click();
  return FIELDS[field].show() === before ? "nothing" : typed(field);
};

/** Sends a form; what it holds is sent, and what is typed later is not. */
const send = (form) => () => {
  const sent = Object.entries(mine).filter(([field]) => FIELDS[field].form == form);
  get(`#send-${form}`).click();
  return stage.quiet().then(() => {
    for (const [field] of sent) {
      delete mine[field];
      if (KEPT.includes(field)) said.add(field);
    }
    return sent.length;
  });
};

/** There is a new session: what the user began from the old one's values does not fit any more. */
function renew() {
  for (const field of said) delete mine[field];
  said.clear();
}

/** Answers the question, if there is one. */
async function answer(random) {
  await stage.quiet();
  if (!get(".taut-draft")) return "nothing is asked";
  const isWanted = random.below(3) > 0;
  get(isWanted ? "#draft-restore" : "#draft-discard").click();
  // What the page has no control for is discarded, too, and what was typed since is not.
  if (!isWanted) mine = Object.fromEntries(Object.entries(mine).filter(([field, value]) => FIELDS[field].show() === value));
  await stage.quiet();
  return isWanted ? "restore" : "discard";
}

/** What is not as it should be, once all that can be restored is. */
async function wrongs() {
  if (isAsking && get(".taut-draft")) get("#draft-restore").click();
  await stage.quiet();
  const heard = all("#heard li").map((line) => line.textContent);
  const compare = (what, found, right) => (found === right ? [] : [`${what} is ${found} instead of ${right}`]);
  return Object.entries(mine).flatMap(([field, value]) => {
    const { show, hear } = FIELDS[field];
    if (show() === undefined) return [];
    const last = heard.findLast((line) => line.startsWith(`${field} `));
    return [...compare(field, show(), value), ...(hear && last !== undefined ? compare(`${field} was heard and`, last, hear(value)) : [])];
  });
}

offer({
  begin(random, memory) {
    if (memory) ({ mine, reloads } = memory);
    else reloads = random.below(3);
  },
  actions: {
    ...always,
    title: type("title"),
    body: type("body"),
    outside: type("body", "#outside"),
    note: type("note"),
    detail: type("detail"),
    colour: tick("colour", "[name=colour]"),
    check: tick("check", "#check"),
    many: tick("many", ".many"),
    size(random) {
      choose(get("#size"), [random.pick(["small", "large"])]);
      return typed("size");
    },
    more() {
      // It is opened empty, and only once.
      if (!get("#detail")) get("#more").click();
    },
    post: send("post"),
    reply: send("reply"),
    answer,
    lose() {
      renew();
      stage.lose();
    },
    reload() {
      isOver = reloads > 0;
    },
  },
  isOver: () => isOver,
  async check() {
    const found = await wrongs();
    stage.note("kept:", JSON.stringify(localStorage));
    if (reloads > 0) renew();
    return { wrongs: found, next: reloads-- > 0 && { mine, reloads } };
  },
});
