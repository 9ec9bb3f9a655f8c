// What a page and its server say to each other.

import { inflateRawSync } from "node:zlib";

/** No condition of a test takes so long, in milliseconds. */
export const PATIENCE = 20_000;

/** Collects the frames of all sockets of a page. */
export class Frames {
  /** Pairs of a direction and the frame, parsed if it can be. */
  all = [];
  /** The bytes of each frame from the server, as they came. */
  sizes = [];
  /** How many sockets were opened. */
  sockets = 0;
  #waiting = new Set();

  constructor(page) {
    page.on("websocket", (socket) => {
      this.sockets += 1;
      socket.on("framesent", ({ payload }) => this.#add("up", payload));
      socket.on("framereceived", ({ payload }) => {
        this.sizes.push(Buffer.byteLength(payload));
        this.#add("down", payload);
      });
    });
  }

  /** Begins anew, as the page is about to do. */
  forget() {
    this.all = [];
    this.sizes = [];
    this.sockets = 0;
  }

  #add(direction, payload) {
    const text = typeof payload == "string" ? payload : inflateRawSync(payload).toString();
    let frame = text;
    try {
      frame = JSON.parse(text);
    } catch {
      // Some tests send what is no JSON.
    }
    this.all.push({ direction, frame, text, compressed: typeof payload != "string" });
    for (const check of this.#waiting) check();
  }

  get up() {
    return this.all.filter(({ direction }) => direction == "up").map(({ frame }) => frame);
  }

  get down() {
    return this.all.filter(({ direction }) => direction == "down").map(({ frame }) => frame);
  }

  get patches() {
    return this.down.filter((frame) => frame[0] >= 0);
  }

  get joins() {
    return this.down.filter((frame) => frame[0] == -1 || frame[0] == -3);
  }

  /** Waits until the frames are as they should be. */
  until(holds) {
    return new Promise((resolve, reject) => {
      const end = (done, value) => {
        this.#waiting.delete(check);
        clearTimeout(timer);
        done(value);
      };
      const check = () => holds(this) && end(resolve);
      const complain = () => end(reject, new Error(`${holds} never held; the last frames: ${JSON.stringify(this.all.slice(-6))}`));
      const timer = setTimeout(complain, PATIENCE);
      this.#waiting.add(check);
      check();
    });
  }
}
