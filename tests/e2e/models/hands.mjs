// A user's hands in a page: what the browser makes of keys and clicks, without the way through the driver.

import { stage } from "./stage.mjs";

const key = (type, key) => document.activeElement.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));

const moves = {
  ArrowLeft: ["backward", "character"],
  ArrowRight: ["forward", "character"],
  Home: ["backward", "lineboundary"],
  End: ["forward", "lineboundary"],
};

/** Presses a key where the focus is, and waits for as long as a person does between two. */
export async function press(name, pace = 0) {
  key("keydown", name);
  if (moves[name]) getSelection().modify("move", ...moves[name]);
  else if (name == "Backspace") document.execCommand("delete");
  else document.execCommand("insertText", false, name);
  key("keyup", name);
  await stage.pass(pace);
}

/** Goes into a control, with the caret somewhere, or with all of it selected. */
export function enter(control, { all = false, random } = {}) {
  control.focus();
  if (all) control.select();
  else if (control.isContentEditable) {
    const text = control.firstChild;
    if (text) getSelection().collapse(text, random.below(text.length + 1));
  } else {
    const at = random.below(control.value.length + 1);
    control.setSelectionRange(at, at);
  }
  control.click();
}

/** Clicks a button with the pointer, which takes the focus there. */
export function click(button) {
  button.focus();
  button.click();
}

/** Chooses options of a select. */
export function choose(control, values) {
  control.focus();
  for (const option of control.options) option.selected = values.includes(option.value);
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
}

/** Drags a range. */
export function drag(control, value) {
  control.focus();
  control.value = value;
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
}
