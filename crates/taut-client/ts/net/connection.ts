/** The connection to the server: sends events in order, applies patches, and goes on where it was when a transport is lost. */
import { provide } from "../add_ons";
import { abandon, drop, expire, merge, outbox, rest, settle } from "../event/pending_event";
import { addressOf, findAgain, isVisit } from "../event/address";
import { complain } from "../event/alert";
import { align, nodesOf, shownBy } from "../page/align";
import { packEdits, unpackEdits } from "../page/carry";
import { detach, lift, showNow } from "../page/cells";
import { inChain } from "../event/chain";
import { settleControls } from "../page/controls";
import { cover, uncover } from "../page/curtain";
import { log } from "../debug";
import { dispatch, doc, json, on, set } from "../page/dom";
import { type DownFrame, type Effects, type EventFrame, JOINED, type JoinedFrame, type JoinFrame, type Json, MOUNTED, type MountedFrame, type PatchFrame, REFUSED, type RefusedFrame, TIMEOUT, TOO_LARGE } from "../facts";
import { focusWanted, wanted } from "../page/focus";
import { cancel, flushGone, held as gated } from "../event/gates";
import { patch, writeAll } from "../page/holes";
import { features } from "../hooks";
import { noteKeys, rows } from "../page/instance";
import { MOST_ENDS, OUTLIVING } from "../limits";
import { connect, inSync, joined, onTaken, rejoin, socket } from "./transport";
import { asOwn, lookOver, watch } from "../page/others";
import { recall, remember } from "../memory";
import { address, isBack, keepsake, page, tear } from "../page/page";
import { bodyOf, bytesOf, HEADERS, together } from "./posts";
import { refusalOf } from "./refusal";
import { swap } from "../page/swap";
import { useTable } from "../event/table";
import type { PendingEvent, Instance } from "../types";
import { findEdits, keepEdits, reportEdits } from "../page/untold";

let token: string;
let templates: string;
/** The number of the last event. */
let number = 0;
/** Events that are not settled. */
let sent: PendingEvent[] = [];
/** Events on what the server has yet to confirm, and all that follow them. */
let held: PendingEvent[] = [];

/** Connects a page with the server. */
export const start = (session: string, table: string, fallback: string): void => {
  // Where the browser does not have the page any more, its session may still wait.
  token = history.state?.taut || (isBack && recall(keepsake())) || session;
  remember(keepsake());
  if (history.state?.taut) keep();
  templates = table;
  connect({ _join: join, _receive: receive, _lost: onLost, _part: part }, fallback, token == session);
  on("pagehide", ({ target }) => target == doc && onHide());
  if (page._isWhole) unpackEdits(userOf(templates));
};

/** What tells the page's user from others in this browser. */
const userOf = (templates: string): string | undefined => templates.split("#")[1];

/** The page may be shown again, be it to somebody else. */
const onHide = (): void => {
  remember(keepsake(), token);
  if (userOf(templates)) cover();
};

/** Keeps the token while the page loads again, because there are other templates. */
const keep = (taut?: string): void => history.replaceState({ ...history.state, taut }, "");

/** Sends an event, unless the same question is on its way already. */
const send = (outbox._send = (pending: PendingEvent): void => {
  if (!joined && sent.length + held.length >= page._options.waiting) return expire(pending, "lost");
  features._send?.(pending);
  const twin = pending._key && sent.filter(({ _handler }) => _handler == pending._handler).pop();
  if (twin && twin._key == pending._key && !twin._done) return merge(pending, twin);
  enqueue(pending);
});

/** Sends an event, after what came before it, and when the server has said what it depends on. */
export const enqueue = (pending: PendingEvent): void => {
  if (!isVisit(pending)) pending._address = addressOf(pending._instance, pending._hole) ?? pending._address;
  if (!held.length && !mustWait(pending)) return transmit(pending);
  held.push(pending);
  if (!joined) rest(pending);
};

/** Whether it depends on what the server has yet to say: where it happened, or what was predicted. */
const mustWait = (pending: PendingEvent): boolean => isUnknown(pending) || !!features._waits?.(pending);

/** Whether it happened in something that the server does not know of yet. */
const isUnknown = ({ _address }: PendingEvent): boolean => [_address].flat().some(Number.isNaN);

/** Gives an event its number, and sends it when there is a connection; refuses one that no server would take. */
const transmit = (pending: PendingEvent): void => {
  if (features._transmit?.(pending)) return abandon(pending, "gone");
  pending._number = number + 1;
  const refusal = refusalOf(tell(pending));
  if (refusal) return expire(pending, refusal);
  number++;
  sent.push(pending);
  if (joined) post(pending);
  else rest(pending);
};

/** What is said of an event. */
const tell = ({ _number, _seen, _address, _values }: PendingEvent): EventFrame => [_number, _seen, _address, ..._values];
const textOf = (pending: PendingEvent): string => json(tell(pending));

