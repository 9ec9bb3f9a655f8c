/** Who gets the focus: what an event of the user has brought, or the first mistake in a form, unless the user is elsewhere by now. */
import { attribute, body, contains, createElement, doc, elementsOf, focused, of } from "./dom";
import { asOwn } from "./others";
import { page } from "./page";
import type { PendingEvent } from "../types";

/** The element that came last of those that want the focus. */
export const wanted: { _focus?: any } = {};

/** Whether the focus is where an event has left it, and nobody types there. */
const isFreeAfter = ({ _type, _target, _active }: PendingEvent): boolean => {
  const active = focused();
  return _type != "input" && active == _active && (contains(_target, active) || contains(active, _target));
};

/** Whether what the server says may move the focus. */
export const isFocusFree = (): boolean =>
  !!page._answers && (focused() == body() || isFreeAfter(page._answers));

/** The first control of a form that is wrong. A script can dispatch `submit` where there is no form. */
export const firstWrong = (form: any): any => form && elementsOf(form).find((control) => attribute(control, "aria-invalid") == "true");

/** Gives the focus to what wants it. */
export const focusWanted = (): void => {
  const { _type, _form } = page._answers ?? {};
  if (isFocusFree()) (wanted._focus ?? (_type == "submit" ? firstWrong(_form) : undefined))?.focus();
  wanted._focus = undefined;
};

/**
 * Ends the browser's own `autofocus`, which one element of a document gets that comes without an event of the user, in WebKit even
 * while the user types elsewhere. What the page began with has had its turn before a frame is drawn. A popover that wants the focus
 * ends it, also where it is not shown.
 */
export const endAutofocus = (): number =>
  requestAnimationFrame(() =>
    asOwn(() => {
      const popover = createElement("p", { popover: "manual", autofocus: true });
      of(doc, "head").append(popover);
      popover.showPopover?.();
      popover.remove();
    }),
  );
