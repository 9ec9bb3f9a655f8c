// Stands between a browser and a server: delays bytes, cuts connections, and says what the server never would.

import { once } from "node:events";
import net from "node:net";

/** Starts a proxy for a port. */
export async function proxy(target) {
  const proxy = new Proxy(target);
  await proxy.listen();
  return proxy;
}

class Proxy {
  /** How long bytes are on their way, in milliseconds and each direction. */
  latency = 0;
  /** Whether new connections are cut at once. */
  refuses = false;
  #pairs = new Set();

  constructor(target) {
    this.target = target;
    this.server = net.createServer((browser) => this.#connect(browser));
  }

  async listen() {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  #connect(browser) {
    if (this.refuses) return browser.destroy();
    const server = net.connect(this.target, "127.0.0.1");
    const pair = { browser, server, isSocket: false };
    this.#pairs.add(pair);
    this.#pass(browser, server);
    this.#pass(server, browser, (bytes) => {
      pair.isSocket ||= bytes.subarray(0, 12).equals(Buffer.from("HTTP/1.1 101"));
    });
    for (const socket of [browser, server]) {
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#pairs.delete(pair);
        browser.destroy();
        server.destroy();
      });
    }
  }

  #pass(from, to, look = () => {}) {
    from.setNoDelay(true);
    from.on("data", (bytes) => {
      look(bytes);
      const write = () => to.destroyed || to.write(bytes);
      if (this.latency) setTimeout(write, this.latency);
      else write();
    });
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
