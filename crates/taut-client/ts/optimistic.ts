/** Shows at once what an event will most likely do, without knowing the handler: marks, controls, buttons, rows. */
import { cell, keep, lay, lift } from "./cells";
import { parts } from "./controls";
import { attribute, call } from "./dom";
import { disable, isButton } from "./loading";
import { LIST } from "./kinds";
import type { Act, Instance, Layer } from "./types";

/** How long an error is marked, in milliseconds. */
const ERROR_MARK = 2000;

/** How the row of an event moves among the others. */
const actions: Record<string, (rows: Instance[], at: number) => void> = {
  remove: (rows, at) => rows.splice(at, 1),
  first: (rows, at) => rows.unshift(...rows.splice(at, 1)),
  last: (rows, at) => rows.push(...rows.splice(at, 1)),
  up: (rows, at) => at && rows.splice(at - 1, 0, ...rows.splice(at, 1)),
  down: (rows, at) => rows.splice(at + 1, 0, ...rows.splice(at, 1)),
};

/** Predicts what an event does. */
export function predict(act: Act): void {
  const { _handler, _element, _submitter, _layers } = act;
  if (!_handler.optimistic) return;
  const target = targetOf(act);
  lay(cell(target, ".optimistic-pending"), true, _layers);
  lay(cell(target, "@aria-busy"), "true", _layers);
  const button = _submitter ?? _element;
  if (isButton(button)) disable(act, button, _layers);
  remember(act);
  const move = actions[_handler.optimistic[1]];
  let row = act._instance;
  while (move && row._region && row._region._owner._template._holes[row._region._hole]![0] != LIST) row = row._region._owner;
  if (!move || !row._region) return;
  const moved = (rows: Instance[]) => {
    const next = [...rows];
    if (next.includes(row)) move(next, next.indexOf(row));
    return next;
  };
  lay(row._region, moved, _layers);
}

/** The element that is marked; what is no selector marks the event's own. */
function targetOf({ _element }: Act): any {
  const selector = attribute(_element, "data-optimistic-target");
  try {
    return (selector && (call(_element, "closest", selector) ?? call(document, "querySelector", selector))) || _element;
  } catch (error) {
    console.warn("taut:", error);
    return _element;
  }
}

/** A control that no hole describes goes back to what was accepted last, should the handler refuse. */
function remember({ _target, _type, _commits }: Act): void {
  if (!/input|change/.test(_type)) return;
  for (const part of parts(_target)) {
    const name = "defaultSelected" in part ? "selected" : /checkbox|radio/.test(part.type) ? "checked" : "value";
    const own = keep(part, "$" + name);
    const now = part[name];
    _commits.push(() => own._described || (own._base = now));
  }
}

/** Marks for a while that an event was refused. */
export function markError(act: Act): void {
  const marks: Layer[] = [];
  lay(cell(targetOf(act), ".optimistic-error"), true, marks);
  setTimeout(lift, ERROR_MARK, marks);
}
