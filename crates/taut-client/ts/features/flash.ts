/** Shows a message of the server for a while; if it leads to another page, there. */
import { body, call, createElement, dispatch, doc } from "../page/dom";
import { asOwn } from "../page/others";
import type { Feature } from "../hooks";
import { FLASH } from "../limits";
import { recall, remember } from "../memory";

/** The name under which the tab remembers what the next page shows. */
const NAME = "taut:-flash";

let shown: any;

const show = (message: string): void => {
  if (!dispatch(doc, "taut:flash", { message })) return;
  dismiss();
  const own = (shown = createElement("div", { className: "taut-flash", role: "status" }));
  asOwn(() => call(body(), "append", own));
  // A region that comes with its text may not be read out.
  setTimeout(() => asOwn(() => (own.textContent = message)));
  setTimeout(() => own == shown && dismiss(), FLASH);
};

const dismiss = (): void => asOwn(() => shown?.remove());

/** Shows what the page before has left. */
const showLeft = (): void => {
  const message = recall(NAME);
  remember(NAME);
  if (message) show(message);
};

export const flash: Feature = {
  _start: showLeft,
  _entered: showLeft,
  _effects({ flash, redirect }) {
    if (flash == null) return;
    if (!redirect) show(flash);
    // Another site does not show it, and the tab may come back with another user.
    else if (new URL(redirect, location.href).origin == location.origin) remember(NAME, flash);
  },
};
