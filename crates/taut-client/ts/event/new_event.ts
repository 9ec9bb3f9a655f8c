/** Makes pending events. */
import { chain, nextOrder } from "./chain";
import { focused } from "../page/dom";
import { page } from "../page/page";
import type { PendingEvent } from "../types";

/** What is to be said of each event; the rest begins the same way for all. */
type About = Pick<PendingEvent, "_instance" | "_hole" | "_type" | "_element" | "_target" | "_handler" | "_values" | "_address"> & Partial<PendingEvent>;

/** Makes an event that has just happened. */
export const newEvent = (about: About): PendingEvent => ({
  _submitter: undefined,
  _active: focused(),
  _order: nextOrder(),
  _chain: chain ?? { _count: 0 },
  _seen: page._frame,
  _layers: [],
  _marks: [],
  _commits: [],
  _timers: [],
  _settles: [],
  _hits: [],
  _number: 0,
  ...about,
});
