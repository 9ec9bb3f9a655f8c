/** What the client and the server must agree on. `cargo xtask build-client` writes this from the tables of taut-facts. */

/** Any JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Steps between two nodes: up, right, and then down and to the right for each. */
export type Path = number[];

/** The data of a text node. */
export const TEXT = 0;
export type TextHole = [kind: typeof TEXT, path: Path, cell: string];
export type TextValue = string | number;

/** An attribute. */
export const ATTRIBUTE = 1;
export type AttributeHole = [kind: typeof ATTRIBUTE, path: Path, cell: string];
export type AttributeValue = string | number | null;

/** An attribute that is present or absent. */
export const FLAG = 2;
export type FlagHole = [kind: typeof FLAG, path: Path, cell: string];
export type FlagValue = 0 | 1;

/** A property that the user can change too: `value`, `checked`, `open`, `textContent` of an editable element, …; with a mode, `live` or `modal`, if it is written in a special way. */
export const PROPERTY = 3;
export type PropertyHole = [kind: typeof PROPERTY, path: Path, cell: string, mode?: string];
export type PropertyValue = string | number;

/** A single class. */
export const CLASS = 4;
export type ClassHole = [kind: typeof CLASS, path: Path, cell: string];
export type ClassValue = 0 | 1;

/** Classes; `beside` lists the classes next to them, which are static or have holes of their own. */
export const CLASSES = 5;
export type ClassesHole = [kind: typeof CLASSES, path: Path, beside: string];
export type ClassesValue = string;

/** A single style property. */
export const STYLE = 6;
export type StyleHole = [kind: typeof STYLE, path: Path, cell: string];
export type StyleValue = string;

/** Attributes whose names are known only at run time. */
export const SPREAD = 7;
export type SpreadHole = [kind: typeof SPREAD, path: Path];
export type SpreadValue = (string | number | null)[];

/** Style properties whose names are known only at run time. */
export const STYLES = 13;
export type StylesHole = [kind: typeof STYLES, path: Path];
export type StylesValue = (string | number | null)[];

/** The content of an element, as HTML. */
export const HTML = 8;
export type HtmlHole = [kind: typeof HTML, path: Path, cell: string];
export type HtmlValue = string;

/** A block, or a component, which is a block that always shows its only arm. */
export const BLOCK = 9;
export type BlockHole<T> = [kind: typeof BLOCK, path: Path, ...arms: T[]];
export type BlockValue = 0 | Json[];

/** A list. */
export const LIST = 10;
export type ListHole<T> = [kind: typeof LIST, path: Path, row: T];
export type ListValue = Json[];

/** A listener; in the place of its handler, it may have commands, which the browser runs by itself. */
export const EVENT = 11;
export type EventHole = [kind: typeof EVENT, path: Path, event: string, flags: number, keys: string[], handler: number | [command: string, target: (string | string[] | 0)[], ...arguments: Json[]][], sources: 0 | (number | string | null | [depth: number, key: number])[], ...projections: string[]];

/** A value of the client state, at the node of the previous hole. */
export const BINDING = 12;
export type BindingHole = [kind: typeof BINDING, path: Path, cell: string, key: string, kept?: 0 | 1, comparison?: 0 | 1 | null, literal?: Json, yes?: string, no?: string | null];

/** How the value of another hole of the template follows from what the view knows, for predictions: those of handlers, as operations. The texts are those of a boolean that is the value of an attribute. Such holes come after all others. */
export const FORMULA = 14;
export type FormulaHole = [kind: typeof FORMULA, path: Path, hole: number, tree: Json, yes?: string, no?: string | null];

/** A hole of a template, whose own templates are parsed (`Template`) or not (`WireTemplate`). */
export type HoleOf<T> =
  | TextHole
  | AttributeHole
  | FlagHole
  | PropertyHole
  | ClassHole
  | ClassesHole
  | StyleHole
  | SpreadHole
  | StylesHole
  | HtmlHole
  | BlockHole<T>
  | ListHole<T>
  | EventHole
  | BindingHole
  | FormulaHole;

/** A hole that sets one thing of a node, its cell. */
export type CellHole = TextHole | AttributeHole | FlagHole | PropertyHole | ClassHole | StyleHole | HtmlHole;

/** Whether a hole of this kind sets several things of a node. */
export const isSeveral = (kind: number): boolean => kind == CLASSES || kind == SPREAD || kind == STYLES;

/** Whether a hole of this kind is a place for templates. */
export const isPlace = (kind: number): boolean => kind == BLOCK || kind == LIST;

/** Whether frames have a value for a hole of this kind. */
export const hasValue = (kind: number): boolean => kind != EVENT && kind != BINDING && kind != FORMULA;

