/** The conversation with the server: sends events in order, applies patches, and goes on where it was after a cut. */
import { drop, expire, merge, settle } from "./act";
import { correctBus } from "./bus";
import { forget, invalidate, prepare, report } from "./cache";
import { detach, lift, showNow } from "./cells";
import { settleControls } from "./controls";
import { log } from "./debug";
import { dispatch, doc, json, on, set } from "./dom";
import { clearDraft } from "./draft";
import { addressOf } from "./events";
import { dropWaiting, flushGone } from "./gates";
import { patch, writeAll } from "./holes";
import { rows } from "./instance";
import { JOINED, MOUNTED, REFUSED } from "./kinds";
import { MOST_WAITING, TIMEOUT } from "./limits";
import { connect, Http, joined, onTaken, socket, sure } from "./line";
import { page } from "./page";
import { wanted } from "./templates";
import type { Act } from "./types";

let token: string;
let templates: string;
/** The number of the last event. */
let number = 0;
/** Events that are not settled. */
let sent: Act[] = [];
/** Events on what the server does not know of yet, and all that follow them. */
let held: Act[] = [];

/** Starts the conversation about a page. */
export const start = (session: string, table: string, fallback: string): void => {
  token = history.state?.taut ?? session;
  const isSure = token == session;
  if (!isSure) keep();
  templates = table;
  connect(hello, receive, onLost, fallback, isSure);
  on("pagehide", part);
};

/** Keeps the token while the page loads again, because there are other templates. */
const keep = (taut?: string): void => history.replaceState({ ...history.state, taut }, "");

/** Sends an event, unless the same question is on its way already. */
export const send = (act: Act): void => {
  if (!joined && sent.length + held.length >= MOST_WAITING) return expire(act, "lost");
  const address = addressOf(act._instance, act._hole) ?? act._address;
  act._address = address;
  report(act);
  const twin = act._key && sent.filter(({ _handler }) => _handler == act._handler).pop();
  if (twin && twin._key == act._key && !twin._done) return merge(act, twin);
  if (held.length || isUnknown(act)) held.push(act);
  else transmit(act);
};

/** Whether it happened in something that the server does not know of yet. */
const isUnknown = ({ _address }: Act): boolean => [_address].flat().some(Number.isNaN);

/** Gives an event its number, and sends it when there is a connection. */
export const transmit = (act: Act): void => {
  act._number = ++number;
  sent.push(act);
  if (joined) post(act);
  else lift(act._marks);
};

/** What is said of an event. */
const tell = ({ _number, _seen, _address, _values }: Act): any[] => [_number, _seen, _address, ..._values];

const post = (act: Act): void => {
  log("send", act, tell(act));
  act._timers.push(setTimeout(expire, act._handler.optimistic?.[0] ?? TIMEOUT, act, "no answer"));
  socket.send(json(tell(act)));
};

/** Tells the server of what it may not have heard when the page goes and there is no socket. */
const part = (): void => {
  if ((joined && !Http) || !sent.length) return;
  fetch(location.href, { method: "POST", keepalive: true, body: json([token, page._frame, templates, sent.map(tell)]) });
};

/** Asks for the session, from the last frame that was seen, or for all of it. */
const hello = (): any[] => [token, sure ? page._frame : -1, templates];

/** What waits for an answer waits for another line, and shows no marks meanwhile. */
const onLost = (): void => {
  for (const { _marks, _timers } of sent) {
    lift(_marks);
    _timers.forEach(clearTimeout);
  }
};

const receive = (message: any[]): void => {
  log("frame", undefined, message);
  const [kind, settles] = message;
  if (kind == JOINED || kind == MOUNTED) return onJoined(message);
  if (kind == REFUSED) throw settles;
  if (kind != (page._frame + 1) % 10) throw `expected patch ${page._frame + 1}`;
  const extras = message.length % 2 ? message.at(-1) : undefined;
  const answered = settles == 1 && !extras?.error && sent[0]?._key ? sent[0] : undefined;
  if (settles) for (const { _layers } of sent.slice(0, settles)) detach(_layers);
  const remember = answered && prepare(answered, message.slice(2).filter((hole, at) => at % 2 == 0 && hole >= 0));
  patch(page._root, message, 2);
  page._frame++;
  remember?.();
  finish(settles, extras);
};

const onJoined = ([kind, session, last, event, row, values, table]: any[]): void => {
  if (table) {
    keep(session);
    return location.reload();
  }
  const isOther = kind == MOUNTED;
  if (values) {
    rows._next = row;
    writeAll(page._root, values, 0);
  } else if (last != page._frame || row != rows._next) throw "the page is not what the server rendered";
  page._frame = last;
  if (isOther) {
    for (const act of sent) settle(act, "lost");
    forget();
    dropWaiting();
  }
  finish(isOther ? sent.length : event - number + sent.length);
  token = session;
  number = event;
  onTaken();
  for (const act of sent) {
    act._number = ++number;
    post(act);
  }
};

/** Ends events, and does what the server says besides the patch. */
const finish = (count: number, extras?: any): void => {
  const settled = sent.splice(0, count);
  settled.forEach((act, at) => settle(act, at == count - 1 ? extras?.error : undefined));
  showNow();
  settleControls();
  wanted._focus?.focus();
  wanted._focus = null;
  if (extras) hear(extras, !settled[0]);
  flushGone();
  resume();
};

/** Does what the server says besides the patch; an error is the page's own if it answers no event. */
const hear = ({ error, title, dispatch: events = [], publish, invalidate: stale, draft }: any, isOwn: boolean): void => {
  if (error != null && isOwn) dispatch(doc, "taut:error", { message: error });
  correctBus(publish);
  if (stale === 0) invalidate();
  for (const entry of stale || []) invalidate(...([entry].flat() as [string]));
  if (draft === 0) clearDraft();
  if (title != null) set(doc, "title", title);
  for (const [name, detail] of events) dispatch(doc, name, detail);
};

/** Sends what was held, as far as the server knows by now where it happened. */
const resume = (): void => {
  const isOver = !sent.length;
  for (const act of held.splice(0)) {
    send(act);
    if (isOver && held.at(-1) == act && isUnknown(act)) drop(held.pop()!);
  }
};
