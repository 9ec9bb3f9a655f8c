/** Begins with a table of templates: that of the page, or of another one. */
import { listen } from "./events";
import type { ViewOptions, WireTemplate } from "../facts";
import { page } from "../page/page";
import { read } from "../page/templates";
import type { Handler } from "../types";

/** A table of templates, as its asset has it. */
export type Table = [WireTemplate, ViewOptions, ...Handler[]];

/** Uses a table from here on. */
export const useTable = ([table, options, ...handlers]: Table): void => {
  page._template = read(table, listen);
  page._options = options;
  page._handlers = handlers;
};
