import { test } from "../support/scene.mjs";
import { chunks, play, timeout } from "./driver.mjs";

for (const [first, last] of chunks(300)) {
  test(`scripts ${first} to ${last}: at rest, the page and its views agree with the server`, { timeout }, play("client_state", ["/following"], [first, last]));
}
