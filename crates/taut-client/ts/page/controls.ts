/**
 * What the user changes. What the server says of it is shown when the user is done, and where it has changed: not
 * under the caret, nor while the server has yet to hear or to answer.
 */
import { keptIn, keptOf, show, user } from "./cells";
import { controlAt, defaultName, EDITABLE, isPart, isTyped, openableAt, partsOf, stateOf } from "./control";
import { addTo, all, call, doc, elementsOf, focused, formOf, isConnected, on } from "./dom";
import { page } from "./page";
import type { PendingEvent, Cell } from "../types";

/** A control that the user has changed. */
export interface Edit {
  _control: any;
  /** The events that tell the server of it as it is, and of those before them the ones that are on their way. */
  _events: PendingEvent[];
  _older: PendingEvent[];
  /** Whether the user is done with it, as far as events say. */
  _ended?: boolean;
  /** Whether there was nobody yet to tell. */
  _isUntold?: boolean;
  /** Whether a session that is lost was told. */
  _isLeft?: boolean;
  /** What the server has said meanwhile, and in answer to which event. */
  _withheld: Map<Cell, PendingEvent | undefined>;
}

export const edits = new Set<Edit>();

/** The controls that were ever changed since the page is there. */
export const known = new WeakSet<any>();

/** By parts of controls, the types of events by which the server keeps a copy: its answers to them have changed it. */
const followed = new WeakMap<any, Set<string>>();

/** Whether the server keeps a copy of what events tell it. */
const isFollowed = (part: any, events: PendingEvent[]): boolean =>
  events.some(({ _control, _type }) => _control && followed.get(part)?.has(_type));

/** What has sent a form, or a control, and was accepted: that is shown as the server has it. */
const accepted = new Set<PendingEvent>();

/** Parts that the server has changed, while others of their control may show what it has not said. */
const changed = new Set<any>();

/** Where an input method is at work. */
let composing: any;

/** A click that is about to change the control that it tells of. */
let click: PendingEvent | undefined;

export const editOf = (node: any): Edit | undefined => {
  for (const edit of edits) if (isPart(edit._control, node)) return edit;
};

/** The edit of a control, which begins unless there is one. */
export const beginEdit = (control: any): Edit => {
  let own = editOf(control);
  if (!own) edits.add((own = { _control: control, _events: [], _older: [], _withheld: new Map() }));
  known.add(control);
  return own;
};

/** Whether the user has changed what a node shows, and the server's word may be waiting. */
user._isEdited = (node: any): boolean => edits.size > 0 && !!editOf(node);

export const isFocused = (control: any): boolean => focused() == control;

/** The events about an edit that are on their way. */
export const pendingOf = ({ _events, _older }: Edit): PendingEvent[] => [..._older, ..._events].filter(({ _done }) => !_done);

/** Whether the user is at a control: an event is on its way, or the user has not left it. */
const isHeld = (own: Edit): boolean => {
  const { _control, _events, _ended, _isUntold } = own;
  // A page that is not found has not heard yet what was done in it.
  if (!page._isWhole || _isUntold || _control == composing || pendingOf(own)[0]) return true;
  if (_ended || !isFocused(_control)) return false;
  return !_events[0] || !keptIn(_control).some(({ _mode }) => _mode == "live");
};

/** Whether the server does what another event has asked for since it has answered all that was typed. */
const isAskedFor = (own: Edit): boolean => !!own._events[0] && !pendingOf(own)[0] && own._control != composing && !!page._answers;

/** Whether a cell is not to be shown as yet. */
user._withholds = (own: Cell): boolean => {
  const edit = edits.size ? editOf(own._node) : undefined;
  if (!edit || !isHeld(edit) || isAskedFor(edit)) {
    if (/checked|selected/.test(own._name!) && isConnected(own._node)) changed.add(own._node);
    return false;
  }
  edit._withheld.set(own, page._answers);
  const { _control, _type } = [...edit._events, ...edit._older].find((pending) => pending == page._answers) ?? {};
  for (const part of _control ? partsOf(edit._control) : []) addTo(followed, part, _type!);
  return true;
};

on("input compositionend", ({ type, target, isComposing }) => {
  composing = isComposing && target;
  if (type == "compositionend") return settleControls();
  if (target == window || !stateOf(target)) return;
  const own = beginEdit(target);
  own._older = pendingOf(own);
  own._events = click?._control == target ? [click!] : [];
  own._ended = false;
  click = undefined;
});

on("change focusout", ({ target }) => {
  const own = target == window ? undefined : editOf(target);
  if (own) own._ended = true;
});

/** Shows what was withheld when the user is done, and listeners have heard of it; these are there by then. */
export const watchEnds = (): void => {
  for (const type of ["change", "focusout"]) call(doc, "addEventListener", type, settleControls);
};

