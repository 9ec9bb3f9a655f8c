/** What the user has typed goes along when the page is loaded again, because its server has other templates by now. */
import { putValues, stateOf, valuesOf } from "./control";
import { all, doc, focused, isElement, json, parseJson } from "./dom";
import { eachItem, outerNodes } from "./instance";
import { recall, remember } from "../memory";
import { keepsake, page } from "./page";
import { beginUntold, isKnown, KEPT } from "./untold";

const nameOf = (): string => keepsake() + " typed";

/** Never kept, not even for a moment. */
const isSecret = ({ type, autocomplete }: any): boolean => type == "password" || type == "file" || /password|cc-|one-time/.test(autocomplete);

/** All controls by where they are, which other templates may still say: in rows of which keys, and how they are called. */
const controlsByPlace = (): Map<string, any> => {
  const keys = new Map<any, unknown[]>();
  eachItem(page._root, (item) => {
    for (const node of outerNodes(item))
      for (const control of isElement(node) ? [node, ...all(node, KEPT)] : []) keys.set(control, [...(keys.get(control) ?? []), item._rowKey]);
  });
  const counts = new Map<string, number>();
  return new Map(
    all(doc, KEPT).map((control) => {
      const { localName, type, name, id } = control;
      const place = json([keys.get(control), localName, type, name, id]);
      const count = counts.get(place) ?? 0;
      counts.set(place, count + 1);
      return [place + count, control];
    }),
  );
};

/** Keeps what the user has changed, and where the caret is, for the next page of this tab if that is the same user's. */
export const packEdits = (user: string | undefined): void => {
  const active = focused();
  const packed = [...controlsByPlace()].flatMap(([place, control]) => {
    const isChanged = stateOf(control) && isKnown(control) && !isSecret(control);
    const caret = control == active && [control.selectionStart, control.selectionEnd, control.selectionDirection];
    return isChanged || caret ? [[place, isChanged && valuesOf(control), caret]] : [];
  });
  remember(nameOf(), json([user, packed]));
};

/** Puts it back, and has the server told of it. */
export const unpackEdits = (user: string | undefined): void => {
  const text = recall(nameOf());
  if (!text) return;
  remember(nameOf());
  const [owner, packed] = parseJson(text);
  const controls = controlsByPlace();
  for (const [place, values, caret] of owner == user ? packed : []) {
    const control = controls.get(place);
    if (values && control && json(valuesOf(control)) != json(values)) {
      putValues(control, values);
      beginUntold(control);
    }
    if (!caret || !control) continue;
    control.focus();
    if (caret[0] != null) control.setSelectionRange(...caret);
  }
};
