/**
 * Keeps what the user has typed in the browser's storage, and offers it when the page comes without it.
 * Storage that is missing, full or damaged means no drafts, and nothing else.
 */
import { all, attribute, call, dispatch, of, on } from "./dom";
import { page } from "./page";

interface Draft {
  at: number;
  /** By field, all its values. */
  fields: Record<string, string[]>;
  /** What the server said when the user began. */
  base?: string;
}

/** What is never kept, whatever the view names. */
const SECRET = /^(cc-|one-time-code|.*password)/;
const EXCLUDED = /^(password|hidden|file|submit|button|image|reset)$/;

let key: string | undefined;
let timer: any;
/** Asks whether to restore a draft. */
let question: any;
let base: string;

/** The controls whose values are kept, each with its field; those of a further form have its name. */
function controls(): [field: string, control: any][] {
  return all(document, "input,textarea,select,[contenteditable]").flatMap((control) => {
    const name = attribute(control, "name")!;
    const form = of(control, "form");
    const at = [...of(document, "forms")].indexOf(form);
    const isKept =
      page._options.draft.fields.includes(name) && !EXCLUDED.test(control.type) && !SECRET.test(attribute(control, "autocomplete")!);
    return isKept ? [[name + (at > 0 ? "#" + (attribute(form, "id") ?? at) : ""), control]] : [];
  });
}

/** The values of all fields: as they are, or, by the names of what keeps it, as the server says. */
function collect(value = "value", checked = "checked", selected = "selected"): Draft["fields"] {
  const fields: Draft["fields"] = {};
  for (const [field, control] of controls()) {
    const values = (fields[field] ||= []);
    if (control.options) {
      const options = [...control.options];
      const chosen = options.filter((option) => option[selected]);
      // Without a choice, a browser shows the first option.
      if (!chosen[0] && control.type == "select-one") chosen.push(...options.filter(({ disabled }) => !disabled).slice(0, 1));
      values.push(...chosen.map(({ value }) => value));
    }
    else if (!/checkbox|radio/.test(control.type)) values.push(control[value] ?? control.innerText);
    else if (control[checked]) values.push(control.value);
  }
  return fields;
}

/** Puts values into the fields, and lets the server know as if the user had typed them. */
function fill({ fields }: Draft): void {
  const left = structuredClone(fields);
  for (const [field, control] of controls()) {
    const values = left[field];
    if (!values) continue;
    if (control.options) for (const option of control.options) option.selected = values.includes(option.value);
    else if (/checkbox|radio/.test(control.type)) control.checked = values.includes(control.value);
    else control["value" in control ? "value" : "innerText"] = values.shift() ?? "";
    for (const type of ["input", "change"]) call(control, "dispatchEvent", new Event(type, { bubbles: true }));
  }
}

/** Starts to keep drafts, and offers the one that is there. */
export function startDrafts(name: string | undefined, saved: string | undefined): void {
  if (!name) return;
  key = "taut:" + name;
  base = JSON.stringify(collect("defaultValue", "defaultChecked", "defaultSelected"));
  const [own, servers] = [read(store("getItem")), read(saved)];
  offer(own && !(servers && servers.at > own.at) ? own : servers);
  on("input change", ({ target }) => {
    if (!controls().some(([, control]) => control == target)) return;
    clearTimeout(timer);
    timer = setTimeout(save, page._options.draft.every);
  });
  on("pagehide visibilitychange", () => timer && save());
  on("storage", (event) => {
    if (event.key != key) return;
    question?.remove();
    if (!timer) offer(read(event.newValue));
  });
}

/** Does something with a storage that may not be there, or be full. */
function store(how: "getItem" | "setItem" | "removeItem", text?: string): any {
  try {
    return (localStorage as any)[how](key, text);
  } catch {}
}

/** Reads a draft; none if it is damaged or too old. */
function read(text: string | null | undefined): Draft | undefined {
  try {
    const draft = JSON.parse(text!);
    if (draft.at + page._options.draft.ttl > Date.now() && Object.values(draft.fields).every(Array.isArray)) return draft;
  } catch {}
}

function save(): void {
  clearTimeout(timer);
  timer = 0;
  const draft: Draft = { at: Date.now(), fields: collect(), base };
  store("setItem", JSON.stringify(draft));
  const [first] = controls();
  if (first) dispatch(of(first[1], "form") ?? first[1], "taut-draft", draft);
}

/** Asks whether a draft is to be restored, if it is newer than what the server says, and differs. */
function offer(draft: Draft | undefined): void {
  if (!draft || (draft.base ?? base) != base || JSON.stringify({ ...JSON.parse(base), ...draft.fields }) == base) return;
  if (page._options.draft.auto) return fill(draft);
  const make = (name: string, text: string, more: object): any =>
    Object.assign(call(document, "createElement", name), { textContent: text }, more);
  const button = (text: string, act: () => void) =>
    make("button", text, { id: "draft-" + text.toLowerCase(), type: "button", onclick: () => (question.remove(), act()) });
  question = make("div", `Restore the draft of ${ago(draft.at)}?`, { className: "taut-draft", role: "alertdialog", ariaLabel: "Draft" });
  question.append(button("Restore", () => fill(draft)), button("Discard", clearDraft));
  of(document, "body").append(question);
}

/** How long ago it was, in words. */
function ago(at: number): string {
  let count = (at - Date.now()) / 1000;
  const format = new Intl.RelativeTimeFormat(of(document, "documentElement").lang || "en");
  for (const [unit, size] of [["second", 60], ["minute", 60], ["hour", 24]] as const) {
    if (count > -size) return format.format(Math.ceil(count), unit);
    count /= size;
  }
  return format.format(Math.ceil(count), "day");
}

/** Forgets the draft; after a form was sent, only if it has a field of it. */
export function clearDraft(form?: any): void {
  if (!key || (form && !controls().some(([, control]) => call(form, "contains", control)))) return;
  clearTimeout(timer);
  timer = 0;
  question?.remove();
  store("removeItem");
}
