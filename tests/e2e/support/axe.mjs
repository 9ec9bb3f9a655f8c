// Asks axe-core what keeps people from using a page.

import { readFileSync } from "node:fs";
import path from "node:path";

import { root } from "./server.mjs";

const content = readFileSync(path.join(root, "crates/taut-client/node_modules/axe-core/axe.min.js"), "utf8");

/** Brings axe-core into the documents that a page will load. */
export const watchAccess = (page) => page.addInitScript({ content });

/** What is serious or worse in the page that is shown: rules, with the elements that break them. */
export const barriers = (page) =>
  page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    const bad = violations.filter(({ impact }) => impact == "serious" || impact == "critical");
    return bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
