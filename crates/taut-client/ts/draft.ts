/**
 * Keeps what the user has typed in the browser's storage, and offers it when the page comes without it.
 * Storage that is missing, full or damaged means no drafts, and nothing else.
 */
import { original } from "./cells";
import { stateOf } from "./controls";
import { all, attribute, contains, dispatch, doc, formOf, json, of, on, parseJson } from "./dom";
import { nodesOf } from "./templates";

interface Draft {
  at: number;
  /** By field, all its values. */
  fields: Record<string, string[]>;
  /** What the server said when the user began. */
  base?: string;
}

/** What the asset says of it. */
let declared: any;
let key: string | undefined;
let timer: any;
/** Asks whether to restore a draft. */
let question: any;
let base: string;

/** The controls whose values are kept, each with its field; those of a further form have its name. */
const controls = (): [field: string, control: any][] =>
  all(doc, declared.fields).map((control) => {
    const form = formOf(control);
    const at = [...of(doc, "forms")].indexOf(form);
    return [attribute(control, "name") + (at > 0 ? "#" + (attribute(form, "id") ?? at) : ""), control];
  });

/** Whether an element is, or has in it, a control whose value is kept. */
const isKept = (element: any): boolean => controls().some(([, control]) => contains(element, control));

/** What the server says of a control, or of an option. */
const initial = (part: any, control: any): any =>
  // Without a choice, a browser shows the first option.
  control.type == "select-one"
    ? part == (control.querySelector("[selected]") ?? control.querySelector("option:enabled"))
    : original(part, stateOf(part));

/** The values of all fields: as they are, or as the server says. */
const collect = (isInitial?: boolean): Draft["fields"] => {
  const fields: Draft["fields"] = {};
  for (const [field, control] of controls()) {
    const values = (fields[field] ||= []);
    for (const part of control.options ?? [control]) {
      const value = (isInitial && initial(part, control)) ?? part[stateOf(part)];
      if (value !== false) values.push(value === true ? part.value : value);
    }
  }
  return fields;
};

/** Puts values into the fields, and lets the server know as if the user had typed them. */
const fill = ({ fields }: Draft): void => {
  const left = structuredClone(fields);
  for (const [field, control] of controls()) {
    const values = left[field];
    if (!values) continue;
    for (const part of control.options ?? [control]) {
      const state = stateOf(part);
      part[state] = typeof part[state] == "boolean" ? values.includes(part.value) : values.shift() ?? "";
    }
    dispatch(control, "input");
    dispatch(control, "change");
  }
};

/** Starts to keep drafts, and offers the one that is there. */
export const startDrafts = (options: any, name: string | undefined, saved: string | undefined): void => {
  if (!name) return;
  declared = options;
  key = "taut:" + name;
  forgetOthers();
  base = json(collect(true));
  const [own, servers] = [read(store("getItem")), read(saved)];
  offer(own && !(servers && servers.at > own.at) ? own : servers);
  on("input change", ({ target }) => {
    if (!isKept(target)) return;
    clearTimeout(timer);
    timer = setTimeout(save, declared.every);
  });
  on("pagehide visibilitychange", () => timer && save());
  on("storage", (event) => {
    if (event.key != key) return;
    question?.remove();
    if (!timer) offer(read(event.newValue));
  });
};

/** Does something with a storage that may not be there, or be full. */
const store = (how: "getItem" | "setItem" | "removeItem", text?: string): any => {
  try {
    return (localStorage as any)[how](key, text);
  } catch {}
};

/** When somebody is signed in, forgets what was kept for others: their keys begin with 16 digits that tell who it is. */
const forgetOthers = (): void => {
  try {
    for (const other in localStorage)
      if ([key!, other].every((key) => /^taut:\w/.test(key)) && !other.startsWith(key!.slice(0, 21))) localStorage.removeItem(other);
  } catch {}
};

/** Reads a draft; none if it is damaged or too old. */
const read = (text: string | null | undefined): Draft | undefined => {
  try {
    const draft = parseJson(text!);
    if (draft.at + declared.ttl > Date.now() && Object.values(draft.fields).every(Array.isArray)) return draft;
  } catch {}
};

const save = (): void => {
  timer = clearTimeout(timer);
  const draft: Draft = { at: Date.now(), fields: collect(), base };
  store("setItem", json(draft));
  const [first] = controls();
  if (first) dispatch(formOf(first[1]) ?? first[1], "taut-draft", draft);
};

/** Asks whether a draft is to be restored, if it is newer than what the server says, and differs. */
const offer = (draft: Draft | undefined): void => {
  if (!draft || (draft.base ?? base) != base || json({ ...parseJson(base), ...draft.fields }) == base) return;
  if (declared.auto) return fill(draft);
  question = nodesOf(declared.ask.replace("$", ago(draft.at)));
  const [restore, discard] = question.children;
  restore.onclick = () => {
    question.remove();
    fill(draft);
  };
  discard.onclick = () => clearDraft();
  of(doc, "body").append(question);
};

/** How long ago it was, in words. */
const ago = (at: number): string => {
  const units = ["second", "minute", "hour", "day"] as const;
  const sizes = [60, 60, 24];
  let count = (at - Date.now()) / 1000;
  let unit = 0;
  while (count <= -sizes[unit]!) count /= sizes[unit++]!;
  return new Intl.RelativeTimeFormat("en").format(Math.ceil(count), units[unit]!);
};

/** Forgets the draft; after a form was sent, only if it has a field of it. */
export const clearDraft = (form?: any): void => {
  if (!key || (form && !isKept(form))) return;
  timer = clearTimeout(timer);
  question?.remove();
  store("removeItem");
};
