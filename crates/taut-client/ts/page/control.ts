/**
 * What a control is: one value of the user's, whichever elements show it. A select is one with its options, the radio
 * buttons of one form and name are one, and so is an element in which text is edited. Nothing here knows of the server.
 */
import { all, call, childrenOf, closest, contains, elementsOf, formOf, isElement, isText, matches, of, on, parentOf } from "./dom";

/** Selects the elements that are controls, and those in which text can be edited. */
export const CONTROLS = "input,select,textarea,button,output";
export const EDITABLE = '[contenteditable]:not([contenteditable="false" i])';

/** Whether an element is a control; a custom element that has what a control has is one. SVG's of the same names are none. */
const isControl = (element: any): boolean =>
  element instanceof HTMLElement &&
  (matches(element, CONTROLS) || (of(element, "localName").includes("-") && ("value" in element || "checked" in element)));

/** The control that something has happened to: the first one on the way out to an element, or else the only one in that. */
export const controlAt = (target: any, element: any): any => {
  for (let at = target; at; at = at == element ? null : parentOf(at)) {
    const control = of(at, "control") ?? at;
    if (isControl(control)) return control;
  }
  const inner = all(element, CONTROLS).filter(isControl);
  return inner.length == 1 ? inner[0] : element;
};

/** The element around a node, or itself, in which text can be edited. */
export const editableAt = (node: any): any => closest(isElement(node) ? node : parentOf(node), EDITABLE);

/** The nearest element around a node, or itself, that can be open. A document has a method of that name. */
export const openableAt = (node: any): any => {
  while (node && !(isElement(node) && ("open" in node || of(node, "popover")))) node = parentOf(node);
  return node;
};

const isRadio = (element: any): boolean => of(element, "type") == "radio";
const rootOf = (node: any): any => call(node, "getRootNode");

/** Whether two radio buttons are of one group, in which one at most is checked. */
const areOneGroup = (one: any, other: any): boolean =>
  isRadio(other) && one.name == other.name && one.name && formOf(one) == formOf(other) && rootOf(one) == rootOf(other);

/** The elements that show the value of a control: the options of a select, the radio buttons of a group, or itself. */
export const partsOf = (control: any): any[] => {
  if (control instanceof HTMLSelectElement) return [...control.options];
  if (!isRadio(control)) return [control];
  const form = formOf(control);
  const others = form ? elementsOf(form) : all(rootOf(control), "input");
  return others.filter((other) => other == control || areOneGroup(control, other));
};

/** The part of a control at which its value is announced: of a group, the button that is checked. */
export const chosenOf = (control: any): any => partsOf(control).find(({ checked }) => checked) ?? control;

/** Whether a node shows a part of a control. */
export const isPart = (control: any, node: any): boolean =>
  control == node ||
  (isRadio(control) ? areOneGroup(control, node) : matches(control, `select,${EDITABLE}`) && contains(control, node));

/** The property by which an element shows what the user changes, if it does; a select does by its options. */
export const stateOf = (part: any): string | undefined => {
  if ("defaultSelected" in part || part instanceof HTMLSelectElement) return "selected";
  if (/^(checkbox|radio)$/.test(of(part, "type"))) return "checked";
  if (isControl(part) && !matches(part, "button,output")) return "value";
  return part == editableAt(part) ? "textContent" : part == openableAt(part) ? "open" : undefined;
};

/** Whether a control shows a text. */
export const isTyped = (control: any): boolean => /value|text/.test(stateOf(control)!);

/** Whether an element is open. */
export const isOpen = (element: any): boolean =>
  of(element, "popover") ? matches(element, ":popover-open") : element.open;

/** By the type of the event that says so, the elements that the server has opened or closed, and which of it. */
export const written: Record<string, WeakMap<any, boolean>> = { toggle: new WeakMap(), close: new WeakMap() };

/** Elements as they were when the server, or a browser that says so, last opened or closed them. */
const heard = new WeakMap<any, boolean>();
export const hearOpen = (element: any): unknown => heard.set(element, isOpen(element));

on("toggle close", ({ target }) => hearOpen(target));

/** Whether the user has opened or closed an element, and the browser, which does so at once and tells later, has not told yet. */
export const isUnheard = (element: any): boolean => heard.get(element) == !isOpen(element);

