import { test } from "../support/scene.mjs";
import { chunks, play, timeout } from "./driver.mjs";

for (const [first, last] of chunks(300)) {
  test(`scripts ${first} to ${last}: each event is handled once or refused, and marks come and go with it`, { timeout }, play("pending", ["/pending"], [first, last]));
}
