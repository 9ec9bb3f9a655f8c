/** Events that hooks send, and the replies of their handlers. A promise is settled once, however often the connection is lost. */
import type { Client } from "../../add_ons";
import type { Json } from "../../facts";
import type { Feature } from "../../hooks";
import { dispatch, nameOf } from "../../page/dom";
import type { PendingEvent } from "../../types";

/** An event that is sent, until a listener has heard it. */
interface Sent {
  _element: any;
  _type: string;
  _answer: Answer;
}

interface Answer {
  _resolve(reply: Json | undefined): void;
  _reject(why: Error): void;
}

export const replies = ({ _features, _page }: Client): [send: (element: any, type: string, detail?: unknown) => Promise<Json | undefined>, feature: Feature] => {
  let unheard: Sent[] = [];
  /** What waits until the page is found. */
  let early: (() => void)[] = [];
  /** By events that are on their way, who waits for their replies. */
  const waiting = new Map<PendingEvent, Answer[]>();
  /** What the frame says that is being applied, and whether it says all values, but no reply. */
  let reply: Json | undefined;
  let isReplaced = false;

  const take = (pending: PendingEvent): Answer[] => {
    const answers = waiting.get(pending) ?? [];
    waiting.delete(pending);
    return answers;
  };

  const rejectAll = (answers: Answer[], why: string): void => answers.forEach(({ _reject }) => _reject(new Error(why)));

  // The first of all that learn of an event, because any of them may end it.
  const begin = _features._begin;
  _features._begin = (pending) => {
    const sent = unheard.find(({ _element, _type }) => _element == pending._target && _type == pending._type);
    if (sent) {
      unheard = unheard.filter((other) => other != sent);
      waiting.set(pending, [sent._answer]);
    }
    const isEnded = begin?.(pending);
    if (pending._done) rejectAll(take(pending), "the user has not confirmed this");
    return isEnded;
  };

  const tell = (sent: Sent, detail: unknown): void => {
    const { _element, _type, _answer } = sent;
    unheard.push(sent);
    dispatch(_element, _type, detail);
    // The page may have been found to be torn; then it is heard later.
    if (!_page._isWhole || !unheard.includes(sent)) return;
    unheard = unheard.filter((other) => other != sent);
    const name = nameOf(_element).toLowerCase();
    rejectAll([_answer], `nothing listens for "${_type}" at this <${name}>: write @${_type}={handler(event.detail)}`);
  };

  const send = (element: any, type: string, detail: unknown = null): Promise<Json | undefined> => {
    const promise = new Promise<Json | undefined>((_resolve, _reject) => {
      const run = (): void => tell({ _element: element, _type: type, _answer: { _resolve, _reject } }, detail);
      if (_page._isWhole) run();
      else early.push(run);
    });
    // The page reports what was refused; a script that does not wait for a reply has nothing to add.
    promise.catch(() => {});
    return promise;
  };

  const feature: Feature = {
    _merge: (pending, into) => void waiting.set(into, [...take(into), ...take(pending)]),
    _rest(pending) {
      if (!pending._done || !waiting.has(pending)) return;
      // What is settled is told so at once; all else was never sent.
      queueMicrotask(() => rejectAll(take(pending), "this was not sent: a later event took its place"));
    },
    _settle(pending, error) {
      const answers = take(pending);
      if (error != null) rejectAll(answers, error);
      else if (isReplaced) rejectAll(answers, "this was done, but its reply was lost with the connection");
      else for (const { _resolve } of answers) _resolve(pending == _page._answers ? reply : undefined);
    },
    _replace: () => void (isReplaced = true),
    _patched: (effects) => void (reply = effects?.reply),
    _finish() {
      isReplaced = false;
      if (!_page._isWhole) return;
      rejectAll(unheard.splice(0).map(({ _answer }) => _answer), "its element has been replaced");
      for (const run of early.splice(0)) run();
    },
    // All values of another page answer nothing.
    _entered: () => void (isReplaced = false),
  };
  return [send, feature];
};
