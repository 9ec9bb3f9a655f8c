/** What the parts of the client share about the page. */
import type { Handler, Instance } from "./types";

interface Page {
  /** The page itself, as the outermost instance. */
  _root: Instance;
  _handlers: Handler[];
  /** The last patch that was applied. */
  _frame: number;
}

export const page = { _frame: 0 } as Page;
