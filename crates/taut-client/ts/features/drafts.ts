/**
 * Keeps what the user has typed, field by field, and offers it when the page comes without it. `draft_store.ts` says where it is kept.
 */
import { keptOf } from "../page/cells";
import { chosenOf, defaultOf, like, putValues, shownOption, stateIn, stateOf, valuesOf } from "../page/control";
import { api } from "../debug";
import { all, attribute, body, contains, dispatch, doc, formOf, json, of, on, time } from "../page/dom";
import { type Draft, type Fields, forgetOthers, isOfUser, keepAs, key, read, stored, write, written } from "./draft_store";
import type { ViewOptions } from "../facts";
import type { Feature } from "../hooks";
import { page } from "../page/page";
import { firstWrong } from "../page/focus";
import { nodesOf } from "../page/templates";

/** A field that the user has changed and not sent. */
interface Typed {
  /** By which stroke it was last. */
  _stroke: number;
  /** What the server said before the first. */
  _begun: string[];
  /** What was kept or put back last. */
  _kept?: string[];
}

/** What the asset says of it. */
let declared: NonNullable<ViewOptions["draft"]>;
let timer: any;
/** Asks whether to restore a draft. */
let question: any;
/** How often fields have changed, by the user or by what is told in their name; also until the draft was kept last, and when that was. */
let strokes = 0;
let keptStrokes = 0;
let keptAt: number;
const typed = new Map<string, Typed>();
/** What is not in its controls: until the user wants it, or there are some. With it, what the server said when the user began. */
const owed = new Map<string, [values: string[], begun?: string[]]>();
let isWanted = false;
/** Whether controls change because a draft is put back. */
let isFilling = false;
/** What was typed and shown before the server sent all values again, and whether for a new session. */
let before: [field: string, values: string[]][] | undefined;
let isOther: boolean;

/** The controls whose values are kept, each with its field; those of a further form have its name. */
const controls = (): [field: string, control: any][] => {
  const forms = new Map([...of(doc, "forms")].map((form, at) => [form, at]));
  return all(doc, declared.fields).map((control) => {
    const form = formOf(control);
    const at = forms.get(form);
    return [attribute(control, "name") + (at ? "#" + (attribute(form, "id") ?? at) : ""), control];
  });
};

/** What the server says of a control, or of an option, as that would show it: a choice may come as a number, and a text too. */
const said = (part: any, state: string): boolean | string => {
  const base = keptOf(part, state)?._base ?? defaultOf(part, state);
  return like(stateIn(part, state), base);
};

/** What a control, or an option, shows before the user has changed it. */
const initial = (part: any, control: any): any =>
  control.type == "select-one" ? part == shownOption(control, (option) => said(option, "selected")) : said(part, stateOf(part)!);

/** The values of all fields: as they are, or as the server says. */
const collect = (isInitial?: boolean): Fields => {
  const fields: Fields = new Map();
  for (const [field, control] of controls()) {
    const read = isInitial ? (part: any) => initial(part, control) ?? stateIn(part, stateOf(part)!) : undefined;
    fields.set(field, [...(fields.get(field) ?? []), ...valuesOf(control, read)]);
  }
  return fields;
};

const areSame = (one?: string[], other?: string[]): boolean => json(one) == json(other);

/** Starts to keep drafts, and offers the one that is there. */
const start = ({ draft: name, saved, signedOut }: Record<string, string>): void => {
  if (signedOut) forgetUsers();
  if (!name) return;
  declared = page._options.draft!;
  keepAs("taut:" + name, declared.ttl);
  // When somebody is signed in, nothing is kept for others.
  if (isOfUser(key!)) forgetUsers(key!.slice(0, 21));
  // What is put back at once is noted, too.
  on("input change", onTyped);
  const [own, servers] = [stored(), read(saved)];
  offer(own && !(servers && servers.at > own.at) ? own : servers);
  on("pagehide visibilitychange", () => timer && save());
  on("storage", onStorage);
};

/** Notes which fields the user changes, and keeps them when there is quiet. What is put back is kept already. */
const onTyped = ({ target }: any): void => {
  const fields = controls().filter(([, control]) => contains(target, control));
  if (!key || !fields[0]) return;
  const said = fields.every(([field]) => typed.has(field)) ? undefined : collect(true);
  if (!isFilling) strokes++;
  for (const [field] of fields) {
    const own = typed.get(field) ?? { _stroke: 0, _begun: said!.get(field)! };
    typed.set(field, own);
    own._stroke = strokes;
    if (!isFilling) owed.delete(field);
  }
  if (isFilling) return;
  if (!owed.size) withdraw();
  clearTimeout(timer);
  timer = setTimeout(save, declared.every);
};

