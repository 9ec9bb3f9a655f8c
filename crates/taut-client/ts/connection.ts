/** The conversation with the server: joins, sends events in order, applies patches, and joins again. */
import { settle } from "./controls";
import { call, of, set } from "./dom";
import { patch, writeAll } from "./holes";
import { rows } from "./instance";
import { JOINED, REFUSED } from "./kinds";
import { wanted } from "./templates";
import type { Instance } from "./types";

/** Waits between attempts, in milliseconds: the first, and the longest. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 15000;

let page: Instance;
let token: string;
let templates: string;
let socket: WebSocket | undefined;
let joined = false;
/** Whether the page shows what the server believes it shows. */
let sure = true;
let attempts = 0;
let timer: ReturnType<typeof setTimeout>;
/** The last patch that was applied. */
let frame = 0;
/** The last event. */
let number = 0;
/** Events that are not settled, and where they happened. */
let sent: [frame: string, element: Element][] = [];
/** Frames are taken one after the other, also those that must be inflated first. */
let inbox: Promise<unknown>;

/** Starts the conversation about a page. */
export function start(instance: Instance, session: string, table: string): void {
  page = instance;
  token = session;
  templates = table;
  join();
  for (const type of ["online", "pageshow", "visibilitychange"]) addEventListener(type, join);
}

/** The number of the last event. */
export const numberOf = () => number;

/** Sends an event, now or when there is a connection. */
export function send(element: Element, address: number | number[], values: unknown[]): void {
  const event = JSON.stringify([++number, frame, address, ...values]);
  sent.push([event, element]);
  if (joined) socket!.send(event);
}

function join(): void {
  if (socket) return;
  clearTimeout(timer);
  const own = (socket = new WebSocket("ws" + location.href.slice(4).split("#")[0]));
  inbox = Promise.resolve();
  own.onopen = () => own.send(JSON.stringify([token, sure ? frame : -1, templates]));
  own.onmessage = ({ data }) => {
    inbox = inbox.then(async () => own == socket && receive(await inflate(data))).catch((error) => own == socket && doubt(error));
  };
  own.onclose = () => own == socket && leave();
}

/** Large frames come compressed. */
const inflate = (data: string | Blob): any =>
  typeof data == "string"
    ? JSON.parse(data)
    : new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();

/** Drops the connection and tries again after a while, which grows and differs between browsers. */
function leave(): void {
  socket = undefined;
  joined = false;
  timer = setTimeout(join, Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts++) * (0.5 + Math.random()));
}

/** Whatever the server may think, the page might not show it: asks for everything, and at last for a new page. */
function doubt(why: unknown): void {
  console.warn("taut:", why);
  if (!sure) location.reload();
  sure = false;
  socket!.close();
  leave();
}

function receive(message: any[]): void {
  const [kind, settles] = message;
  if (kind == JOINED) return onJoined(message);
  if (kind == REFUSED) throw settles;
  if (kind != (frame + 1) % 10) throw `expected patch ${frame + 1}`;
  const at = patch(page, message, 2);
  frame++;
  finish(settles, message[at]);
}

function onJoined([, session, last, event, row, values, table]: any[]): void {
  if (table) return location.reload();
  if (values) {
    rows._next = row;
    writeAll(page, values, 0);
  } else if (last != frame || row != rows._next) throw "the page is not what the server rendered";
  finish(session == token ? event - number + sent.length : sent.length);
  token = session;
  frame = last;
  number = event + sent.length;
  joined = sure = true;
  attempts = 0;
  for (const [event] of sent) socket!.send(event);
}

/** Ends events, and does what the server says besides the patch. */
function finish(count: number, { error, title, dispatch = [] }: any = {}): void {
  const [[, element] = []] = sent.splice(0, count) as any;
  settle(number - sent.length, error && "value");
  wanted._focus?.focus();
  wanted._focus = null;
  if (error) emit(element && of(element, "isConnected") ? element : document, "taut:error", { message: error });
  if (title != null) set(document, "title", title);
  for (const [name, detail] of dispatch) emit(document, name, detail);
}

const emit = (target: EventTarget, type: string, detail: unknown) =>
  call(target, "dispatchEvent", new CustomEvent(type, { detail, bubbles: true }));
