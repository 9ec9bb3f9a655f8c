/**
 * Keeps what the user has typed in the browser's storage, and offers it when the page comes without it.
 * Storage that is missing, full or damaged means no drafts, and nothing else.
 */
import { keptIn } from "./cells";
import { defaultOf, putValues, stateIn, stateOf, valuesOf } from "./control";
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
/** The fields that the user has typed into since the draft was begun, and what was kept of them. */
const typed = new Set<string>();
let kept: Draft | undefined;
/** What is offered and not back in its controls, what these showed then, and whether the user wants it. */
let owed = new Map<string, string[]>();
let shown: Draft["fields"];
let isWanted: boolean;
/** What was typed and shown before the server said all anew. */
let before: [field: string, values: string[]][] | undefined;

/** The controls whose values are kept, each with its field; those of a further form have its name. */
const controls = (): [field: string, control: any][] => {
  const forms = new Map([...of(doc, "forms")].map((form, at) => [form, at]));
  return all(doc, declared.fields).map((control) => {
    const form = formOf(control);
    const at = forms.get(form);
    return [attribute(control, "name") + (at ? "#" + (attribute(form, "id") ?? at) : ""), control];
  });
};

/** Whether an element is, or has in it, a control whose value is kept. */
const isKept = (element: any): boolean => controls().some(([, control]) => contains(element, control));

/** What the server says of a control, or of an option. */
const said = (part: any, state: string): any => (keptIn(part).find(({ _name }) => _name == "$" + state)?._base ?? defaultOf(part, state));

/** What a control, or an option, shows before the user has changed it. */
const initial = (part: any, control: any): any =>
  // Without a choice, a browser shows the first option.
  control.type == "select-one"
    ? part == ([...control.options].filter((option) => said(option, "selected")).pop() ?? control.querySelector("option:enabled"))
    : said(part, stateOf(part)!);

/** The values of all fields: as they are, or as the server says. */
const collect = (isInitial?: boolean): Draft["fields"] => {
  // Users and programs may name a field as a member of all objects.
  const fields: Draft["fields"] = Object.create(null);
  for (const [field, control] of controls()) {
    const read = isInitial ? (part: any) => initial(part, control) ?? stateIn(part, stateOf(part)!) : undefined;
    (fields[field] ||= []).push(...valuesOf(control, read));
  }
  return fields;
};

/** Puts back what is owed, and lets the server know as if the user had typed it. What has no control waits for one. */
const fill = (): void => {
  const left = owed;
  const found = controls().filter(([field]) => left.has(field));
  isWanted = true;
  owed = new Map([...left].filter(([name]) => !found.some(([field]) => field == name)));
  for (const [field, control] of found) {
    putValues(control, left.get(field)!);
    dispatch(control, "input");
    dispatch(control, "change");
  }
};

/** Starts to keep drafts, and offers the one that is there. */
export const startDrafts = (options: any, name: string | undefined, saved: string | undefined): void => {
  if (!name) return;
  declared = options;
  key = "taut:" + name;
  // When somebody is signed in, nothing is kept for others.
  if (isOfUser(key)) forgetUsers(key.slice(0, 21));
  base = json(collect(true));
  const [own, servers] = [read(store("getItem")), read(saved)];
  offer(own && !(servers && servers.at > own.at) ? own : servers);
  on("input change", ({ target }) => {
    const fields = controls().filter(([, control]) => contains(target, control));
    if (!key || !fields[0]) return;
    for (const [field] of fields) typed.add(field);
    clearTimeout(timer);
    timer = setTimeout(save, declared.every);
  });
  on("pagehide visibilitychange", () => timer && save());
  on("storage", (event) => {
    if (event.key != key) return;
    withdraw();
    if (!timer) offer(read(event.newValue));
  });
};

/** Does something with a storage that may not be there, or be full. */
const store = (how: "getItem" | "setItem" | "removeItem", text?: string): any => {
  try {
    return (localStorage as any)[how](key, text);
  } catch {}
};

/** Whether a name in the storage is that of a user's draft: it begins with 16 digits that tell who it is. */
const isOfUser = (name: string): boolean => /^taut:\w/.test(name);

/** Forgets what is kept for users, but for one; what is kept for nobody stays. */
export const forgetUsers = (own?: string): void => {
  if (!own && key && isOfUser(key)) {
    clearDraft();
    key = undefined;
  }
  try {
    for (const name of Object.keys(localStorage)) if (isOfUser(name) && !(own && name.startsWith(own))) localStorage.removeItem(name);
  } catch {}
};

/** Reads a draft; none if it is damaged or too old. */
const read = (text: string | null | undefined): Draft | undefined => {
  try {
    const draft = parseJson(text!);
    const age = Date.now() - draft.at;
    // Clocks of a browser and its server differ.
    if (age < declared.ttl && age > -declared.ttl && Object.values(draft.fields).every(Array.isArray)) return draft;
  } catch {}
};

/** Keeps what the controls show, and what is offered where they have not changed since. */
const keep = (): void => {
  const fields = collect();
  for (const [field, values] of owed) if (json(fields[field]) == json(shown[field])) fields[field] = values;
  kept = { at: Date.now(), fields, base };
  store("setItem", json(kept));
};

const save = (): void => {
  timer = clearTimeout(timer);
  keep();
  const [first] = controls();
  if (first) dispatch(formOf(first[1]) ?? first[1], "taut-draft", kept);
};

/** Asks whether a draft is to be restored, if it is newer than what the server says, and something that is shown would change. */
const offer = (draft: Draft | undefined): void => {
  const now = collect();
  if (draft && (draft.base ?? base) == base && json({ ...now, ...draft.fields }) != json(now)) ask(draft.at, Object.entries(draft.fields));
};

/** Keeps what was typed before the server says all anew. What the server has changed since it was typed is not the user's any more. */
export const keepTyped = (): void => {
  if (!key) return;
  if (timer) keep();
  const now = collect();
  before = [...typed].flatMap((field) => (json(now[field]) == json(kept!.fields[field]) ? [[field, now[field]!]] : []));
};

/** Offers what was typed and is not there any more, if the server has said all anew; puts back what had no control before. */
export const settleDraft = (): void => {
  if (before) {
    const now = collect();
    const lost = before.filter(([field, values]) => json(now[field]) != json(values));
    before = undefined;
    base = json(collect(true));
    if (lost[0]) ask(kept!.at, [...owed, ...lost]);
  }
  if (isWanted && owed.size) fill();
};

/** Asks whether fields are to be as they were. */
const ask = (at: number, fields: [string, string[]][]): void => {
  withdraw();
  owed = new Map(fields);
  shown = collect();
  if (declared.auto) return fill();
  question = nodesOf(declared.ask.replace("$", ago(at)));
  const [restore, discard] = question.children;
  restore.onclick = () => {
    question.remove();
    fill();
  };
  discard.onclick = () => clearDraft();
  of(doc, "body").append(question);
};

/** Offers nothing any more. */
const withdraw = (): void => {
  question?.remove();
  owed.clear();
  isWanted = false;
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
  withdraw();
  typed.clear();
  store("removeItem");
};