/** Whether an empty value is written into a new instance, because a clone has another one. */
export const keepsEmpty = (kind: number): boolean => kind == TEXT || kind == ATTRIBUTE;

/** Part of SVG or MathML: the HTML has an `<svg>` or `<math>` around it, and the template is the content of that element. */
export const FOREIGN = 1;

/** The template of a component, which is always HTML. */
export const VIEW = 2;

/** A whole document, from its doctype on. */
export const DOCUMENT = 4;

/** A content of a component, which belongs to the view around it. */
export const CONTENT = 8;

/** A template in the asset. The number says what it is. */
export type WireTemplate =
  | [html: string, what: number, tail: Path, ...holes: HoleOf<WireTemplate>[]]
  | [html: string, tail: Path, ...holes: HoleOf<WireTemplate>[]];

/** Prevent the browser's default action. */
export const PREVENT = 1;

/** Don't pass the event on to outer listeners. */
export const STOP = 2;

/** Listen on the window, for events anywhere on the page. */
export const WINDOW = 4;

/** Listen for events outside the element. */
export const OUTSIDE = 8;

/** Only events on the element itself, not inside it. */
export const ITSELF = 16;

/** Once for each element. */
export const ONCE = 32;

/** The listener is bound to a value that may change while its element exists, which only the server knows. */
export const VARIES = 64;

/** A handler in the asset. */
export interface HandlerFacts {
  /** The name of the method. */
  name: string;
  /** The question to the user before an event is sent; the event is dropped unless they agree. */
  confirm?: string;
  /** An event is sent when no other has followed it for `wait` milliseconds (`-1`: when the user leaves the control), but after `max` in any case (`0`: never). */
  debounce?: [wait: number, max: number];
  /** At most one event is sent per `interval` milliseconds: 1 the first one, 2 the last one, 3 both. */
  throttle?: [interval: number, edges: number];
  /** The page shows the predicted result immediately, and undoes it after `timeout` milliseconds without an answer; the element of a refused event is marked for `mark` milliseconds. With a `step`, the row that contains the listener moves by so many places, as far as there are any; with `0` it is removed. */
  optimistic?: [timeout: number, mark: number, step?: number];
  /** What the body of the handler does to the values that the page shows (see below): the kinds of the fields and of the parameters, and the operations. */
  predict?: [fields: (string | 0)[], parameters: (string | 0)[], body: Json];
  /** The changes of an event are stored for `ttl` milliseconds, for at most `max` keys and `bytes` per view, and shown again; with `revalidate`, the server is asked anyway. The values of the parameters make up the key; a parameter that is a number comes with its kind, as in `client_state`: `[parameter, number]`. */
  cache?: [ttl: number, max: number, bytes: number, revalidate: 0 | 1, ...parameters: (number | [parameter: number, number: number])[]];
  /** The value of a parameter is published under the key before the event is sent; as a number if it is an integer (`1`), an `f64` (`2`) or an `f32` (`3`). */
  client_state?: [key: string, parameter: number, number?: number][];
  /** The view of the handler shows refusals itself, so the page does not. */
  on_reject?: 1;
}

/** The options of a whole view in the asset. */
export interface ViewOptions {
  /** The maximum size of a frame from the client, in bytes of UTF-8. */
  frame: number;
  /** How deeply arrays and objects of a frame from the client may be nested, counting the frame itself. */
  depth: number;
  /** How many events wait in the page while there is no connection; further events are lost. */
  waiting: number;
  /** Elements in the page may have the attribute `data-loading` (see below); otherwise, the client need not look for it. */
  loading?: 1;
  /** The add-ons of the client that the page needs: features in files of their own, which are loaded before the client takes over the page. */
  needs?: string[];
  /** The paths of the pages of the view, with parameters as `{name}`: a link to one of them is an event (see below). */
  pages?: string[];
  /** The paths of pages of other views of the same application. */
  others?: string[];
  /** The browser saves what was typed and not sent: in the controls that `fields` selects, after a pause of `every` milliseconds, for `ttl` milliseconds. It is restored without a question if `auto` is `1`; otherwise `ask` is the HTML of the question, with a `$` for the age of the draft and two buttons, the first of which accepts. */
  draft?: { fields: string; every: number; ttl: number; auto: 0 | 1; ask: string };
}

/** The files of add-ons; the server puts in what they are called. */
export const ADD_ONS: Record<string, string> = { hooks: "./hooks.js", commands: "./commands.js", visible: "./visible.js", predict: "./predict.js" };

/** The attribute of an element that has hooks: their names. */
export const HOOK = "data-taut-hook";

