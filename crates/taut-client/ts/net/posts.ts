/** What goes into one post: events that wait, in their order, as many as the server takes together. */
import { BATCH, type JoinFrame, POSTED } from "../facts";

/** What tells posts of a page from those of others to the same address. */
export const HEADERS = { "content-type": POSTED };

/** How many bytes texts have on their way. */
export const bytesOf = (...texts: string[]): number => new Blob(texts).size;

/** How many of the events that wait go together: one, and as many more as fit. */
export const together = (events: string[], most: number): number => {
  let count = 1;
  while (count < events.length && bytesOf(...events.slice(0, count + 1)) + count < Math.min(BATCH, most)) count++;
  return count;
};

/** `[token, frame, templates, [event, …]]`. */
export const bodyOf = (join: JoinFrame, events: string[]): string => JSON.stringify(join).slice(0, -1) + `,[${events}]]`;
