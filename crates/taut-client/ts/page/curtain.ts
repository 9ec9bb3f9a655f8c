/**
 * A page that is somebody's own shows nothing of it when it comes out of the browser's memory, until the server has said that it is
 * still theirs: the browser shows it before anything can be asked.
 */
import { doc, of, set } from "./dom";

const SHEETS = "adoptedStyleSheets";
const sheet = new CSSStyleSheet();
sheet.replaceSync("body,body *{visibility:hidden!important}");

/** Hides the page. */
export const cover = (): void => void set(doc, SHEETS, [...of(doc, SHEETS), sheet]);

/** Shows it again. */
export const uncover = (): void => {
  const sheets = of(doc, SHEETS);
  if (sheets.includes(sheet)) set(doc, SHEETS, sheets.filter((other: unknown) => other != sheet));
};
