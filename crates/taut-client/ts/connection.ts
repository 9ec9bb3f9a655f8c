/** The conversation with the server: joins, sends events in order, applies patches, and joins again. */
import { drop, expire, merge, settle } from "./act";
import { correctBus } from "./bus";
import { forget, invalidate, prepare, report } from "./cache";
import { assign, detach, lift, showNow } from "./cells";
import { settleControls } from "./controls";
import { log } from "./debug";
import { dispatch, doc, json, of, on, parseJson, set } from "./dom";
import { clearDraft } from "./draft";
import { addressOf } from "./events";
import { dropWaiting, flushGone } from "./gates";
import { patch, writeAll } from "./holes";
import { rows } from "./instance";
import { JOINED, MOUNTED, REFUSED } from "./kinds";
import { page } from "./page";
import { wanted } from "./templates";
import type { Act } from "./types";

/** Waits between attempts, in milliseconds: the first, and the longest. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 15000;

/** How long a join may stay without an answer, in milliseconds, and how long a socket lasts that is worth having. */
const JOIN_TIMEOUT = 15000;
const SHORT = 5000;

/** How long a server that is there is never silent, in milliseconds, and how often that is looked at. */
const SILENCE = 60000;
const LOOK = 20000;

/** How many sockets may fail or end soon, one after the other, until they seem to be blocked. */
const MOST_FAILURES = 2;

/** How long an event may stay without an answer, in milliseconds, unless its handler says otherwise. */
const TIMEOUT = 30000;

/** How many events wait for a connection; those that follow are lost. */
const MOST_WAITING = 200;

let token: string;
let templates: string;
/** Where to find what stands in for WebSockets, that itself once it was needed, and whether it is used. */
let http: string;
let Loaded: any;
let Http: any;
let failures = 0;
let socket: any;
/** Since when there is a socket, and when the server was last heard. */
let since: number;
let heard: number;
let joined = false;
/** Whether the page shows what the server believes it shows. */
let sure = true;
let attempts = 0;
let timer: any;
/** The number of the last event. */
let number = 0;
/** Events that are not settled. */
let sent: Act[] = [];
/** Events on what the server does not know of yet, and all that follow them. */
let held: Act[] = [];
/** The last frame that waits to be inflated, or behind one that does; frames are taken one after the other. */
let inbox: Promise<unknown> | undefined;

/** Starts the conversation about a page. */
export const start = (session: string, table: string, fallback: string): void => {
  token = history.state?.taut ?? session;
  sure = token == session;
  if (!sure) keep();
  templates = table;
  http = fallback;
  join();
  on("online pageshow visibilitychange", join);
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

/** Does something after a while, in the place of what was to be done. */
const next = (run: () => void, wait: number): void => {
  clearTimeout(timer);
  timer = setTimeout(run, wait);
};

const join = (): void => {
  if (socket) return;
  const own = (socket = new (Http || WebSocket)("ws" + location.href.slice(4).split("#")[0]));
  since = Date.now();
  next(giveUp, JOIN_TIMEOUT);
  inbox = undefined;
  const take = (data: any) => {
    if (own != socket) return;
    heard = Date.now();
    // The server may say nothing but that it is there.
    if (data) receive(data);
  };
  const doubtIt = (error: unknown) => own == socket && doubt(error);
  own.onopen = () => own.send(json([token, sure ? page._frame : -1, templates]));
  own.onmessage = ({ data }: MessageEvent) => {
    if (!inbox && typeof data == "string")
      try {
        return take(parseJson(data));
      } catch (error) {
        return doubtIt(error);
      }
    const mine = (inbox = Promise.all([inflate(data), inbox]).then(([message]) => take(message)).catch(doubtIt));
    mine.then(() => inbox == mine && (inbox = undefined));
  };
  own.onclose = ({ reason }: CloseEvent) => own == socket && leave(+reason);
};

/** Large frames come compressed. */
const inflate = async (data: string | Blob): Promise<any> =>
  typeof data == "string"
    ? parseJson(data)
    : new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();

/** Drops the connection and tries again: when the server says, or after a while, which grows and differs between browsers. */
const leave = (wait = 0): void => {
  if (joined) announce("offline");
  failures = Http ? MOST_FAILURES : joined && Date.now() - since > SHORT ? 0 : failures + 1;
  socket = Http = 0;
  if (failures > MOST_FAILURES) {
    Http = Loaded;
    // That it can be loaded shows that the server is there. Then a socket gets a last chance.
    import(http).then((module) => (Loaded = module.default), () => {});
  }
  joined = false;
  for (const { _marks, _timers } of sent) {
    lift(_marks);
    _timers.forEach(clearTimeout);
  }
  next(join, wait || Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts++) * (0.5 + Math.random()));
};

/** Tells styles and scripts how the connection is. */
const announce = (state: string): void => {
  assign(of(doc, "documentElement"), "@data-taut", state == "online" ? null : state);
  dispatch(doc, "taut:" + state);
};

/** Whatever the server may think, the page might not show it: asks for everything, and at last for a new page. */
const doubt = (why: unknown): void => {
  console.warn("taut:", why);
  if (!sure) location.reload();
  sure = false;
  failures = -1;
  giveUp();
};

/** Leaves a socket on which the server says nothing any more. */
const watch = (): void => {
  if (Date.now() - heard > SILENCE) giveUp();
  else next(watch, LOOK);
};

/** Leaves a socket that may take its time to close. */
const giveUp = (): void => {
  socket.close();
  leave();
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
  joined = sure = true;
  attempts = 0;
  watch();
  announce("online");
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
