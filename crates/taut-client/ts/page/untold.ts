/**
 * What the user has changed and the server does not know of: there was nobody to tell yet, the browser has filled it in, or the
 * session that was told is lost. It stays, and is told when the page is joined.
 */
import { agrees, keptIn } from "./cells";
import { chosenOf, CONTROLS, EDITABLE, isChanged, isTyped, partsOf, stateOf } from "./control";
import { beginEdit, type Edit, editOf, edits, isFocused, known, pendingOf, showAll } from "./controls";
import { all, dispatch, doc, formOf } from "./dom";

/** The elements in which something stays when a session is lost. */
export const KEPT = `${CONTROLS},${EDITABLE},details`;

/** Whether the user has ever changed a control. */
export const isKnown = (control: any): boolean => [control, ...partsOf(control)].some((part) => known.has(part));

/** The edit of a control of which nobody was told. */
export const beginUntold = (control: any): Edit => {
  const own = beginEdit(control);
  own._ended = !isFocused(own._control);
  own._isUntold = true;
  return own;
};

/** Finds controls that the user, or a browser that restores them, has changed without an event that the client received. */
export const findEdits = (): void => {
  for (const control of all(doc, CONTROLS + "," + EDITABLE))
    if (!isKnown(control) && !editOf(control) && isChanged(control)) beginUntold(chosenOf(control));
};

/** Keeps what the user has left in controls when a session is lost. What was ticked and not answered is undone instead. */
export const keepEdits = (): void => {
  for (const control of all(doc, KEPT).filter((control) => stateOf(control) && isKnown(control))) {
    const own = editOf(control);
    if (own?._isLeft || (own && pendingOf(own)[0] && !isTyped(control))) continue;
    beginUntold(own?._control ?? chosenOf(control))._isLeft = true;
  }
};

/** Tells listeners what the server does not know of; what none of them takes up, and no form will, is put back if nobody ever did. */
export const reportEdits = (): void => {
  for (const own of [...edits].filter(({ _isUntold }) => _isUntold)) {
    const { _control, _ended, _isLeft } = own;
    own._isUntold = own._isLeft = false;
    // What the new session begins with is no news.
    if (_isLeft) own._withheld.clear();
    if (!_isLeft || differs(_control)) tell(_control, _ended);
    else own._events = [];
    if (own._events[0] || (!_isLeft && formOf(_control))) continue;
    if (_ended || !_isLeft) edits.delete(own);
    if (!_isLeft) showAll(_control);
  }
};

/** Tells listeners what they would have heard: a choice is made at once, a text when the user leaves it. */
const tell = (control: any, isDone?: boolean): void => {
  const state = stateOf(control)!;
  const chosen = chosenOf(control);
  dispatch(chosen, state == "open" ? "toggle" : "input");
  if (isDone || /checked|selected/.test(state)) dispatch(chosen, "change");
};

/** Whether a control shows something else than the server says, or the HTML where that says nothing. */
const differs = (control: any): boolean => {
  const said = partsOf(control).flatMap(keptIn).filter(({ _described }) => _described);
  if (said[0]) return !said.every(agrees);
  return stateOf(control) == "open" ? control.open : control.localName.includes("-") || isChanged(control);
};
