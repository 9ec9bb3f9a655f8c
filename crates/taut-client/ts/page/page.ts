/** What the parts of the client share about the page. */
import type { ViewOptions } from "../facts";
import type { PendingEvent, Handler, Instance, Template } from "../types";

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
  /** What the asset says of the whole view. */
  _options: ViewOptions;
  /** The event that is answered by the frame that is being applied, if one is. */
  _answers?: PendingEvent;
  /** Learns of each value that a frame changes, before it does. */
  _onChange?: (instance: Instance, hole: number, value: any) => void;
  /** The last patch that was applied. */
  _frame: number;
  /** Whether nothing has gone wrong since the server has said all: the page may be another than it should be, but it is one. */
  _isSound: boolean;
  /** Learns that the page was found. */
  _onWhole(): void;
  /** Learns that the page may be out of sync. */
  _onSyncLost(why: unknown): void;
}

const navigation = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
const loaded = new URL(navigation?.name ?? location.href);

/** Whether the page was loaded because the user came back to it. */
export const isBack = navigation?.type == "back_forward";

/** Where the page is served: there it was loaded, whatever other scripts have made of the document's address, or it has gone there since. */
export let address = location.origin + loaded.pathname + loaded.search;

/** The name under which this tab remembers something of such a page. */
export const keepsake = (): string => "taut:" + address;

/** The page has gone to where the document is. */
export const moveTo = (): void => void (address = location.origin + location.pathname + location.search);

export const page = { _frame: 0, _isSound: true } as Page;

/** Others have put copies in the place of parts of the page: they are looked for when the server has said what it shows. */
export const tear = (): never => {
  page._isWhole = false;
  throw "others have changed the page";
};

/** Does what may find that the page is not what it was. */
export const attempt = (run: () => void): void => {
  try {
    run();
  } catch (error) {
    page._onSyncLost(error);
  }
};
