/**
 * A page that is somebody's own shows nothing of it when it comes out of the browser's memory, until the server has said that it is
 * still theirs: the browser shows it before anything can be asked.
 */
import { doc } from "./dom";

const sheet = new CSSStyleSheet();
sheet.replaceSync("body,body *{visibility:hidden!important}");

/** Hides the page. */
export const cover = (): void => void (doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet]);

/** Shows it again. */
export const uncover = (): void => {
  const sheets = doc.adoptedStyleSheets;
  if (sheets.includes(sheet)) doc.adoptedStyleSheets = sheets.filter((other) => other != sheet);
};
