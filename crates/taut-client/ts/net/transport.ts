/** The transport to the server: a socket, or what stands in for one, and another one when it ends. */
import { assign } from "../page/cells";
import { dispatch, doc, json, of, on, parseJson, time } from "../page/dom";
import { type DownFrame, type JoinFrame, SILENCE } from "../facts";
import { recall, remember } from "../memory";
import { address, page } from "../page/page";
import { FIRST_WAIT, JOIN_TIMEOUT, LATE, LONGEST_WAIT, LOOK, MOST_FAILURES, SHORT } from "../limits";

/** What the transport is for. */
interface Connection {
  /** The first frame to send. */
  _join(): JoinFrame;
  /** Takes a frame; throws if the page might not show what the server believes. */
  _receive(message: DownFrame): Promise<void> | void;
  /** Nothing that was sent is answered on this transport any more. */
  _lost(code?: number): void;
  /** The page goes, or is not looked at: nothing is sent for a while. */
  _part(): void;
}

let connection: Connection;
/** Where to find what stands in for WebSockets, that itself once it was needed, and whether it is used. */
let http: string;
let Loaded: any;
let failures = 0;
/** Under which name all tabs remember that sockets were blocked, until one is not; a name with a letter first is that of a user's draft. */
const BLOCKED = "taut:-blocked";
/** Since when there is a socket, and when the server was last heard. */
let since: number;
let heard: number;
let attempts = 0;
let timer: any;
/** How the page's connection is shown; not at all while the first one is being made, unless it took several tries to get here. */
let shown: string | undefined = of(doc, "documentElement").dataset.taut;
/** The last frame that waits to be inflated, or behind one that does; frames are taken one after the other. */
let inbox: Promise<unknown> | undefined;

/** The socket, or what stands in for it, and that if something does. */
export let socket: any;
let Http: any;
/** Whether the server has taken the page in. */
export let joined = false;
/** Whether the page is in sync: it shows what the server believes it shows. */
export let inSync: boolean;

// Whatever keeps the first connection from coming: the page says so.
setTimeout(() => shown || announce("offline"), LATE);

/** Opens a transport, and another one whenever that is lost. */
export const connect = (about: Connection, fallback: string, isInSync: boolean): void => {
  connection = about;
  http = fallback;
  inSync = isInSync;
  if (recall(BLOCKED, "localStorage")) provide().then(standIn);
  else join();
  on("online pageshow pagehide visibilitychange", look);
};

/** Loads what stands in for WebSockets. */
const provide = (): Promise<void> => import(http).then((module) => (Loaded = module.default), () => {});

/** Uses what stands in for WebSockets, if it is there and no socket is. */
const standIn = (): void => {
  if (!socket) Http = Loaded;
  join();
};

/** Whether the page is in the browser's memory, or on its way there or out. */
let isStored = false;
/** Whether the page does without a connection. */
let isAway = false;

/** A page that nobody sees leaves the few connections that HTTP/1.1 allows to other tabs. */
const isLeft = (): boolean => isStored || (!!Http && of(doc, "visibilityState") == "hidden");

/** Takes up the connection when somebody looks at the page, or lets go of it, without a word. */
const look = ({ type, target }: Event): void => {
  // What an element dispatches is not the page's.
  if (target instanceof Element) return;
  if (type.startsWith("page")) isStored = type == "pagehide";
  if (!isLeft()) join();
  else if (!isAway) release();
};

const release = (): void => {
  isAway = true;
  connection._part();
  clearTimeout(timer);
  const own = socket;
  socket = joined = false;
  connection._lost();
  // A socket that is only being opened is closed when it is open.
  if (own && own.readyState !== 0) own.close();
};

/** The server has taken the page in. */
export const onTaken = (): void => {
  joined = inSync = page._isSound = true;
  remember(BLOCKED, Http && "1", "localStorage");
  attempts = 0;
  watch();
  announce("online");
};

/** The server is asked for another page, on the same socket: until it has answered, the page does without a connection. */
export const rejoin = (frame: JoinFrame): void => {
  joined = false;
  next(giveUp, JOIN_TIMEOUT);
  socket.send(json(frame));
};

/** Does something after a while, in the place of what was to be done. */
const next = (run: () => void, wait: number): void => {
  clearTimeout(timer);
  timer = setTimeout(run, wait);
};

const join = (): void => {
  if (socket || (isAway = isLeft())) return;
  const own = (socket = Http ? new Http("ws" + address.slice(4), page._options.frame) : new WebSocket("ws" + address.slice(4)));
  since = time();
  next(giveUp, JOIN_TIMEOUT);
  inbox = undefined;
  const take = (text: string) => {
    if (own != socket) return;
    heard = time();
    try {
      const message = parseJson(text);
      // The server may say nothing but that it is there.
      const later = message && connection._receive(message);
      if (later) waitFor(later);
    } catch (error) {
      loseSync(error);
    }
  };
  own.onopen = () => (own == socket ? own.send(json(connection._join())) : own.close());
  own.onmessage = ({ data }: MessageEvent) => {
    if (!inbox && typeof data == "string") take(data);
    else waitFor(Promise.all([inflate(data), inbox]).then(([text]) => take(text)));
  };
  own.onclose = ({ reason, code }: CloseEvent) => own == socket && leave(+reason, code);
};

/** Frames that come meanwhile wait. */
const waitFor = (mine: Promise<unknown>): void => {
  inbox = mine;
  mine.then(() => inbox == mine && (inbox = undefined));
};

/** Large frames come compressed. What cannot be inflated is no message either. */
const inflate = (data: any): any =>
  data.stream ? new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw"))).text().catch(String) : data;

/** Drops the transport and opens another: when the server says, or after a while, which grows and differs between browsers. */
const leave = (wait = 0, code?: number): void => {
  announce("offline");
  failures = Http ? MOST_FAILURES : joined && time() - since > SHORT ? 0 : failures + 1;
  socket = Http = 0;
  if (failures > MOST_FAILURES) {
    Http = Loaded;
    // That it can be loaded shows that the server is there. Then a socket gets a last chance.
    provide();
  }
  const wasJoined = joined;
  joined = false;
  connection._lost(wasJoined ? code : 0);
  next(join, wait || pause());
};

/** How long to wait before the next attempt. */
const pause = (): number => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts++) * (0.5 + Math.random());

/** Tells styles and scripts whether there is a connection. */
const announce = (state: string): void => {
  if (state == shown) return;
  shown = state;
  assign(of(doc, "documentElement"), "@data-taut", state == "online" ? null : state);
  dispatch(doc, "taut:" + state);
};

/** The page may be out of sync with the server: asks for everything, and at last for a new page. */
const loseSync = (why: unknown): void => {
  console.warn("taut:", why);
  if (!inSync) location.reload();
  inSync = page._isSound = false;
  failures = -1;
  giveUp();
};

/** Before the server has taken the page in, it is asked for everything anyway. */
page._onSyncLost = (why) => {
  if (joined || page._isWhole) loseSync(why);
};

/** Leaves a socket on which the server says nothing any more. */
const watch = (): void => {
  if (time() - heard > SILENCE) giveUp();
  else next(watch, LOOK);
};

/** Leaves a socket that may take its time to close. */
const giveUp = (): void => {
  socket.close();
  leave();
};
