/** What the client waits for, how long, and how much it keeps. Times are in milliseconds. */

/** Waits between attempts to connect: the first, and the longest. */
export const FIRST_WAIT = 250;
export const LONGEST_WAIT = 15000;

/** How long a page may be without its first connection before it says so. */
export const LATE = 5000;

/** How long a join may stay without an answer, and how long a socket lasts that is worth having. */
export const JOIN_TIMEOUT = 15000;
export const SHORT = 5000;

/** How long a message of the server is shown. */
export const FLASH = 6000;

/** How often it is looked whether the server is silent. */
export const LOOK = 20000;

/** How many sockets may fail or end soon, one after the other, until they seem to be blocked. */
export const MOST_FAILURES = 2;

/** How long to wait when the server has no room. */
export const PAUSE = 1000;

/** How many bytes of posts browsers let outlive a page, all together. */
export const OUTLIVING = 65536;

/** How often the connection may end at an event until that is refused. */
export const MOST_ENDS = 3;

/** How long until a WebSocket is tried again there, doubled each time, and how long it must stand to be trusted. */
export const RETRY = 15000;
export const PROOF = 6000;

/** How long to wait for the `toggle` event of an element that the browser has opened or closed. */
export const UNHEARD = 200;

/** How many values of the client state may lead to each other, from one event on. */
export const MOST_LINKS = 16;

/** How many events wait until the client is loaded and finds the page as the server wrote it. */
export const MOST_EARLY = 200;

/** How many rows of the first HTML are taken over at once. */
export const ROWS_AT_ONCE = 100;

/** From this length on, in characters, a parser may have split a text. */
export const LONG_TEXT = 65536;
