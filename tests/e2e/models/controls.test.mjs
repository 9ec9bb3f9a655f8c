import { test } from "../support/scene.mjs";
import { chunks, play, timeout } from "./driver.mjs";

for (const [first, last] of chunks(800, [11031])) {
  test(`scripts ${first} to ${last}: nothing that is typed is lost, each control shows what the user or the server has, and at rest page and server agree`, { timeout }, play("controls", ["/model?seed=SEED", "/model-at-once?seed=SEED", "/model-folded?seed=SEED"], [first, last]));
}
