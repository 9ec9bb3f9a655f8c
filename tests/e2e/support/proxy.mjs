// Stands between a browser and a server: delays, keeps, loses and reorders frames, cuts connections, and says
// what the server never would.

import { once } from "node:events";
import net from "node:net";

import { PATIENCE } from "./frames.mjs";

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Starts a proxy for a port, or for several, whose turn it is one after the other. */
export async function proxy(target) {
  const proxy = new Proxy(target);
  await proxy.listen();
  return proxy;
}

class Proxy {
  /** How long bytes are on their way, in milliseconds and each direction. */
  latency = 0;
  /** By how much that differs, in milliseconds. What was said first still comes first. */
  jitter = 0;
  /** Whether new connections are cut at once. */
  refuses = false;
  /** Whether only those are cut that become sockets. */
  refusesSockets = false;
  /** After how many milliseconds sockets are cut, if they are. */
  cutsSocketsAfter = 0;
  /** What stands in the place of what in answers that are no sockets; as long as it. */
  replaces;
  /** Requests that match are cut. */
  cutsRequests;
  /** Requests that match wait for `goOn`. */
  stalls;
  /** The first lines of the requests that came, but for those of sockets once they are open. */
  requests = [];
  /** What waits, by direction (`up` or `down`), while that direction is held. */
  #held = {};
  #pairs = new Set();

  #connections = 0;

  constructor(target) {
    this.targets = [target].flat();
    this.server = net.createServer((browser) => this.#connect(browser));
  }

  async listen() {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  #connect(browser) {
    if (this.refuses) return browser.destroy();
    const server = net.connect(this.targets[this.#connections++ % this.targets.length], "127.0.0.1");
    const pair = { browser, server, isSocket: false };
    this.#pairs.add(pair);
    this.#pass("up", pair, browser, server);
    this.#pass("down", pair, server, browser);
    for (const socket of [browser, server]) {
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#pairs.delete(pair);
        browser.destroy();
        server.destroy();
      });
    }
  }

  #pass(direction, pair, from, to) {
    from.setNoDelay(true);
    const frames = new FrameReader();
    const underway = [];
    const arrive = () => to.destroyed || to.write(underway.shift());
    const write = (bytes) => {
      if (pair.isMute) return;
      underway.push(bytes);
      if (this.latency) setTimeout(arrive, this.latency + Math.random() * this.jitter);
      else arrive();
    };
    from.on("data", (bytes) => {
      if (!pair.isSocket) {
        if (direction == "up" && this.stalls?.test(String(bytes))) return this.#stall(pair, bytes);
        if (direction == "up") this.requests.push(String(bytes.subarray(0, bytes.indexOf("\r\n"))));
        if (direction == "down" && this.replaces) bytes = Buffer.from(bytes.toString("latin1").replace(...this.replaces), "latin1");
        if (direction == "up" && this.cutsRequests?.test(this.requests.at(-1))) return from.destroy();
        pair.isSocket = direction == "down" && bytes.subarray(0, 12).equals(Buffer.from("HTTP/1.1 101"));
        if (pair.isSocket && this.refusesSockets) return to.destroy();
        if (pair.isSocket && this.cutsSocketsAfter) setTimeout(() => pair.browser.destroy(), this.cutsSocketsAfter);
        const end = pair.isSocket ? bytes.indexOf("\r\n\r\n") + 4 : bytes.length;
        write(bytes.subarray(0, end));
        bytes = bytes.subarray(end);
      }
      for (const frame of frames.read(bytes)) {
        if (this.#held[direction]) this.#held[direction].push(() => write(frame));
        else if (!(this.loses[direction] > 0 && this.loses[direction]--)) write(frame);
        if (this.doubles[direction] > 0 && this.doubles[direction]--) write(frame);
      }
    });
  }

  #stalled = [];

  /** Keeps a request. The server hears nothing of it, and would not wait for it either. */
  #stall({ browser, server }, bytes) {
    browser.removeAllListeners();
    server.removeAllListeners("close");
    server.destroy();
    browser.on("error", () => {});
    this.#stalled.push(() => {
      this.#connect(browser);
      browser.emit("data", bytes);
    });
  }

  /** Lets the requests that were stalled through. */
  goOn() {
    this.stalls = undefined;
    for (const pass of this.#stalled.splice(0)) pass();
  }

  /** How many of the next frames of each direction are lost. */
  loses = { up: 0, down: 0 };

  /** How many of the next frames of each direction come twice. */
  doubles = { up: 0, down: 0 };

  /** Keeps the frames of sockets from here on. */
  hold(direction = "down") {
    this.#held[direction] ??= [];
  }

  /** Waits until so many frames are kept. */
  async keeps(count, direction = "down") {
    for (const end = Date.now() + PATIENCE; this.#held[direction].length < count; await pause()) {
      if (Date.now() > end) throw new Error(`${this.#held[direction].length} instead of ${count} frames came`);
    }
  }

  /** Lets the first frame that is kept through, once it is there, and keeps the others. */
  async release(direction = "down") {
    await this.keeps(1, direction);
    this.#held[direction].shift()();
  }

  /** Lets all frames through that are kept, in their order or another, and keeps none any more. */
  flow(direction = "down", order = (frames) => frames) {
    const held = this.#held[direction] ?? [];
    this.#held[direction] = undefined;
    for (const pass of order(held)) pass();
  }

  /** Cuts the sockets and leaves other connections alone. */
  cutSockets() {
    for (const { browser, isSocket } of this.#pairs) if (isSocket) browser.destroy();
  }

  /** Loses all that sockets say from here on, as when a cable is pulled; new ones are not concerned. */
  mute() {
    for (const pair of this.#pairs) pair.isMute = pair.isSocket;
  }

  /** Ends one direction of the sockets, and leaves the other one open. */
  halfClose(direction = "down") {
    for (const { browser, server, isSocket } of this.#pairs) if (isSocket) (direction == "down" ? browser : server).end();
  }

  /** Cuts all connections that are open. */
  cut() {
    for (const { browser } of this.#pairs) browser.destroy();
  }

  /** Says something to all pages, as a text frame of the server. */
  inject(text) {
    const payload = Buffer.from(text);
    const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
    const sockets = [...this.#pairs].filter(({ isSocket }) => isSocket);
    if (!sockets.length) throw new Error("no socket is open");
    for (const { browser } of sockets) browser.write(Buffer.concat([Buffer.from([0x81, ...length]), payload]));
  }

  close() {
    this.cut();
    this.server.close();
  }
}

/** Cuts a stream of bytes into the frames of a WebSocket. */
class FrameReader {
  #rest = Buffer.alloc(0);

  /** The frames that are complete. */
  read(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const frames = [];
    for (let length; (length = this.#length()) <= this.#rest.length; ) {
      frames.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
    }
    return frames;
  }

  /** How long the first frame is, as far as that is known. */
  #length() {
    if (this.#rest.length < 2) return Infinity;
    const short = this.#rest[1] & 127;
    const extended = { 126: 2, 127: 8 }[short] ?? 0;
    if (this.#rest.length < 2 + extended) return Infinity;
    const length = { 126: () => this.#rest.readUInt16BE(2), 127: () => Number(this.#rest.readBigUInt64BE(2)) }[short]?.() ?? short;
    return 2 + extended + (this.#rest[1] & 128 ? 4 : 0) + length;
  }
}
