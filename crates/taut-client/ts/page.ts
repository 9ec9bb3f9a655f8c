/** What the parts of the client share about the page. */
import type { Handler, Instance } from "./types";

interface Page {
  /** The page itself, as the outermost instance. */
  _root: Instance;
  _handlers: Handler[];
  /** Whether anything in the page may be marked while an event is on its way. */
  _hasMarks: boolean;
  /** The last patch that was applied. */
  _frame: number;
}

export const page = { _frame: 0 } as Page;
