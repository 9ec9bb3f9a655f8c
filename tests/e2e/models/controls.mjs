// Controls of all kinds, in rows and arms, in two forms or apart from them: nothing that is typed is lost or moves, at no time a
// control shows what neither the user nor the server says, and at rest page and server agree.

import { mistake, NUMBERS, TEXTS } from "../support/fields.mjs";
import { watch } from "../support/user.mjs";
import { choose, click, drag, enter, press } from "./hands.mjs";
import { always, offer, stage } from "./stage.mjs";

watch();

const { user } = window;
const isAtOnce = location.pathname.endsWith("at-once");
const get = (selector) => document.querySelector(selector);
let pace;

/** What pages are in which rows move in one way or another: at once, out of the page and in again, by ways around what others do. */
const MOVES = [
  () => {},
  () => delete Element.prototype.moveBefore,
  () => document.body.append("x") ?? document.body.lastChild.remove(),
];

const field = (random, ...kinds) => {
  const all = user.fields().filter(({ kind }) => kinds.includes(kind));
  return all.length ? random.pick(all) : undefined;
};

/** Types into a field as a person does, and leaves it or not. */
async function edit(random) {
  const { id, kind, mode, heard } = field(random, ...TEXTS) ?? {};
  if (!id) return;
  const control = get(`#f${id}`);
  const keys = [];
  enter(control, { all: kind == "Number", random });
  if (kind == "Number") keys.push(...random.pick(NUMBERS));
  else {
    const chars = kind == "Mask" ? "0123456789" : "aB q z  ";
    for (let count = 1 + random.below(8); count--; ) {
      keys.push(random.below(10) < 7 ? random.pick(chars) : random.pick(["ArrowLeft", "ArrowRight", "Backspace", "Home", "End"]));
    }
  }
  for (const key of keys) {
    await press(key, pace);
    if (random.below(12) == 0) keys.push(turn());
    // A field may be gone, or the focus with it, as a form is submitted.
    if (document.activeElement != control) break;
  }
  if (random.below(4) == 0) control.blur();
  return `${id} ${kind} ${mode} ${heard}: ${keys}`;
}

/** Ticks, chooses or drags. */
function pick(random) {
  const { id, kind, mode, heard } = field(random, "Check", "Radio", "Select", "Many", "Range") ?? {};
  if (!id) return;
  const control = get(`#f${id}`);
  const option = random.pick(["a", "b", "c"]);
  const value = random.below(100);
  const both = random.below(2);
  if (kind == "Check") control.click();
  if (kind == "Radio") get(`#f${id}-${option}`).click();
  if (kind == "Select") choose(control, [option]);
  if (kind == "Many") choose(control, both ? ["a", "c"] : [option]);
  if (kind == "Range") drag(control, value);
  return `${id} ${kind} ${mode} ${heard}: ${option} ${value} ${both}`;
}

/** Lets the server change a field by itself. */
async function other(random) {
  await stage.quiet();
  const { id } = random.pick(user.fields());
  const before = user.said(id);
  click(get(`[data-id="${id}"] .other`));
  await stage.quiet();
  user.forgetOther(id, before);
  return id;
}

/** What was sent is what was shown. */
async function submit(random) {
  const form = random.below(2);
  const count = user.sent.length;
  get(`#form-${form} .send`).click();
  await stage.quiet();
  user.forgetSent(count);
  return form;
}

async function reset(random) {
  await stage.quiet();
  const form = random.below(2);
  click(get(`#form-${form} .reset`));
  await stage.quiet();
  user.forgetForm(`form-${form}`, true);
  return form;
}

async function refuse() {
  get("#refusing").click();
  await stage.quiet();
}

const turn = () => (get("#turn").click(), "");

offer({
  begin(random) {
    random.pick(MOVES)();
    pace = random.pick([0, 20, 70]);
  },
  actions: { ...always, edit, type: edit, write: edit, pick, choose: pick, other, submit, reset, refuse, turn },
  most: 6,
  end: () => document.activeElement.blur(),
  check() {
    const { fields, sent, heard, mistakes } = user.report();
    const wrongs = fields.flatMap((field) => (mistake(field, isAtOnce) ? [`${mistake(field, isAtOnce)}: ${JSON.stringify(field)}`] : []));
    if (String(heard) != String(sent)) wrongs.push(`${sent} was shown, and ${heard} was sent`);
    return { wrongs: [...mistakes, ...wrongs] };
  },
});
