/**
 * Runs before the page is shown, and is no module: notes what the user does until the client is there, and loads that. What a browser
 * does by itself goes on, links and forms with an address included; a form that leads to its own page waits for its listener.
 */
import { FIRST_WAIT, JOIN_TIMEOUT, LONGEST_WAIT, MOST_EARLY } from "./limits";
import type { Early } from "./types";

const { currentScript, documentElement } = document;
const { dataset } = currentScript!;
const early: Early = [];
let failures = 0;

const note = (event: Event): void => {
  if (early.length >= MOST_EARLY) return;
  const isHeld = !failures && event.type == "submit" && isOwn(event as SubmitEvent);
  if (isHeld) event.preventDefault();
  early.push([event, event.composedPath(), isHeld]);
};

/** Whether a form would only load its page again. */
const isOwn = ({ target, submitter }: SubmitEvent): boolean =>
  !submitter?.matches("[formaction],[formmethod]") && !Element.prototype.matches.call(target, "[action],[method]");

/** What stood in elements whose text the user edits. */
const texts = new Map<EventTarget, string>();
const noteText = ({ target }: any): unknown => texts.has(target) || texts.set(target, target.textContent);

const types = ["click", "dblclick", "keydown", "submit"];
const listen = (how: typeof addEventListener): void => {
  types.forEach((type) => how(type, note, true));
  how("beforeinput", noteText, true);
};

/** Loads what the page can do nothing without, however often that takes. The page says so, and no form waits for it any more. */
const load = (get: () => Promise<any>): Promise<any> =>
  get().catch((error) => {
    console.warn("taut:", error);
    if (!failures) {
      documentElement.dataset.taut = "offline";
      // Names in the page shadow members of the document, and none of the window.
      dispatchEvent.call(document, new CustomEvent("taut:offline", { bubbles: true }));
    }
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures++) * (0.5 + Math.random());
    const held = early.find(([, , isHeld]) => isHeld);
    if (held) HTMLFormElement.prototype.submit.call(held[0].target);
    const again = new Promise((resolve) => {
      setTimeout(resolve, wait);
      addEventListener("online", resolve, { once: true });
    });
    return again.then(() => load(get));
  });

const table = async (): Promise<any[]> => {
  const answer = await fetch(dataset.templates!, { signal: AbortSignal.timeout(JOIN_TIMEOUT) });
  if (!answer.ok) throw answer.status;
  return answer.json();
};

/** The server puts in what the client is called. A browser would remember that an address had nothing. */
const client = (name = "./taut.js"): Promise<any> => import(failures ? name + "?" + failures : name);

/** Waits until all of the page is there. */
const parsed = new Promise((resolve) =>
  document.readyState == "loading" ? document.addEventListener("DOMContentLoaded", resolve) : resolve(0),
);

/** What scripts of the page register before there is anybody to take it. */
const hooks: unknown[] = [];
(globalThis as any).taut = { hooks, hook: (...hook: unknown[]) => void hooks.push(hook) };

listen(addEventListener);
Promise.all([load(() => client()), load(table), parsed]).then(async ([{ provide, start }, templates]) => {
  await load(() => provide(templates, failures));
  listen(removeEventListener);
  start(dataset, templates, early, texts);
});
