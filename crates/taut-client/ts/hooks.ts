/** The steps at which features take part. The core goes through them in the order of the list, and names none of them. */
import type { Effects, EventHole } from "./facts";
import type { Cell, PendingEvent, Instance } from "./types";

/** A feature, with the steps that it needs. Where nothing is said of a step, it may not end it for others. */
export interface Feature {
  /** The page has begun to connect; with what the server says of it. */
  _start?(said: Record<string, string>): void;
  /** A place that shows a value of the client state was found. */
  _bind?(instance: Instance, hole: number): void;
  /** A listener with a handler hears an event. Where it is told that all is done, it hears of it later, or not at all. */
  _hear?(event: any, hear: () => void): boolean | void;
  /** A listener is called that has a handler, or commands in its place. Where it is told that all is done, there is no event. */
  _command?(commands: EventHole[5], element: any): boolean;
  /** An event begins. Where it is told that all is done, it goes no further. */
  _begin?(pending: PendingEvent): boolean | void;
  /** What a handler with `#[optimistic]` does is to be shown. Where it is told that it is, nothing else is predicted. */
  _predict?(pending: PendingEvent): boolean;
  /** An event is to be sent. */
  _send?(pending: PendingEvent): void;
  /** Whether an event depends on what is predicted, and has to wait until the server has confirmed it. */
  _waits?(pending: PendingEvent): boolean;
  /** An event gets its number. Where it is told that the event is about what has not come to be, it is given up. */
  _transmit?(pending: PendingEvent): boolean;
  /** Another event does the work of one. */
  _merge?(pending: PendingEvent, into: PendingEvent): void;
  /** Nothing shows any more that an event is on its way: it is done, or there is no connection. */
  _rest?(pending: PendingEvent): void;
  /** An event is settled: accepted, unless there is an error. */
  _settle?(pending: PendingEvent, error?: string): void;
  /** The connection is lost. */
  _lost?(): void;
  /** The server has sent all values again, of this session or of another one. */
  _replace?(isOther: boolean): void;
  /** The session has come back as it was some events ago. */
  _restored?(): void;
  /** The session is another one; some events wait to be sent to it. */
  _forget?(waiting: PendingEvent[]): void;
  /** The nodes of the page are looked for again; until then, it shows no prediction. */
  _lift?(): void;
  /** A patch is about to be applied, which answers one event or not. */
  _patch?(pending?: PendingEvent): void;
  /** The page shows another value in a place, by a frame, a prediction or the client state. */
  _write?(cell: Cell): void;
  /** It was applied. */
  _patched?(effects?: Effects): void;
  /** The server says more than values. */
  _effects?(effects: Effects): void;
  /** The server leads elsewhere. Where it is told that all is done, the browser does not go there by itself. */
  _redirect?(effects: Effects): boolean | void;
  /** The page of another view is shown. */
  _entered?(): void;
  /** All that a frame says is shown. */
  _finish?(): void;
  /** What has waited for that frame is on its way. */
  _resumed?(): void;
}

/** What all features of the page do at a step, one after the other until one says that all is done. */
export const features: Feature = {};

/** Adds a feature behind those that are there. */
export const add = (feature: any): void => {
  for (const step in feature) {
    const before = (features as any)[step];
    (features as any)[step] = (...about: unknown[]) => before?.(...about) || feature[step](...about);
  }
};
