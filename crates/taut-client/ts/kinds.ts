/** What the client itself distinguishes; what it must agree on with the server is in `facts.ts`. */
import { type BlockHole, HTML, isPlace, type ListHole, PROPERTY } from "./facts";
import type { Hole, Template } from "./types";

/** The templates in a hole: the arms of a block, or the row of a list. */
export const templatesIn = (hole: Hole): Template[] => {
  const [kind, , ...templates] = hole as BlockHole<Template> | ListHole<Template>;
  return isPlace(kind) ? templates : [];
};

/** Whether a hole is all that its element contains: HTML, or a text that the user may edit. */
export const isContent = ([kind, , name]: Hole): boolean => kind == HTML || (kind == PROPERTY && name == "$textContent");

/** How a key of the client state is told from a type of events. */
export const KEY = "$";

/** What has to do with formulas. */
export const FORMULAS = "=";

/** What has to do with components: no key is called so. */
export const COMPONENTS = KEY;

/** Which events of an interval are sent: the last. */
export const TRAILING = 2;

/** The types of nodes that hold several. */
export const DOCUMENT_NODE = 9;
export const FRAGMENT_NODE = 11;
