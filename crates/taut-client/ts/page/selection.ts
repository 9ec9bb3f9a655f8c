/**
 * Where the user is in the page: what is selected, the focus, the caret, and a change that listeners have yet to hear of. It
 * goes with nodes that are moved, and nobody hears of that: a browser that moves by taking out and putting in again says
 * that a field was left, and forgets that what was typed there is a change.
 */
import { editableAt } from "./control";
import { call, contains, dispatch, focused, formOf, isBefore, isConnected, matches, on } from "./dom";
import type { Instance } from "../types";

/** Whether anything is selected, or a text is edited. To ask the browser costs a layout, which is too much for each move. */
let isSelected = false;

const look = (): void => {
  const { type, anchorNode } = getSelection()!;
  isSelected = type == "Range" || (type == "Caret" && !!editableAt(anchorNode));
};

on("selectionchange", look);

/** Whether the focus is being moved with the node that has it. */
let isMoving = false;
/** The field that was typed in since a change was last told, and whether the browser may have forgotten that. */
let typed: any;
let isForgotten = false;

on("focus blur focusin focusout change", (event) => isMoving && event.stopImmediatePropagation());

on("input", ({ target }) => {
  if (target != typed) isForgotten = false;
  typed = target;
});

on("change", ({ target }) => {
  if (target == typed) typed = undefined;
});

/** Tells of a change that the browser has forgotten, when it would have: before the field is left, or its form sent. */
on("blur submit", ({ target }) => {
  if (isForgotten && typed && (target == typed || target == formOf(typed))) dispatch(typed, "change");
});

/** Whether a node is in an instance. */
export const holds = ({ _first, _last }: Instance, node: Node): boolean =>
  contains(_first, node) || (_first != _last && (contains(_last, node) || (isBefore(_first, node) && isBefore(node, _last))));

/** Where a selection begins and ends, if there is one. */
const endsOf = ({ anchorNode, anchorOffset, focusNode, focusOffset }: any): any[] => [anchorNode, anchorOffset, focusNode, focusOffset];

/** Moves an instance, and puts the selection, the focus and the caret back if that takes them away. */
export const keepSelection = (item: Instance, move: () => void): void => {
  const active = focused();
  const isIn = holds(item, active);
  const { selectionStart, selectionEnd, selectionDirection } = isIn ? active : ({} as any);
  const selection: any = isSelected && getSelection();
  const ends = endsOf(selection);
  try {
    isMoving = isIn;
    move();
    if (isIn && focused() != active && isConnected(active)) {
      active.focus({ preventScroll: true });
      if (selectionStart != null) call(active, "setSelectionRange", selectionStart, selectionEnd, selectionDirection);
      isForgotten ||= active == typed && matches(active, "input,textarea");
    }
  } finally {
    isMoving = false;
  }
  const isLost = endsOf(selection).some((end, at) => end != ends[at]);
  if (isLost && isConnected(ends[0]) && isConnected(ends[2])) selection.setBaseAndExtent(...ends);
};