/** Notes what an event tells the server. */
export const tell = (pending: PendingEvent, reads: string[], event: any): void => {
  const { _type, _target, _element } = pending;
  const isOwn = /^(input|change|toggle)$/.test(_type);
  pending._isFinal = _type == "submit" || (_type == "keydown" && event.key == "Enter" && !event.isComposing);
  if (_type == "submit" || reads.includes("form")) pending._form = formOf(_target);
  else if (_type == "toggle" || reads.includes("open")) pending._control = openableAt(_target);
  else if (isOwn || stateOf(_target) == "checked") pending._control = _target;
  else if (/value|checked|selected|text/.test(reads + "")) pending._control = controlAt(_target, _element);
  if (_type == "click") click = pending;
  const { _form, _control, _isFinal } = pending;
  if (isOwn && _control && stateOf(_control)) beginEdit(_control);
  for (const own of edits) {
    const isTold = _form ? formOf(own._control) == _form : _control && isPart(own._control, _control);
    if (!isTold && !(_isFinal && isPart(own._control, _target))) continue;
    own._events.push(pending);
    own._ended ||= _isFinal;
  }
};

/** Remembers that an event will not tell the server what it should have; another one may. */
export const untell = (pending: PendingEvent, other?: PendingEvent): void => {
  for (const own of edits) {
    const isTold = own._events.includes(pending);
    own._events = own._events.filter((one) => one != pending && one != other);
    if (isTold && other) own._events.push(other);
  }
};

/** The events that tell of a control by itself; where there are none, of the form around it. A form that is refused says nothing of the others. */
const tellers = ({ _events }: Edit): PendingEvent[] => {
  const own = _events.filter(({ _control }) => _control);
  return own[0] ? own : _events;
};

/** Remembers what the server makes of what it was told. Where it refuses that, what it has said before is not about what is there. */
export const answer = (pending: PendingEvent): void => {
  if (pending._error == null) return void (pending._isFinal && accepted.add(pending));
  for (const edit of edits) {
    const { _events, _withheld } = edit;
    if (!tellers(edit).includes(pending)) continue;
    for (const [cell, by] of _withheld) if (!by || by == pending || !_events.includes(by)) _withheld.delete(cell);
  }
};

/** Shows what the server says wherever the user is done. */
export const settleControls = (): void => {
  for (const own of edits) {
    if (!own._events[0] && !isConnected(own._control)) edits.delete(own);
    if (!isHeld(own)) release(own);
  }
  for (const { _form, _control } of accepted) for (const control of _form ? controlsOf(_form) : [_control]) showAll(control);
  for (const part of changed) showAll(part);
  accepted.clear();
  changed.clear();
};

/** The controls of a form, and what is edited in it. */
const controlsOf = (form: any): any[] => [...elementsOf(form), ...all(form, EDITABLE)];

/** Shows a control as the server has it, unless the user has changed it since. */
export const showAll = (control: any): void => {
  if (!control || editOf(control)) return;
  for (const part of partsOf(control.closest("select") ?? control)) keptIn(part).forEach(show);
};

/** Shows what the server has said of a control: all of its value, if any of that has changed or it takes back what the user did. */
const release = (edit: Edit): void => {
  const { _control, _events, _withheld, _ended } = edit;
  const isLeft = _ended || !isFocused(_control);
  if (isLeft) edits.delete(edit);
  const parts = partsOf(_control);
  const own = tellers(edit);
  const refused = own.find(({ _error }) => _error != null);
  const told = refused ?? own.at(-1);
  // A text that is refused stays, so that the user can mend it, and so does what is refused with the form around it.
  const isBack = refused ? !isTyped(_control) : told?._isFinal || parts.some((part) => isFollowed(part, _events));
  // A prediction gives way when the user is done: nothing is taken back under the caret.
  const isTaken = told?._control && ((isLeft && told._handler.optimistic) || isBack);
  // What answers an earlier event is not about what the user has made of it since: that stays until they leave.
  const isNews = [..._withheld.values()].some((by) => isLeft || !by || _events.includes(by));
  if (!isNews && !isTaken) return;
  for (const cell of new Set([..._withheld.keys(), ...parts.flatMap(keptIn)])) show(cell);
  _withheld.clear();
};

/** A form that is reset shows what the server says: a browser takes it from where the first HTML has said it. */
on("reset", ({ target }) => {
  for (const control of controlsOf(target)) {
    const own = editOf(control);
    if (own) edits.delete(own);
    for (const part of partsOf(control)) {
      const state = stateOf(part)!;
      const said = keptOf(part, state);
      if (said && state == "textContent") show(said);
      else if (said) part[defaultName(state)] = said._base;
    }
  }
});
