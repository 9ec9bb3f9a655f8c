// A reverse proxy that serves an application below a prefix, which it strips from the paths of requests.

import { once } from "node:events";
import http from "node:http";
import net from "node:net";

/** Starts a stripping proxy for a port. It names its prefix to the application if it `forwards` it. */
export async function stripping(port, prefix, { forwards = false, refusesSockets = false } = {}) {
  const proxy = new Stripping(port, prefix, forwards, refusesSockets);
  await proxy.listen();
  return proxy;
}

class Stripping {
  /** The paths that were asked for and are not below the prefix. */
  strays = [];
  #sockets = new Set();

  constructor(port, prefix, forwards, refusesSockets) {
    Object.assign(this, { port, prefix, forwards, refusesSockets });
    this.server = http.createServer((request, response) => this.#pass(request, response));
    this.server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    this.server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  async listen() {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
    this.url = this.origin + this.prefix;
  }

  /** What the application is asked instead; nothing if the path is not below the prefix. */
  #inner(request) {
    const rest = request.url.startsWith(this.prefix) ? request.url.slice(this.prefix.length) : undefined;
    if (rest === "" || /^[/?]/.test(rest)) return rest.startsWith("/") ? rest : `/${rest}`;
    if (request.url != "/favicon.ico") this.strays.push(request.url);
  }

  #headers(request) {
    return { ...request.headers, ...(this.forwards && { "x-forwarded-prefix": this.prefix }) };
  }

  #pass(request, response) {
    const path = this.#inner(request);
    if (!path) return response.writeHead(404).end();
    const options = { port: this.port, path, method: request.method, headers: this.#headers(request) };
    const inner = http.request(options, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    inner.on("error", () => response.destroy());
    response.on("close", () => inner.destroy());
    request.pipe(inner);
  }

  #upgrade(request, browser, head) {
    const path = this.#inner(request);
    if (!path || this.refusesSockets) return browser.destroy();
    const server = net.connect(this.port, "127.0.0.1", () => {
      const headers = Object.entries(this.#headers(request)).map(([name, value]) => `${name}: ${value}\r\n`);
      server.write(`GET ${path} HTTP/1.1\r\n${headers.join("")}\r\n`);
      server.write(head);
      browser.pipe(server).pipe(browser);
    });
    for (const [one, other] of [[browser, server], [server, browser]]) {
      one.on("error", () => {});
      one.on("close", () => other.destroy());
    }
  }

  /** Cuts all connections, and opens no sockets from here on. */
  cut() {
    this.refusesSockets = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  close() {
    this.cut();
    this.server.close();
  }
}
