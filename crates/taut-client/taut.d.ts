/**
 * The interface for scripts of a page that Taut serves. Refer to this file, or copy it: it declares
 * the global `taut` and the events.
 */

/** A value of the client state: any JSON. */
type TautValue = null | boolean | number | string | TautValue[] | { [name: string]: TautValue };

/** The saved content of a form that was not sent. */
interface TautDraft {
  /** When it was saved, in milliseconds since 1970. */
  at: number;
  /** All values of each field: none or several for checkboxes and lists. */
  fields: Record<string, string[]>;
  /** The server's values when the user began. */
  base?: string;
}

/** What a script does with an element that has `@mount={hook("name")}`. In all methods, `this` belongs to one element. */
interface TautHook {
  /** The element. */
  readonly el: HTMLElement;
  /**
   * Dispatches a custom event at the element, for a listener such as `@chart-zoomed={zoom(event.detail)}`.
   * @returns what its handler replies with `cx.reply`; it rejects with the message of a refusal
   */
  send<Reply = unknown>(type: string, detail?: unknown): Promise<Reply>;
  /** Calls a listener with the details of custom events that handlers dispatch with `cx.dispatch`, until the element is gone. */
  on<Detail = unknown>(type: string, listener: (detail: Detail) => void): void;
  /** The element is in the page, and the page is live. */
  mounted?(): void;
  /** A patch has changed the element, or anything in it. */
  updated?(): void;
  /** The element is gone. */
  destroyed?(): void;
  /** The connection is lost. */
  disconnected?(): void;
  /** The page is live again. */
  reconnected?(): void;
}

/** A hook as it is registered: what is in `TautHook` without a method comes from Taut. */
type TautHookMethods<State> = Partial<Pick<TautHook, "mounted" | "updated" | "destroyed" | "disconnected" | "reconnected">> &
  State & ThisType<TautHook & State & Record<string, any>>;

interface Taut {
  /** Registers a hook: an object, a class, or a function that loads one of them where it is first used. */
  hook<State extends object>(name: string, hook: TautHookMethods<State> | (new () => object) | (() => Promise<unknown>)): void;
  /** Whether each step of an event is logged as a line in the console. */
  debug: boolean;
  /** Sets a value of the client state, and shows it wherever it is bound. */
  publish(key: string, value: TautValue): void;
  /** The value of a key of the client state; `undefined` until there is one. */
  value(key: string): TautValue | undefined;
  /**
   * Calls a listener with the current value of a key, if there is one, then with each new value, and with `null` when the value goes away.
   * @returns a function that unsubscribes
   */
  subscribe(key: string, listener: (value: TautValue) => void): () => void;
  /**
   * Drops answers of `#[cache]`: all; those of one handler; or the one for these parameters, which are
   * those of `key(…)` in their order.
   */
  invalidate(handler?: string, ...parameters: TautValue[]): void;
  /** Removes the draft of the page. */
  clearDraft(): void;
}

declare const taut: Taut;

interface TautEvents {
  /** The page is live, for the first time or again. */
  "taut:online": CustomEvent<undefined>;
  /** The connection is lost; the client is trying to reconnect. */
  "taut:offline": CustomEvent<undefined>;
  /** The page of another view is shown in the same document, at another address. */
  "taut:page": CustomEvent<undefined>;
  /** A handler has a message for the user. Unless the default is prevented, the client shows it. */
  "taut:flash": CustomEvent<{ message: string }>;
  /** A handler has refused an event, or has not answered in time. The target is the element of the event. */
  "taut:error": CustomEvent<{ message: string }>;
  /** A draft was saved. The target is the form of the first field. */
  "taut-draft": CustomEvent<TautDraft>;
}

interface DocumentEventMap extends TautEvents {}
interface WindowEventMap extends TautEvents {}
interface ElementEventMap extends TautEvents {}