const post = (pending: PendingEvent): void => {
  log("send", pending, tell(pending));
  const [timeout = TIMEOUT] = pending._handler.optimistic ?? [];
  pending._timers.push(setTimeout(expire, timeout, pending, "no answer"));
  socket.send(textOf(pending));
};

/** Tells the server of what it may not have heard when the page goes: what a socket is given then is lost in Firefox. */
const part = (): void => {
  held = held.filter((pending) => mustWait(pending) || transmit(pending));
  let room = OUTLIVING;
  for (const events = sent.map(textOf); events.length; ) {
    const body = bodyOf([token, page._frame, templates], events.splice(0, together(events, page._options.frame)));
    if ((room -= bytesOf(body)) < 0) return;
    fetch(address, { method: "POST", keepalive: true, headers: HEADERS, body }).catch(() => {});
  }
};

/** Asks for the session, from the last frame that was seen, or for all of it. */
const join = (): JoinFrame => {
  if (!hasLooked) findEdits();
  hasLooked = true;
  return [token, inSync && page._isWhole ? page._frame : -1, templates];
};

/** Whether it was looked at what the user has done before the client was there: that can wait until the transport is open. */
let hasLooked = false;

/** Takes over the page, if it is found, and what the user did before. */
export const takeOver = (root?: Instance): void => {
  if (!root) return;
  page._root = root;
  page._isWhole = true;
  page._isMisread = false;
  watch();
  page._onWhole();
};

/** The event at which the server has ended the connection, and how often; and whether it just has. */
let lastEnd: PendingEvent | undefined;
let ends = 0;
let hasEnded = false;

/**
 * What waits for an answer waits for another transport, and shows no marks meanwhile. If a frame was too large, it was that of the largest
 * event. The server has taken none that followed, so their numbers are free.
 */
const onLost = (code?: number): void => {
  isLeaving = false;
  if (code == TOO_LARGE && sent.length) {
    const sizes = sent.map((pending) => bytesOf(textOf(pending)));
    const size = Math.max(...sizes);
    const at = sizes.indexOf(size);
    for (const pending of sent.slice(at)) pending._number--;
    number--;
    expire(sent.splice(at, 1)[0]!, `this is too large for the server: ${size} bytes`);
  }
  sent.forEach(rest);
  features._lost?.();
};

/** What a patch brings follows from the event that it answers. */
const receive = (message: DownFrame): Promise<void> | void => {
  log("frame", undefined, message);
  if (isLeaving && message[0] == MOUNTED) return enter(message as MountedFrame).catch(() => location.reload());
  asOwn(() => {
    const [, settles] = message as PatchFrame;
    inChain(sent[settles - 1]?._chain, () => take(message));
  });
};

const take = (message: DownFrame): void => {
  const [kind] = message;
  if (kind == JOINED || kind == MOUNTED) return onJoined(message as JoinedFrame);
  if (kind == REFUSED) return onRefused(message as RefusedFrame);
  onPatch(message as PatchFrame);
};

/** The server ends the connection; where it leads elsewhere, the page goes there. */
const onRefused = ([, why, { redirect, ...effects } = {}]: RefusedFrame): void => {
  applyEffects(effects, true);
  if (redirect) return location.assign(redirect);
  hasEnded = joined;
  throw why;
};

const onPatch = (message: PatchFrame): void => {
  const [number, settles] = message;
  if (number != (page._frame + 1) % 10) throw `expected patch ${page._frame + 1}`;
  if (lookOver(page._root, true)) return tear();
  const effects = message.length % 2 ? (message.at(-1) as Effects) : undefined;
  page._answers = sent[settles - 1];
  features._patch?.(settles == 1 ? sent[0] : undefined);
  if (settles) for (const { _layers } of sent.slice(0, settles)) detach(_layers);
  patch(page._root, message, 2);
  page._frame++;
  features._patched?.(effects);
  finish(settles, effects);
};

const onJoined = ([kind, session, last, event, row, values, table]: JoinedFrame | MountedFrame): void => {
  if (table) {
    keep(session);
    if (userOf(table) == userOf(templates)) packEdits(userOf(templates));
    return location.reload();
  }
  const isOther = kind == MOUNTED;
  if (isOther) keepEdits();
  if (values) {
    features._replace?.(isOther);
    rows._next = row;
    if (page._isWhole && lookOver(page._root, true)) page._isWhole = false;
    if (page._isWhole) writeAll(page._root, values, 0);
    // The answer is a frame itself: the next one if nothing else has changed.
    else rebuild(values, isOther || last != page._frame + 1);
    // What is there again has no claim to it.
    wanted._focus = undefined;
  } else if (last != page._frame || row != rows._next || !page._isWhole) return deny();
  page._frame = last;
  const waiting = [...gated(), ...held];
  // Where the page has gone is told the new session, too.
  const visits = isOther ? sent.filter(isVisit) : [];
  const count = event - number + sent.length;
  if (isOther) {
    sent = sent.filter((pending) => !isVisit(pending));
    sent.forEach(lose);
    features._forget?.(waiting);
  }
  if (values) for (const pending of waiting) moveOver(pending, isOther);
  finish(isOther ? sent.length : count);
  token = session;
  number = event;
  for (const pending of visits) pending._seen = last;
  sent.unshift(...visits);
  refuseFirst();
  uncover();
  for (const pending of sent) {
    pending._number = ++number;
    post(pending);
  }
  // Whoever hears of it may act at once.
  onTaken();
  if (!isOther && count < 0) features._restored?.();
  unpackEdits(userOf(templates));
  reportEdits();
  features._resumed?.();
};

