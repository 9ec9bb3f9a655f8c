/** The line to the server: a socket, or what stands in for one, and another one when it ends. */
import { assign } from "./cells";
import { dispatch, doc, json, of, on, parseJson } from "./dom";
import { FIRST_WAIT, JOIN_TIMEOUT, LONGEST_WAIT, LOOK, MOST_FAILURES, SHORT, SILENCE } from "./limits";

/** What is said first, what is done with a message, which throws if the page might not show what the server believes, and with a loss. */
let hello: () => unknown;
let hear: (message: any[]) => void;
let onLost: () => void;
/** Where to find what stands in for WebSockets, that itself once it was needed, and whether it is used. */
let http: string;
let Loaded: any;
let failures = 0;
/** Since when there is a socket, and when the server was last heard. */
let since: number;
let heard: number;
let attempts = 0;
let timer: any;
/** The last frame that waits to be inflated, or behind one that does; frames are taken one after the other. */
let inbox: Promise<unknown> | undefined;

/** The socket, or what stands in for it, and whether something does. */
export let socket: any;
export let Http: any;
/** Whether the server has taken the page in. */
export let joined = false;
/** Whether the page shows what the server believes it shows. */
export let sure: boolean;

/** Opens the line, and keeps it open. */
export const connect = (first: typeof hello, receive: typeof hear, lost: typeof onLost, fallback: string, isSure: boolean): void => {
  hello = first;
  hear = receive;
  onLost = lost;
  http = fallback;
  sure = isSure;
  join();
  on("online pageshow visibilitychange", join);
};

/** The server has taken the page in. */
export const onTaken = (): void => {
  joined = sure = true;
  attempts = 0;
  watch();
  announce("online");
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
  const take = (text: string) => {
    if (own != socket) return;
    heard = Date.now();
    try {
      const message = parseJson(text);
      // The server may say nothing but that it is there.
      if (message) hear(message);
    } catch (error) {
      doubt(error);
    }
  };
  own.onopen = () => own.send(json(hello()));
  own.onmessage = ({ data }: MessageEvent) => {
    if (!inbox && typeof data == "string") return take(data);
    const mine = (inbox = Promise.all([inflate(data), inbox]).then(([text]) => take(text)));
    mine.then(() => inbox == mine && (inbox = undefined));
  };
  own.onclose = ({ reason }: CloseEvent) => own == socket && leave(+reason);
};

/** Large frames come compressed. What cannot be inflated is no message either. */
const inflate = (data: any): any =>
  data.stream ? new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw"))).text().catch(String) : data;

/** Drops the line and tries again: when the server says, or after a while, which grows and differs between browsers. */
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
  onLost();
  next(join, wait || Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts++) * (0.5 + Math.random()));
};

/** Tells styles and scripts how the line is. */
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
