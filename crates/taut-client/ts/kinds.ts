/** The numbers of the asset and of the wire that more than one place asks for. */

/** Kinds of holes. */
export const TEXT = 0;
export const FLAG = 2;
export const PROPERTY = 3;
export const CLASSES = 5;
export const SPREAD = 7;
export const HTML = 8;
export const BLOCK = 9;
export const LIST = 10;
export const EVENT = 11;
export const BINDING = 12;

/** Whether a hole of a kind is a place for templates. */
export const isPlace = (kind: number): boolean => kind == BLOCK || kind == LIST;

/** Whether a hole is all that its element contains: HTML, or a text that the user may edit. */
export const isContent = ([kind, , name]: any[]): boolean => kind == HTML || (kind == PROPERTY && name == "$textContent");

/** How a key of the bus is told from a type of events. */
export const KEY = "$";

/** What has to do with views in the template: no key is called so. */
export const VIEWS = KEY;

/** Flags of a listener. */
export const PREVENT = 1;
export const STOP = 2;
export const ANYWHERE = 4;
export const OUTSIDE = 8;
export const ITSELF = 16;
export const ONCE = 32;

/** Is bound to what may change while its element stays. */
export const VARIES = 64;

/** What a template is: what the outermost element contains, and that of a view of its own. */
export const FOREIGN = 1;
export const VIEW = 2;

/** Which events of an interval are sent: the last. */
export const TRAILING = 2;

/** The types of nodes that hold several. */
export const DOCUMENT = 9;
export const FRAGMENT = 11;

/** The operation on a list that makes rows. */
export const MAKE = -2;

/** What tells posts of a page from those of others to the same address. */
export const POSTED = { "content-type": "application/taut+json" };

/** What a frame is, unless it is a patch. */
export const JOINED = -1;
export const REFUSED = -2;

/** The code of a socket that ends because a frame is too large. */
export const TOO_LARGE = 1009;
export const MOUNTED = -3;
