/** Takes over the page that the server has rendered. `start.ts` loads it. */
// First of all, so that it keeps events from those that listen after it.
import "./page/selection";
import { start as connect, takeOver } from "./net/connection";
import { before } from "./page/control";
import { watchEnds } from "./page/controls";
import { body, doc, on } from "./page/dom";
import { recall } from "./event/events";
import { type Table, useTable } from "./event/table";
import { all } from "./features";
import { add, features } from "./hooks";
import { endAutofocus } from "./page/focus";
import { hydrate, noteKeys } from "./page/instance";
import { COMPONENTS, KEY } from "./kinds";
import { joined } from "./net/transport";
import { page } from "./page/page";
import type { Early } from "./types";
import { findEdits, reportEdits } from "./page/untold";

all.forEach(add);

export { provide } from "./add_ons";

/** Begins with the table of the page's templates, and with what the user has done so far. */
export const start = (said: Record<string, string>, table: Table, early: Early, texts: Map<any, string>): void => {
  const { token, templates, http, keys } = said;
  useTable(table);
  page._node = page._template._isDocument ? doc : body();
  noteKeys(keys);
  recall(early);
  texts.forEach((text, node) => before.set(node, text));
  // What a binding shows is not written over what was typed before.
  if ([...page._template._about.keys()].some((what) => what[0] == KEY && what != COMPONENTS)) findEdits();
  takeOver(hydrate(page._template, page._node));
  watchEnds();
  on("pageshow", () => {
    findEdits();
    if (joined) reportEdits();
  });
  connect(token!, templates!, http!);
  features._start?.(said);
  endAutofocus();
};
