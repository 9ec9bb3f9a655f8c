// The examples, which are what a user meets first.

import { readdirSync } from "node:fs";
import path from "node:path";

import { root } from "./server.mjs";

/** The names of all examples but `conduit`, whose buttons lead away from its first page. */
export const EXAMPLES = readdirSync(path.join(root, "examples"), { withFileTypes: true })
  .filter((entry) => (entry.isDirectory() ? entry.name != "conduit" : entry.name.endsWith(".rs") && entry.name != "lib.rs"))
  .map(({ name }) => path.basename(name, ".rs"))
  .sort();
