/** What this tab, or this browser, remembers for the next page. Storage that is missing or full remembers nothing. */

type Where = "sessionStorage" | "localStorage";

/** Gives what is remembered under a name, which begins with `taut:`. */
export const recall = (name: string, where: Where = "sessionStorage"): string | null | undefined => {
  try {
    return globalThis[where].getItem(name);
  } catch {}
};

/** Remembers a text, or forgets what was remembered under that name. */
export const remember = (name: string, text?: string, where: Where = "sessionStorage"): void => {
  try {
    if (text) globalThis[where].setItem(name, text);
    else globalThis[where].removeItem(name);
  } catch {}
};

// A storage takes a while when it is first asked. It is asked while the page's templates are on their way.
recall("");
recall("", "localStorage");
