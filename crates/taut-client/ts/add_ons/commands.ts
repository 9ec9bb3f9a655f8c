/** Commands of listeners: what the browser does with the page by itself. What has failed keeps no other from its turn. */
import type { Client } from "../add_ons";
import type { Command, CommandName } from "../facts";
import type { Feature } from "../hooks";
import { all, attribute, call, classesOf, closest, dispatch, doc, matches, of, parseJson, set } from "../page/dom";

/** What a command does with an element, with its arguments. */
type Act = (element: any, ...given: any[]) => unknown;

/** A method of the element, or of its classes, that takes the arguments as they are. */
const calls = (method: string): Act => (element, ...given) => call(element, method, ...given);
const ofClasses = (method: string): Act => (element, classes) => {
  for (const name of classes.match(/\S+/g) ?? []) classesOf(element)[method](name);
};

const hide = (element: any, isHidden: boolean): unknown => call(element, "toggleAttribute", "hidden", isHidden);

const toggleAttribute: Act = (element, name, value = "", other?) => {
  const isSet = attribute(element, name) == value;
  if (isSet && other == null) call(element, "removeAttribute", name);
  else call(element, "setAttribute", name, isSet ? other : value);
};

/** Opens or closes by the method of the element, which does nothing where that is so already. */
const setOpen = (element: any, isOpen: boolean): unknown => {
  if (of(element, "popover")) return call(element, "togglePopover", isOpen);
  if (!("showModal" in element)) return set(element, "open", isOpen);
  // One that has moved in the page is still open, but not modal any more.
  if (isOpen && of(element, "open") && !matches(element, ":modal")) call(element, "close");
  return isOpen == of(element, "open") || call(element, isOpen ? "showModal" : "close");
};

/** The text of an element: the value of a control, or what the user sees. */
const textIn = (element: any): string => of(element, matches(element, "input,select,textarea") ? "value" : "innerText");

const acts: Record<CommandName, Act> = {
  toggle_class: ofClasses("toggle"),
  add_class: ofClasses("add"),
  remove_class: ofClasses("remove"),
  set_attribute: calls("setAttribute"),
  remove_attribute: calls("removeAttribute"),
  toggle_attribute: toggleAttribute,
  show: (element) => hide(element, false),
  hide: (element) => hide(element, true),
  toggle: (element) => hide(element, attribute(element, "hidden") == null),
  focus: calls("focus"),
  blur: calls("blur"),
  scroll_into_view: calls("scrollIntoView"),
  open: (element) => setOpen(element, true),
  close: (element) => setOpen(element, false),
  dispatch: (element, event, detail = null) => dispatch(element, event, detail),
  copy: (element, text = textIn(element)) => navigator.clipboard.writeText(text).catch(reportError),
};

/** Commands that have one target: of several elements, the first one. */
const SINGLE = /^(focus|scroll_into_view|open|copy)$/;

/** An argument: what the server computes is in an attribute of the listener's element. */
const read = (element: any, given: any): any => (Array.isArray(given) ? attribute(element, given[0]) : given);

const targetsOf = (element: any, [selector, inside]: Command[1]): any[] => {
  if (selector == null) return [element];
  if (inside == null) return all(doc, read(element, selector));
  const around = closest(element, read(element, selector));
  return around && inside ? all(around, read(element, inside)) : [around].filter(Boolean);
};

const run = (element: any, [command, target, ...given]: Command): void => {
  if (command == "set_attribute" && read(element, given[1]) === null) [command, given] = ["remove_attribute", [given[0]!]];
  // Where an `Option` has no value, there is nothing to do.
  if ([...target, ...given].some((value) => read(element, value) === null && value !== null)) return;
  const values = given.map((value) => {
    const own = read(element, value);
    return command == "dispatch" && own != value ? parseJson(own) : own;
  });
  const targets = targetsOf(element, target);
  if (!targets[0]) console.warn(`taut: \`${command}\` has found no element:`, ...target);
  for (const own of SINGLE.test(command) ? targets.slice(0, 1) : targets) acts[command](own, ...values);
};

/** Whether a session that replaces a lost one is told what the user has done: the page shows that already. */
let isRepeated = false;

export default ({ _asOthers }: Client): Feature => ({
  _forget() {
    isRepeated = true;
    queueMicrotask(() => (isRepeated = false));
  },
  _command(commands, element) {
    if (!Array.isArray(commands)) return false;
    for (const command of isRepeated ? [] : (commands as Command[])) {
      _asOthers(() => {
        try {
          run(element, command);
        } catch (error) {
          reportError(error);
        }
      });
    }
    return true;
  },
});
