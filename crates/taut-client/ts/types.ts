/** What the table of templates and the page are made of. */
import type { HandlerFacts, HoleOf, Json } from "./facts";

/** A hole, with the templates in it as they are read. */
export type Hole = HoleOf<Template>;

/** A template, as parsed from the asset. */
export interface Template {
  /** Its HTML. */
  _html: string;
  /** Whether the template is what the outermost element contains, as for SVG. */
  _inner: boolean;
  /** `VIEW` for that of a component, `CONTENT` for a content of one, which belongs to the view around. */
  _part: number;
  /** Whether it is a whole document. */
  _isDocument: boolean;
  _holes: Hole[];
  /** The steps from the last hole to the last node. */
  _tail: number[];
  /** By types of events and keys of the client state, the holes that have to do with them, or hold what does. */
  _about: Map<string, Set<number>>;
  /** Whether nothing of it in the server's HTML has to be known before it is needed. */
  _isPlain: boolean;
  /** What is cloned for a new instance, once it was needed: its only node, or all of them. */
  _root?: Node;
  /** The tags, comments and texts of its HTML, once they were needed. */
  _tokens?: string[];
}

/** A template in the page: the page itself, the arm of a block, a row of a list. */
export interface Instance {
  _template: Template;
  /** For each hole its node, or its region. */
  _at: any[];
  /** For each binding its layer; for each listener that fires once, whether it has. */
  _said: any[];
  _first: Node;
  _last: Node;
  /** The block or list around it; none around the page. */
  _region?: Region;
  /** The arm's index or the row's number; not a number while the server does not know of it. */
  _key: number;
  /** What the server has said of a row's key: the same row has it in another session. */
  _rowKey?: number;
  /** Whether its holes are not found yet. */
  _isWaiting?: boolean;
  /** Which view it is, if it is one that has asked for results. */
  _view?: number;
  /** The last frame that has changed what the user sees of a view, and confirmed no hit. */
  _changed?: number;
}

/** What the server says of one thing, and what is only predicted, one above the other. */
export interface Cell {
  _base: any;
  _layers: Layer[];
  _show(value: any, cell: any): void;
  /** Where it is, if that is one node, and how it is called there. */
  _node?: any;
  _name?: string;
  /** Whether the browser keeps no other record of the base. */
  _kept?: boolean;
  /** How it is written, if in a way of its own: `live` or `modal`. */
  _mode?: string;
  /** Whether a hole of a template says what the base is. */
  _described?: boolean;
}

/** A prediction: a value, or a function of what is below it. */
export interface Layer {
  _cell: Cell;
  _value: any;
}

/** The place of a block or list. Its base are the instances that the server knows of. */
export interface Region extends Cell {
  _base: Instance[];
  /** The instances in the page, while they differ from the base. */
  _shown?: Instance[];
  _owner: Instance;
  _hole: number;
  /** The hole as the asset has it. */
  _spec: Hole;
  /** The comment before a block or after a list. */
  _anchor: Node;
}

/** A handler, with what the client knows of it by now. */
export interface Handler extends HandlerFacts {
  /** What its cache holds, by the values of its parameters. */
  _results?: Results;
  /** The holes of its view in which its answers have changed anything. */
  _changes?: Set<number>;
}

/** Remembered answers. */
export type Results = Map<string, Result>;

export interface Result {
  _view: Instance;
  /** What each hole of the view held. */
  _values: Map<number, any>;
  _until: number;
  _size: number;
}

/** A result that is shown until the event is settled that tells the server. */
export interface Hit {
  _event: PendingEvent;
  _view: Instance;
  /** The holes of the view that it shows; none if they have shown the same before. */
  _holes: Set<number>;
  /** The frame that has confirmed what it shows, if one has; `NaN` if none will. */
  _confirmed?: number;
}

/** Values of the client state that lead to each other, beginning with one event. */
export interface Chain {
  _count: number;
}

/** One event on its way: what the user did, what is shown for it, and what the server is told. */
export interface PendingEvent {
  _instance: Instance;
  /** Not a number if it has gone to another page. */
  _hole: number;
  _type: string;
  _element: any;
  /** Where it happened. */
  _target: any;
  /** The button that sent a form. */
  _submitter: any;
  /** The control whose value it tells the server, or the form of those. */
  _control?: any;
  _form?: any;
  /** Whether the user is done with what it tells. */
  _isFinal?: boolean;
  _handler: Handler;
  /** What had the focus. */
  _active: any;
  /** What the projections have read. */
  _values: Json[];
  /** Its place among all events of the page, and the values that have led to it. */
  _order: number;
  _chain: Chain;
  /** The frame that says what the user saw: the last one that was applied, or the one that confirmed what was predicted. */
  _seen: number;
  /** What is predicted until it is settled. */
  _layers: Layer[];
  /** What shows that it is on its way. */
  _marks: Layer[];
  /** What is done when it was accepted, and whether that leads elsewhere. */
  _commits: ((isAway: unknown) => void)[];
  _timers: any[];
  /** The control that has lost the focus because it was disabled. */
  _focused?: any;
  /** The key of its result in the cache. */
  _key?: string;
  /** The hits that it settles, and those that were shown when the user acted. */
  _settles: Hit[];
  _hits: Hit[];
  /** Where its listener is; a text if it has gone to that page. */
  _address: number | number[] | string;
  /** Counts the events that were sent. */
  _number: number;
  _done?: boolean;
  _error?: string;
}

/** What the user did before the client was there: with its way through the page, and whether it was kept from what a browser does then. */
export type Early = [event: Event, path: EventTarget[], isHeld: boolean][];
