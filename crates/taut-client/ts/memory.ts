/** What this tab remembers for its next page. Storage that is missing or full remembers nothing. */

/** Gives what is remembered under a name. */
export const recall = (name: string): string | null | undefined => {
  try {
    return sessionStorage.getItem("taut:" + name);
  } catch {}
};

/** Remembers a text, or forgets what was remembered under that name. */
export const remember = (name: string, text?: string): void => {
  try {
    if (text) sessionStorage.setItem("taut:" + name, text);
    else sessionStorage.removeItem("taut:" + name);
  } catch {}
};

// A tab's storage takes a while when it is first asked. It is asked while the page's templates are on their way.
recall("");