/** The attribute of an element whose content belongs to other scripts. */
export const IGNORE = "data-taut-ignore";

/** The event of an element that comes near the viewport. */
export const VISIBLE = "visible";

/** The names of commands. */
export type CommandName = "toggle_class" | "add_class" | "remove_class" | "set_attribute" | "remove_attribute" | "toggle_attribute" | "show" | "hide" | "toggle" | "focus" | "blur" | "scroll_into_view" | "open" | "close" | "dispatch" | "copy";

/** A command, with its target and its arguments; what the server computes is in an attribute, whose name is in a list. */
export type Command = [command: CommandName, target: (string | string[] | 0)[], ...given: any[]];

/** The names of the operations of predictions. */
export type Operation = "int" | "float" | "?" | "get" | "set" | "forget" | "local" | "let" | "do" | "if" | "return" | "fail" | "find" | "&&" | "||" | "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | "<<" | ">>" | "!" | "neg" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "as" | "min" | "max" | "saturating_add" | "saturating_sub" | "saturating_mul" | "wrapping_add" | "wrapping_sub" | "wrapping_mul" | "text" | "len" | "is_empty" | "trim" | "to_lowercase" | "to_uppercase" | "contains" | "starts_with" | "ends_with";

/** The effects of a frame. */
export interface Effects {
  /** The error message of the settled event: the client reports it as an event `taut:error` with the `message` as its detail. */
  error?: string;
  /** The address that the client must load, instead of an error; drafts stay. The server sends it again to a client that has received all values instead of this frame. */
  redirect?: string;
  /** The address of the page that the view shows from this frame on: a new entry in the browser's history. */
  go?: string;
  /** The same, in the place of the current entry; with a redirect, the address that the client loads in its place. */
  replace?: string;
  /** A message for the user that nothing depends on: the client shows it for a while, with a redirect on the page that it loads. */
  flash?: string;
  /** The document's new title. */
  title?: string;
  /** Custom events for the document, as `[name, detail]` pairs. */
  dispatch?: [name: string, detail: Json][];
  /** What the handler has replied to the settled event: the script that has sent it receives the value. */
  reply?: Json;
  /** New values for keys of the client state, an object. */
  publish?: Record<string, Json>;
  /** Cached results to drop: an array of names of handlers, or of `[name, parameter, …]` for one key of a handler; `0` for all. */
  invalidate?: 0 | (string | [handler: string, ...parameters: Json[]])[];
  /** `0`: remove the draft of the view. `1`, where the server refuses a join: remove the drafts of all users, because the last one was signed out. */
  draft?: 0 | 1;
}

/** The answer to a join of a session that the server has; with all values if the client has missed too much, with the address of the templates if the client has others. */
export const JOINED = -1;
export type JoinedFrame = [kind: number, token: string, frame: number, event: number, row: number, values?: Json[], templates?: string];

/** The server closes the connection. */
export const REFUSED = -2;
export type RefusedFrame = [kind: -2, why: string, effects?: Effects];

/** The answer to a join for which there was no session, so that a new one was mounted. */
export const MOUNTED = -3;
export type MountedFrame = [kind: number, token: string, frame: number, event: number, row: number, values?: Json[], templates?: string];

/** New values of holes, and effects if the length is odd. */
export type PatchFrame = [number: number, settles: number, ...holes: Json[]];

/** The first frame of a client: it asks for a session from a frame on, or for all values (`-1`); later, with the address of a page, it asks for that one in the place of its own. */
export type JoinFrame = [token: string, frame: number, templates: string, page?: string];

/** An event; with a text as its address, the client goes to that page. */
export type EventFrame = [number: number, seen: number, address: number | number[] | string, ...values: Json[]];

/** A frame of the server. */
export type DownFrame = JoinedFrame | MountedFrame | RefusedFrame | PatchFrame;

/** Removes rows from a position on. */
export const REMOVE = -1;

/** Creates rows, which have no place yet. */
export const MAKE = -2;

/** Places rows that were created. */
export const PLACE = -3;

/** Moves a row. */
export const MOVE = -4;

/** How many bytes of events are posted together. */
export const BATCH = 16000;

/** How many milliseconds an event may stay without an answer, unless its handler sets another time. */
export const TIMEOUT = 30000;

/** After how many milliseconds of silence a connection ends. */
export const SILENCE = 60000;

/** The maximum length of the address of a page that a view is told of, in bytes. */
export const PAGE = 4096;

/** The close code for a frame that is too large. */
export const TOO_LARGE = 1009;

/** The content type that distinguishes posts of a page from others to the same address. */
export const POSTED = "application/taut+json";
