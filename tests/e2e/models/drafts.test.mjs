import { test } from "../support/scene.mjs";
import { chunks, play, timeout } from "./driver.mjs";

for (const [first, last] of chunks(300)) {
  test(`scripts ${first} to ${last}: what was typed and not sent is there again, and the server has heard of it`, { timeout }, play("drafts", ["/drafts?key=SEED", "/drafts-auto?key=SEED"], [first, last]));
}
