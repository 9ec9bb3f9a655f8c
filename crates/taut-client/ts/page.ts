/** What the parts of the client share about the page. */
import type { Act, Handler, Instance, Template } from "./types";

interface Page {
  /** The document, or its body. */
  _node: Node;
  _template: Template;
  /** The page itself, as the outermost instance, once it was found in the server's HTML. */
  _root: Instance;
  /** Whether all of it is found. Others may put copies in the place of parts of it, and then it is not. */
  _isWhole?: boolean;
  /** Whether nodes of others may have been taken for the page's own. */
  _isMisread?: boolean;
  _handlers: Handler[];
  /** How many bytes a frame to the server may have, and how deep it may be. */
  _most: number;
  _deepest: number;
  /** How many events wait for a connection; those that follow are lost. */
  _mostWaiting: number;
  /** Whether anything in the page may be marked while an event is on its way. */
  _hasMarks: boolean;
  /** The event that is answered by the frame that is being applied, if one is. */
  _answers?: Act;
  /** Learns of each value that a frame changes, before it does. */
  _onChange?: (instance: Instance, hole: number, value: any) => void;
  /** The last patch that was applied. */
  _frame: number;
}

const navigation = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
const loaded = new URL(navigation?.name ?? location.href);

/** Whether the page was loaded because the user came back to it. */
export const isBack = navigation?.type == "back_forward";

/** Where the page was loaded from, whatever other scripts have made of the document's address: there it is served. */
export const address = location.origin + loaded.pathname + loaded.search;

export const page = { _frame: 0 } as Page;
