/** Writes texts in which the user may be, and leaves caret and selection where they are. */
import { contains, focused, of } from "./dom";

/**
 * Where a place in a text is when the text has become another: at its end, as far from what has stayed before or
 * behind it in whichever case, or else behind as many letters and digits.
 */
const follow = (before: string, after: string, at: number): number => {
  const [old, now] = [before.toLowerCase(), after.toLowerCase()];
  if (at == old.length) return now.length;
  if (now.startsWith(old.slice(0, at))) return at;
  if (now.endsWith(old.slice(at))) return now.length - old.length + at;
  let count = old.slice(0, at).match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  at = 0;
  while (count && at < now.length) if (/[\p{L}\p{N}]/u.test(now[at++]!)) count--;
  return at;
};

/** Sets the value of a control. */
export const writeValue = (control: any, value: string): void => {
  const { selectionStart, selectionEnd, selectionDirection, scrollTop, value: before } = control;
  control.value = value;
  if (focused() != control || selectionStart == null) return;
  const [start, end] = [selectionStart, selectionEnd].map((at) => follow(before, control.value, at));
  control.setSelectionRange(start, end, selectionDirection);
  control.scrollTop = scrollTop;
};

/** Sets the text of an element in which the user edits it. */
export const writeText = (element: any, text: string): void => {
  const selection = getSelection()!;
  const before = of(element, "textContent");
  const caret = ["anchor", "focus"].map((end) => offset(element, (selection as any)[end + "Node"], (selection as any)[end + "Offset"]));
  element.textContent = text;
  const [start, end] = caret.map((at) => at && follow(before, text, at));
  const node = element.firstChild ?? element;
  if (start != null && end != null) selection.setBaseAndExtent(node, start, node, end);
};

/** How many characters of an element are before a place in it; nothing if it is elsewhere. */
const offset = (element: any, node: any, at: number): number | undefined => {
  if (!contains(element, node)) return;
  const range = new Range();
  range.setStart(element, 0);
  range.setEnd(node, at);
  return (range + "").length;
};
