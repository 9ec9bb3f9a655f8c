/** Events that no server would take: they are refused before they are sent. */
import { json } from "../page/dom";
import { page } from "../page/page";
import { bytesOf } from "./posts";

/** Why an event cannot be sent; nothing if it can. */
export const refusalOf = (event: unknown): string | undefined => {
  let text;
  try {
    text = json(event);
  } catch (error) {
    return `this cannot be sent: ${error}`;
  }
  const { frame, depth } = page._options;
  const size = bytesOf(text);
  if (size > frame) return `this is too large to be sent: ${size} bytes, and at most ${frame} are taken`;
  const levels = depthOf(text);
  if (levels > depth) return `this is nested too deeply to be sent: ${levels} levels, and at most ${depth} are taken`;
};

/** How deeply arrays and objects are nested in a JSON text. */
const depthOf = (text: string): number => {
  let depth = 0;
  let most = 0;
  for (const [mark] of text.replace(/"(?:[^"\\]+|\\.)*"/g, "").matchAll(/[[\]{}]/g)) {
    depth += mark == "[" || mark == "{" ? 1 : -1;
    most = Math.max(most, depth);
  }
  return most;
};
