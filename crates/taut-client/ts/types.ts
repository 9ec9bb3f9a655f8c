/** What the table of templates and the page are made of. */

/** A hole as the asset has it: kind, path, and what the kind needs. */
export type Hole = any[];

/** A template, as parsed from the asset. */
export interface Template {
  /** Its HTML. */
  _html: string;
  /** Whether the template is what the outermost element contains, as for SVG. */
  _inner: boolean;
  _holes: Hole[];
  /** The steps from the last hole to the last node. */
  _tail: number[];
  /** What is cloned for a new instance, once it was needed. */
  _root?: DocumentFragment;
}

/** A template in the page: the page itself, the arm of a block, a row of a list. */
export interface Instance {
  _template: Template;
  /** For each hole its node, or its region. */
  _at: any[];
  /** For holes that others change too: what the server last said. */
  _said: any[];
  _first: Node;
  _last: Node;
  /** The block or list around it; none around the page. */
  _region?: Region;
  /** The arm's index or the row's number. */
  _key: number;
}

/** The place of a block or list: what is shown there now. */
export interface Region {
  _owner: Instance;
  _hole: number;
  /** The comment before a block or after a list. */
  _anchor: Node;
  _items: Instance[];
}

/** A listener or property: an instance and one of its holes. */
export type Wire = [instance: Instance, hole: number];
