/**
 * What the user changes. What the server says of it is shown when the user is done, and where it has changed: not
 * under the caret, nor while the server has yet to hear or to answer.
 */
import { keptIn, keptOf, show, user } from "./cells";
import { controlAt, defaultName, EDITABLE, isPart, isTyped, openableAt, partsOf, stateOf } from "./control";
import { addTo, all, call, doc, elementsOf, focused, formOf, isConnected, on } from "./dom";
import { page } from "./page";
import type { Act, Cell } from "../types";

/** A control that the user has changed. */
export interface Edit {
  _control: any;
  /** The events that tell the server of it as it is, and of those before them the ones that are on their way. */
  _acts: Act[];
  _older: Act[];
  /** Whether the user is done with it, as far as events say. */
  _ended?: boolean;
  /** Whether there was nobody yet to tell. */
  _isUntold?: boolean;
  /** Whether a session that is lost was told. */
  _isLeft?: boolean;
  /** What the server has said meanwhile, and in answer to which event. */
  _withheld: Map<Cell, Act | undefined>;
}

export const edits = new Set<Edit>();

/** The controls that were ever changed since the page is there. */
export const known = new WeakSet<any>();

/** By parts of controls, the types of events by which the server keeps a copy: its answers to them have changed it. */
const followed = new WeakMap<any, Set<string>>();

/** Whether the server keeps a copy of what events tell it. */
const isFollowed = (part: any, acts: Act[]): boolean =>
  acts.some(({ _control, _type }) => _control && followed.get(part)?.has(_type));

/** What has sent a form, or a control, and was accepted: that is shown as the server has it. */
const accepted = new Set<Act>();

/** Parts that the server has changed, while others of their control may show what it has not said. */
const changed = new Set<any>();

/** Where an input method is at work. */
let composing: any;

/** A click that is about to change the control that it tells of. */
let click: Act | undefined;

export const editOf = (node: any): Edit | undefined => {
  for (const edit of edits) if (isPart(edit._control, node)) return edit;
};

/** The edit of a control, which begins unless there is one. */
export const beginEdit = (control: any): Edit => {
  let own = editOf(control);
  if (!own) edits.add((own = { _control: control, _acts: [], _older: [], _withheld: new Map() }));
  known.add(control);
  return own;
};

/** Whether the user has changed what a node shows, and the server's word may be waiting. */
user._isEdited = (node: any): boolean => edits.size > 0 && !!editOf(node);

export const isFocused = (control: any): boolean => focused() == control;

/** The events about an edit that are on their way. */
export const pending = ({ _acts, _older }: Edit): Act[] => [..._older, ..._acts].filter(({ _done }) => !_done);

/** Whether the user is at a control: an event is on its way, or the user has not left it. */
const isHeld = (own: Edit): boolean => {
  const { _control, _acts, _ended, _isUntold } = own;
  // A page that is not found has not heard yet what was done in it.
  if (!page._isWhole || _isUntold || _control == composing || pending(own)[0]) return true;
  if (_ended || !isFocused(_control)) return false;
  return !_acts[0] || !keptIn(_control).some(({ _mode }) => _mode == "live");
};

/** Whether the server does what another event has asked for since it has answered all that was typed. */
const isAskedFor = (own: Edit): boolean => !!own._acts[0] && !pending(own)[0] && own._control != composing && !!page._answers;

/** Whether a cell is not to be shown as yet. */
user._withholds = (own: Cell): boolean => {
  const edit = edits.size ? editOf(own._node) : undefined;
  if (!edit || !isHeld(edit) || isAskedFor(edit)) {
    if (/checked|selected/.test(own._name!) && isConnected(own._node)) changed.add(own._node);
    return false;
  }
  edit._withheld.set(own, page._answers);
  const { _control, _type } = [...edit._acts, ...edit._older].find((act) => act == page._answers) ?? {};
  for (const part of _control ? partsOf(edit._control) : []) addTo(followed, part, _type!);
  return true;
};

on("input compositionend", ({ type, target, isComposing }) => {
  composing = isComposing && target;
  if (type == "compositionend") return settleControls();
  if (target == window || !stateOf(target)) return;
  const own = beginEdit(target);
  own._older = pending(own);
  own._acts = click?._control == target ? [click!] : [];
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
export const tell = (act: Act, reads: string[], event: any): void => {
  const { _type, _target, _element } = act;
  const isOwn = /^(input|change|toggle)$/.test(_type);
  act._isFinal = _type == "submit" || (_type == "keydown" && event.key == "Enter" && !event.isComposing);
  if (_type == "submit" || reads.includes("form")) act._form = formOf(_target);
  else if (_type == "toggle" || reads.includes("open")) act._control = openableAt(_target);
  else if (isOwn || stateOf(_target) == "checked") act._control = _target;
  else if (/value|checked|selected|text/.test(reads + "")) act._control = controlAt(_target, _element);
  if (_type == "click") click = act;
  const { _form, _control, _isFinal } = act;
  if (isOwn && _control && stateOf(_control)) beginEdit(_control);
  for (const own of edits) {
    const isTold = _form ? formOf(own._control) == _form : _control && isPart(own._control, _control);
    if (!isTold && !(_isFinal && isPart(own._control, _target))) continue;
    own._acts.push(act);
    own._ended ||= _isFinal;
  }
};

/** Remembers that an event will not tell the server what it should have; another one may. */
export const untell = (act: Act, other?: Act): void => {
  for (const own of edits) {
    const isTold = own._acts.includes(act);
    own._acts = own._acts.filter((one) => one != act && one != other);
    if (isTold && other) own._acts.push(other);
  }
};

/** The events that tell of a control by itself; where there are none, of the form around it. A form that is refused says nothing of the others. */
const tellers = ({ _acts }: Edit): Act[] => {
  const own = _acts.filter(({ _control }) => _control);
  return own[0] ? own : _acts;
};

/** Remembers what the server makes of what it was told. Where it refuses that, what it has said before is not about what is there. */
export const answer = (act: Act): void => {
  if (act._error == null) return void (act._isFinal && accepted.add(act));
  for (const edit of edits) {
    const { _acts, _withheld } = edit;
    if (!tellers(edit).includes(act)) continue;
    for (const [cell, by] of _withheld) if (!by || by == act || !_acts.includes(by)) _withheld.delete(cell);
  }
};

/** Shows what the server says wherever the user is done. */
export const settleControls = (): void => {
  for (const own of edits) {
    if (!own._acts[0] && !isConnected(own._control)) edits.delete(own);
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
  const { _control, _acts, _withheld, _ended } = edit;
  const isLeft = _ended || !isFocused(_control);
  if (isLeft) edits.delete(edit);
  const parts = partsOf(_control);
  const own = tellers(edit);
  const refused = own.find(({ _error }) => _error != null);
  const told = refused ?? own.at(-1);
  // A text that is refused stays, so that the user can mend it, and so does what is refused with the form around it.
  const isBack = refused ? !isTyped(_control) : told?._isFinal || parts.some((part) => isFollowed(part, _acts));
  // A prediction gives way when the user is done: nothing is taken back under the caret.
  const isTaken = told?._control && ((isLeft && told._handler.optimistic) || isBack);
  // What answers an earlier event is not about what the user has made of it since: that stays until they leave.
  const isNews = [..._withheld.values()].some((by) => isLeft || !by || _acts.includes(by));
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
