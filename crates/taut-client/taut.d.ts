/**
 * What a page that Taut serves offers its scripts. Refer to this file, or copy it: it declares
 * the global `taut` and the events.
 */

/** A value of the page's bus: whatever JSON can say. */
type TautValue = null | boolean | number | string | TautValue[] | { [name: string]: TautValue };

/** What a browser keeps of a form that was not sent. */
interface TautDraft {
  /** When it was kept, in milliseconds since 1970. */
  at: number;
  /** By field, all its values: none or several for checkboxes and lists. */
  fields: Record<string, string[]>;
  /** What the server said when the user began. */
  base?: string;
}

interface Taut {
  /** Whether each step of an event is logged in one line of the console. */
  debug: boolean;
  /** Sets a value of the bus, and shows it wherever it is bound. */
  publish(key: string, value: TautValue): void;
  /** The value of a key of the bus; `undefined` before there is one. */
  value(key: string): TautValue | undefined;
  /**
   * Calls a listener with the value of a key, if there is one, and with each that follows; with `null` when there is none any more.
   * @returns what ends that
   */
  subscribe(key: string, listener: (value: TautValue) => void): () => void;
  /**
   * Forgets answers that `#[cache]` keeps: all; of one handler; or the one for these parameters, which are
   * those of `key(…)` in their order.
   */
  invalidate(handler?: string, ...parameters: TautValue[]): void;
  /** Forgets the draft of the page. */
  clearDraft(): void;
}

declare const taut: Taut;

interface TautEvents {
  /** The page is live, for the first time or again. */
  "taut:online": CustomEvent<undefined>;
  /** The connection is lost; the client tries again by itself. */
  "taut:offline": CustomEvent<undefined>;
  /** A handler has refused, or has not answered in time. It happens to the element of the event. */
  "taut:error": CustomEvent<{ message: string }>;
  /** A draft was kept. It happens to the form of the first field. */
  "taut-draft": CustomEvent<TautDraft>;
}

interface DocumentEventMap extends TautEvents {}
interface WindowEventMap extends TautEvents {}
interface ElementEventMap extends TautEvents {}