/** Whether the user has changed a field since it was kept, or another stroke. */
const isNewer = (field: string, than = keptStrokes): boolean => typed.get(field)?._stroke! > than;

/** Another tab has kept fields, or has forgotten some; what was typed here since stands. */
const onStorage = ({ key: name, oldValue, newValue }: StorageEvent): void => {
  if (name != key) return;
  const old = read(oldValue);
  const draft = read(newValue);
  const isForgotten = (field: string) => (draft ? draft.forgets : [...(old?.fields.keys() ?? [])]).includes(field);
  let isOverwritten = false;
  for (const field of [...typed.keys(), ...owed.keys()]) {
    const own = typed.get(field);
    if (draft?.fields.has(field)) continue;
    if (isForgotten(field)) {
      owed.delete(field);
      if (areSame(own?._kept, old?.fields.get(field)) && !isNewer(field)) typed.delete(field);
      // Tabs that keep fields at the same time do not see each other's.
    } else isOverwritten ||= !!own?._kept;
  }
  if (isOverwritten) keep();
  const isNews = ([field, values]: [string, string[]]) => !areSame(values, old?.fields.get(field)) && !isNewer(field);
  const news = [...(draft?.fields ?? [])].filter(isNews);
  // The user has been asked about what was there, and not about this.
  if (news[0] || !owed.size) withdraw();
  if (news[0]) offer({ ...draft!, fields: new Map(news) });
};

/** Forgets what is kept for users, but for one; what is kept for nobody stays. */
const forgetUsers = (own?: string): void => {
  if (!own && key && isOfUser(key)) {
    clearDraft();
    keepAs(undefined);
  }
  forgetOthers(own);
};

/** Keeps what the user has typed, and what is offered. */
const keep = (): Draft => {
  const now = collect();
  const draft = stored() ?? { at: 0, fields: new Map(), begun: new Map(), forgets: [] };
  draft.at = keptAt = time();
  for (const [field, own] of typed) {
    if (now.has(field) && (isNewer(field) || !own._kept)) own._kept = now.get(field);
    // What another tab has made of it since stands.
    const other = isNewer(field) ? undefined : draft.fields.get(field);
    if (!own._kept || (other && !areSame(other, own._kept))) continue;
    draft.fields.set(field, own._kept);
    draft.begun.set(field, own._begun);
  }
  keptStrokes = strokes;
  for (const [field, [values, before]] of owed) {
    draft.fields.set(field, values);
    if (before) draft.begun.set(field, before);
  }
  write(draft);
  return draft;
};

const save = (): void => {
  timer = clearTimeout(timer);
  const draft = written(keep());
  const [first] = controls();
  if (first) dispatch(formOf(first[1]) ?? first[1], "taut-draft", draft);
};

/** Offers a draft. */
const offer = (draft: Draft | undefined): void => {
  for (const [field, values] of draft?.fields ?? []) owed.set(field, [values, draft!.begun.get(field)]);
  if (draft) consider((keptAt = draft.at));
};

/**
 * Looks at what is owed: puts it back if the user wants that, or asks if something that is shown would change. What the server
 * has changed since the user began, or what is shown, is owed no more.
 */
const consider = (at: number, isLost?: boolean): void => {
  const now = collect();
  const said = collect(true);
  let differs = isLost;
  for (const [field, [values, before]] of owed) {
    if (!now.has(field)) continue;
    const base = typed.get(field)?._begun ?? said.get(field);
    if (areSame(now.get(field), values) || (before && !areSame(before, base))) owed.delete(field);
    else differs = true;
  }
  if (!owed.size) withdraw();
  else if (isWanted || (differs && declared.auto)) fill();
  else if (differs && !question) ask(at);
};