/** Opens or closes an element by its method, so that nothing stays above or behind it. One that may not take the focus is shown. */
export const setOpen = (element: any, opens: boolean, isModal?: unknown, mayFocus?: boolean): void => {
  for (const type in written) written[type]!.set(element, opens);
  if (of(element, "popover")) call(element, opens ? "showPopover" : "hidePopover");
  else if ("showModal" in element && (!opens || isModal || mayFocus)) call(element, opens ? (isModal ? "showModal" : "show") : "close");
  else element.open = opens;
  hearOpen(element);
};

/** The text of an element as the user has it: editors put lines into elements, and spaces that do not break between others. */
export const textOf = (element: any): string => {
  const text = of(element, "textContent");
  if (element != editableAt(element)) return text;
  const hasTextsOnly = childrenOf(element).every(isText);
  // An empty last line is kept open by a line feed of its own.
  return (hasTextsOnly ? text : of(element, "innerText").replace(/\n$/, "")).replace(/\u00a0/g, " ");
};

/** Whether a value is true or false. */
export const isBoolean = (value: unknown): value is boolean => typeof value == "boolean";

/** A value as a place shows it that shows another one: a flag, or a text. */
export const like = (other: any, value: any): boolean | string => (isBoolean(other) ? !!value : value + "");

/** What a property shows. */
export const stateIn = (node: any, name: string): any =>
  name == "open" ? isOpen(node) : name == "textContent" ? textOf(node) : of(node, name);

/** The values of a control, or of one button of a group, as its parts show them or as they are read otherwise: a text, or those of the choices made. */
export const valuesOf = (control: any, read = (part: any): any => stateIn(part, stateOf(part)!)): string[] =>
  [...(control.options ?? [control])].flatMap((part) => {
    const value = read(part);
    return value === true ? [part.value ?? ""] : value === false ? [] : [value];
  });

/** Shows values in a control; those of texts are taken out, so that the next control of a field has the next one. */
export const putValues = (control: any, values: string[]): void => {
  for (const part of control.options ?? [control]) {
    const state = stateOf(part)!;
    part[state] = isBoolean(part[state]) ? values.includes(part.value ?? "") : values.shift() ?? "";
  }
};

/** The texts of elements before the user began to edit them. */
export const before = new WeakMap<any, string>();

// Not everything that edits says so before, so it is looked at the text when the focus comes, too.
on("focusin beforeinput", ({ target }) => {
  if (isElement(target) && stateOf(target) == "textContent" && !before.has(target)) before.set(target, textOf(target));
});

/** The property that has what the HTML says of another one. */
export const defaultName = (name: string): string => "default" + name[0]!.toUpperCase() + name.slice(1);

/** What the server's HTML says of a property, as far as the browser or its page remembers it. */
export const defaultOf = (node: any, name: string): any =>
  name == "textContent" ? (before.get(node) ?? textOf(node)) : (node[defaultName(name)] ?? call(node, "hasAttribute", name));

/** Whether a property shows a value, or what a browser makes of it: `1.0` is `1` to a number field. */
export const isShown = (node: any, name: string, value: any): boolean => {
  const now = stateIn(node, name);
  if (now === value || name != "value") return now === value && !of(node, "validity")?.badInput;
  if (node.localName == "textarea") return now == value.replace(/\r\n?/g, "\n");
  if (node.localName != "input") return false;
  const other = call(node, "cloneNode");
  other.value = value;
  return other.value == now || (/^(number|range)$/.test(node.type) && now && other.value && +other.value == +now);
};

/** The option that a select shows, which has one at a time: the last one that is chosen, or else the first one that can be. */
export const shownOption = (select: any, isChosen: (option: any) => unknown): any =>
  partsOf(select).filter(isChosen).pop() ?? (select.size > 1 ? undefined : call(select, "querySelector", "option:enabled"));

/** Whether the user, or a browser that remembers, has changed what the server's HTML says of a control. */
export const isChanged = (control: any): boolean => {
  if (control.type == "file" || !stateOf(control)) return false;
  if (control.type == "select-one") {
    return control.selectedOptions[0] != shownOption(control, ({ defaultSelected }) => defaultSelected);
  }
  return partsOf(control).some((part) => !isShown(part, stateOf(part)!, defaultOf(part, stateOf(part)!)));
};