/** Whether the page is on its way to that of another view. */
let isLeaving = false;

/** Whether everything that was done is settled. */
export const isSettled = (): boolean => joined && !sent[0] && !held[0] && !gated()[0];

/** Asks for the page of another view, to be shown in the place of this one. */
export const ask = (path: string): void => {
  isLeaving = true;
  rejoin(["", -1, "", path]);
};

/** Shows the page of another view. What was done in the old one meanwhile is of no use any more. */
const enter = async ([, session, last, event, row, values, templatesOf]: MountedFrame): Promise<void> => {
  const table = await (await fetch(templatesOf!)).json();
  await provide(table);
  const { _isDocument } = page._template;
  // Another connection asks at the new address, and loads the page.
  if (!isLeaving) return;
  isLeaving = false;
  asOwn(() => {
    for (const pending of [...sent.splice(0), ...held.splice(0)]) drop(pending);
    gated().forEach(cancel);
    features._replace?.(true);
    features._forget?.([]);
    useTable(table);
    if (_isDocument != page._template._isDocument) throw "another kind of page";
    noteKeys();
    rows._next = row;
    const root = swap(values!);
    [token, templates, page._frame, number] = [session, templatesOf!, last, event];
    takeOver(root);
    onTaken();
    features._entered?.();
  });
};

/** Drops an event that will not be answered. */
const lose = (pending: PendingEvent): void => abandon(pending, "lost");

/** Finds an event that waits in a page of which all was said; where it is no more, another session has never heard of it. */
const moveOver = (pending: PendingEvent, isOther: boolean): void => {
  if (findAgain(pending)) {
    if (isOther) pending._seen = page._frame;
  } else if (isOther) {
    lose(pending);
    cancel(pending);
    held = held.filter((other) => other != pending);
  }
};

/** Nobody knows where in the page events have happened that took nodes of others for its own. */
const deny = (): void => {
  sent.splice(0).forEach(lose);
  page._isWhole = false;
  page._isMisread = true;
  throw "the page is not what the server rendered";
};

/** Refuses the event at which the server ends the connection again and again: the first one that the server has not taken. */
const refuseFirst = (): void => {
  const [first] = sent;
  if (hasEnded && first) {
    ends = first == lastEnd ? ends + 1 : 1;
    lastEnd = first;
    if (ends >= MOST_ENDS) expire(sent.shift()!, "the server does not take this");
  }
  hasEnded = false;
};

/** Finds the page where others have touched it, as it was when they did. Then it shows all values. */
const rebuild = (values: Json[], hasChanged: boolean): void => {
  for (const { _layers } of sent) lift(_layers);
  features._lift?.();
  const { _template, _node, _root } = page;
  const row = rows._next;
  const known = _root ? nodesOf(_root) : new Set<Node>();
  const shown = hasChanged && _root && !page._isMisread ? shownBy(_root, values) : values;
  const root = align(_template, _node, shown, known, hasChanged && shown == values);
  page._isSound = true;
  if (shown != values) {
    rows._next = row;
    writeAll(root, values, 0);
  }
  takeOver(root);
};

/** Ends events, and does what the server says besides the patch. */
const finish = (count: number, effects?: Effects): void => {
  const settled = sent.splice(0, count);
  settled.forEach((pending, at) => settle(pending, at == count - 1 ? effects?.error : undefined, effects?.redirect));
  showNow();
  settleControls();
  focusWanted();
  page._answers = undefined;
  if (effects) applyEffects(effects, !settled[0]);
  features._finish?.();
  flushGone();
  resume();
  features._resumed?.();
};

/** Does what the server says besides the patch; an error is the page's own if it answers no event. */
const applyEffects = (effects: Effects, isOwn: boolean): void => {
  const { error, redirect, title, dispatch: events = [] } = effects;
  if (redirect && !features._redirect?.(effects)) location[effects.replace ? "replace" : "assign"](redirect);
  if (error != null && isOwn) complain(doc, error);
  features._effects?.(effects);
  if (title != null) set(doc, "title", title);
  for (const [name, detail] of events) dispatch(doc, name, detail);
};

/** Sends what was held, as far as the server knows by now where it happened. */
const resume = (): void => {
  const isOver = !sent.length;
  for (const pending of held.splice(0)) {
    send(pending);
    if (isOver && held.at(-1) == pending && isUnknown(pending)) abandon(held.pop()!, "gone");
  }
};