/** Puts back what is owed, and lets the server know as if the user had typed it. What has no control waits for one. */
const fill = (): void => {
  isWanted = true;
  const found = controls().filter(([field]) => owed.has(field));
  const shown = found.map(([, control]) => valuesOf(control));
  for (const [field, control] of found) putValues(control, owed.get(field)![0]);
  for (const [field] of found) owed.delete(field);
  const changed = found.filter(([, control], at) => control == chosenOf(control) && !areSame(valuesOf(control), shown[at]));
  isFilling = true;
  for (const [, control] of changed) for (const type of ["input", "change"]) dispatch(control, type);
  isFilling = false;
  const now = collect();
  for (const [field] of found) if (typed.has(field)) typed.get(field)!._kept = now.get(field);
};

/** Keeps what was typed before the server says all anew. What the server has changed since it was typed is not the user's any more. */
const keepTyped = (isLost: boolean): void => {
  if (!key) return;
  if (timer) keep();
  const now = collect();
  isOther = isLost;
  before = [...typed].flatMap(([field, { _kept }]) => (_kept && areSame(now.get(field), _kept) ? [[field, _kept]] : []));
};

/** Offers what was typed and is not there any more, if the server has said all anew; puts back what had no control before. */
const settleDraft = (): void => {
  let isLost = false;
  const isNew = before && isOther;
  if (before) {
    const now = collect();
    const said = collect(true);
    for (const [field, values] of before) {
      // What was sent meanwhile, or forgotten, is not lost.
      if (!typed.has(field)) continue;
      const begun = isOther ? said.get(field) : undefined;
      if (begun) typed.get(field)!._begun = begun;
      if (areSame(now.get(field), values)) continue;
      owed.set(field, [values, begun]);
      typed.delete(field);
      isLost = true;
    }
    before = undefined;
    if (isLost) withdraw();
  }
  if (owed.size) consider(keptAt, isLost);
  // What is kept belongs to the new session from here on.
  if (isNew && (typed.size || owed.size)) keep();
};

/** Asks whether what is owed is to be put back. */
const ask = (at: number): void => {
  question = nodesOf({ _html: declared.ask.replace("$", ago(at)) });
  const [restore, discard] = question.children;
  restore.onclick = () => {
    withdraw();
    fill();
  };
  discard.onclick = () => forgetFields([...owed.keys()]);
  body().append(question);
};

/** Asks no more. */
const withdraw = (): void => {
  question = question?.remove();
  isWanted = false;
};

/** How long ago it was, in words. */
const ago = (at: number): string => {
  const units = ["second", "minute", "hour", "day"] as const;
  const sizes = [60, 60, 24];
  let count = (at - time()) / 1000;
  let unit = 0;
  while (count <= -sizes[unit]!) count /= sizes[unit++]!;
  return new Intl.RelativeTimeFormat("en").format(Math.ceil(count), units[unit]!);
};

/** Forgets fields, in the storage too. */
const forgetFields = (fields: string[]): void => {
  const draft = stored();
  for (const field of fields) {
    for (const map of [typed, owed, draft?.fields, draft?.begun]) map?.delete(field);
  }
  if (!owed.size) withdraw();
  if (draft) write(draft, fields);
};

/**
 * Notes what a form sends; gives what forgets that when it was accepted without mistakes, and has not led elsewhere. What is typed meanwhile begins a
 * draft, and what is offered was not sent.
 */
const sendDraft = (form: any): ((isAway: unknown) => void) => {
  const sent = strokes;
  return (isAway) => {
    if (!key || isAway || firstWrong(form)) return;
    const said = collect(true);
    const own = controls().filter(([, control]) => formOf(control) == form).map(([field]) => field);
    forgetFields(own.filter((field) => !isNewer(field, sent) && !owed.has(field)));
    for (const field of own) if (typed.has(field)) typed.get(field)!._begun = said.get(field)!;
    keptStrokes = Math.min(keptStrokes, sent);
    if (typed.size) keep();
    else timer = clearTimeout(timer);
  };
};

/** Forgets the draft. */
const clearDraft = (): void => {
  if (!key) return;
  timer = clearTimeout(timer);
  typed.clear();
  owed.clear();
  withdraw();
  write();
};

api.clearDraft = clearDraft;

export const drafts: Feature = {
  _start: start,
  _begin(pending) {
    if (pending._type == "submit") pending._commits.push(sendDraft(pending._form));
  },
  _replace: keepTyped,
  _effects({ draft }) {
    if (draft != null) draft ? forgetUsers() : clearDraft();
  },
  _resumed: settleDraft,
};
