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
let question: HTMLElement | undefined;
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
    if (control.options) for (const option of control.options) option[selected] && values.push(option.value);
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
  const known = [read(localDraft()), read(saved)].filter((draft) => draft != null);
  offer(known.sort((a, b) => b!.at - a!.at)[0]);
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

function localDraft(): string | null | undefined {
  try {
    return localStorage.getItem(key!);
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
  try {
    localStorage.setItem(key!, JSON.stringify(draft));
  } catch {}
  const [first] = controls();
  if (first) dispatch(of(first[1], "form") ?? first[1], "taut-draft", draft);
}

/** Asks whether a draft is to be restored, if it is newer than what the server says, and differs. */
function offer(draft: Draft | undefined): void {
  if (!draft || (draft.base ?? base) != base || JSON.stringify({ ...JSON.parse(base), ...draft.fields }) == base) return;
  const restore = () => (close(), fill(draft));
  const discard = () => (close(), clearDraft());
  const close = () => question?.remove();
  if (page._options.draft.auto) return restore();
  const make = (name: string, text: string, more: object = {}): HTMLElement =>
    Object.assign(call(document, "createElement", name), { textContent: text }, more);
  question = make("div", "", { className: "taut-draft", role: "alertdialog", ariaLabel: "Draft" });
  question.append(
    make("p", `Restore the draft of ${ago(draft.at)}?`),
    make("button", "Restore", { id: "draft-restore", type: "button", onclick: restore }),
    make("button", "Discard", { id: "draft-discard", type: "button", onclick: discard }),
  );
  of(document, "body").append(question);
}

/** How long ago it was, in words. */
function ago(at: number): string {
  const minutes = Math.round((at - Date.now()) / 60000);
  const format = new Intl.RelativeTimeFormat(of(document, "documentElement").lang || "en", { numeric: "auto" });
  if (minutes > -60) return format.format(minutes, "minute");
  return minutes > -1440 ? format.format(Math.round(minutes / 60), "hour") : format.format(Math.round(minutes / 1440), "day");
}

/** Forgets the draft; after a form was sent, only if it has a field of it. */
export function clearDraft(form?: Element): void {
  if (!key || (form && !controls().some(([, control]) => call(form, "contains", control)))) return;
  clearTimeout(timer);
  timer = 0;
  question?.remove();
  try {
    localStorage.removeItem(key);
  } catch {}
}
