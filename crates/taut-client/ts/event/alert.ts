/** Tells the user what was refused or lost, unless the view or a script of the page does. */
import { body, call, closest, createElement, dispatch, doc } from "../page/dom";
import { asOwn } from "../page/others";

/** What an event that has no answer says to the user. */
const words = new Map([
  ["lost", "The connection was lost before this was done."],
  ["no answer", "The server does not answer."],
  ["gone", "What this was about is not there any more."],
]);

/** The message that is shown. */
let alert: any;

/** Lets the page know of an error, and the user, unless the view shows it. */
export const complain = (target: any, message: string, isShown?: unknown): void => {
  if (!dispatch(target, "taut:error", { message }) || isShown) return;
  dismiss();
  alert = createElement("div", { className: "taut-alert", role: "alert" });
  const button = createElement("button", { type: "button", ariaLabel: "Dismiss", textContent: "\u00d7", onclick: dismiss });
  // What stands behind a modal dialog is not read out.
  const host = (target != doc && closest(target, "dialog")) || body();
  asOwn(() => call(host, "append", alert));
  alert.append(words.get(message) ?? message, button);
};

/** Takes the message away: it was read, or the next event was accepted. */
export const dismiss = (): void => {
  if (alert) asOwn(() => alert.remove());
  alert = undefined;
};
