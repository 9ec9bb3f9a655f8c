import { test } from "../support/scene.mjs";
import { chunks, play, timeout } from "./driver.mjs";

for (const [first, last] of chunks(400, [566, 10404, 11152, 11247, 16553])) {
  test(`scripts ${first} to ${last}: what results in the cache show is what the server says, and clicks are about what is seen`, { timeout }, play("finders", ["/finders"], [first, last]));
}
