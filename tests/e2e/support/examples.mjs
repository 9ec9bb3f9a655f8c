// The examples, which are what a user meets first.

import { readdirSync } from "node:fs";
import path from "node:path";

import { root } from "./server.mjs";

/** The names of all examples. */
export const EXAMPLES = readdirSync(path.join(root, "examples"))
  .filter((file) => file.endsWith(".rs") && file != "lib.rs")
  .map((file) => path.basename(file, ".rs"))
  .sort();
