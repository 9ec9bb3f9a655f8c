// WebKit as it is installed: WebDriver for what a user does, and windows of our own (`window.js`), which tell of
// what their documents do.

import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { watch } from "./inside.mjs";
import { Page } from "./page.mjs";
import { endWithUs } from "./processes.mjs";

const WINDOW = fileURLToPath(new URL("window.js", import.meta.url));

/** How long a browser may take to come up, in milliseconds, and how often it is tried: now and then one never does. */
const COMES_UP = 15_000;
const TRIES = 3;

/** Starts a screen that nobody sees; each context is a browser of its own on it. */
export async function launch() {
  const options = ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"];
  const screen = spawn("Xvfb", options, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const end = endWithUs(screen);
  const [number] = await once(screen.stdio[3], "data");
  return {
    newContext: (options) => Context.open(`:${String(number).trim()}`, options),
    close: end,
  };
}

/** A port that is free now. */
async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

class Context {
  /** The window that commands go to, and the last of those that wait for it. */
  #current;
  #last = Promise.resolve();

  static async open(display, options) {
    for (let tries = 1; ; tries++) {
      try {
        return await Context.#start(display, options);
      } catch (error) {
        if (tries == TRIES) throw new Error(`WebKit did not come up: ${error.message}`, { cause: error });
      }
    }
  }

  static async #start(display, { javaScriptEnabled = true, reducedMotion, viewport, storageState }) {
    const windows = await Windows.listen();
    const port = await freePort();
    const env = { ...process.env, DISPLAY: display, GDK_BACKEND: "x11", NO_AT_BRIDGE: "1" };
    const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
    const end = endWithUs(driver, () => windows.close());
    const context = new Context(`http://127.0.0.1:${port}`, windows, end);
    context.viewport = viewport;
    const args = [windows.port, Number(javaScriptEnabled), Number(reducedMotion == "reduce")].map(String);
    try {
      await context.#begin({ binary: WINDOW, args });
      for (const cookie of storageState?.cookies ?? []) await windows.ask(0, "addCookie", cookie);
    } catch (error) {
      await end();
      throw error;
    }
    return context;
  }

  constructor(url, windows, end) {
    this.url = url;
    this.windows = windows;
    this.end = end;
  }

  async #begin(options) {
    // No command waits for what a document loads after it is parsed.
    const capabilities = { alwaysMatch: { pageLoadStrategy: "eager", "webkitgtk:browserOptions": options } };
    for (let tries = 0; ; tries++) {
      try {
        const { sessionId } = await this.call("POST", "/session", { capabilities }, AbortSignal.timeout(COMES_UP));
        this.url += `/session/${sessionId}`;
        return;
      } catch (error) {
        if (error.cause?.code != "ECONNREFUSED" || tries == 500) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }

  /** A command of WebDriver. */
  async call(method, path, body, signal) {
    const response = await fetch(this.url + path, { method, body: body && JSON.stringify(body), signal });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /**
   * A command for one of the windows, until it is answered or, if given, something else has happened. Pages of a context give
   * theirs at the same time, so these take turns.
   */
  callIn(handle, method, path, body, orElse) {
    const done = this.#last.then(async () => {
      if (this.#current != handle) await this.call("POST", "/window", { handle });
      this.#current = handle;
      const answered = this.call(method, path, body);
      if (!orElse) return answered;
      answered.catch(() => {});
      return Promise.race([answered, orElse]);
    });
    this.#last = done.catch(() => {});
    return done;
  }

  async newPage() {
    // A session begins with a window.
    const isFirst = !this.#current;
    const handle = isFirst ? await this.call("GET", "/window") : (await this.call("POST", "/window/new", { type: "window" })).handle;
    const tab = new Tab(this, handle, isFirst ? 0 : this.windows.count++);
    if (isFirst) [this.#current, this.windows.count] = [handle, 1];
    const page = new Page(tab, this);
    this.windows.heard.set(tab.number, (text) => page.report(JSON.parse(text)));
    await tab.init(`(${watch})((text) => window.webkit.messageHandlers.taut.postMessage(text))`);
    if (this.viewport) await tab.resize(this.viewport);
    return page;
  }

  clearCookies({ name }) {
    return this.call("DELETE", `/cookie/${name}`);
  }

  cookies() {
    return this.windows.ask(0, "cookies");
  }

  /** What a further context may begin with. */
  async storageState() {
    return { cookies: await this.cookies() };
  }

  async close() {
    await this.call("DELETE", "").catch(() => {});
    await this.end();
  }
}

class Tab {
  constructor(context, handle, number) {
    this.context = context;
    this.handle = handle;
    this.number = number;
  }

  #call(method, path, body) {
    return this.context.callIn(this.handle, method, path, body);
  }

  init(source) {
    return this.context.windows.ask(this.number, "init", source);
  }

  run(source, json) {
    return this.context.windows.ask(this.number, "run", source, json);
  }

  address() {
    return this.context.windows.ask(this.number, "address");
  }

  go(url) {
    return this.context.windows.ask(this.number, "go", url);
  }

  reload() {
    return this.context.windows.ask(this.number, "reload");
  }

  back() {
    return this.context.windows.ask(this.number, "back");
  }

  /** What is done may leave the document, after which the driver does not always answer. */
  perform(actions) {
    return this.context.callIn(this.handle, "POST", "/actions", { actions }, this.context.windows.left(this.number));
  }

  resize(size) {
    return this.#call("POST", "/window/rect", size);
  }

  front() {
    return this.context.windows.ask(this.number, "front");
  }

  close() {
    return this.#call("DELETE", "/window");
  }
}

/** The way to the windows of a browser, which connects to it. */
class Windows {
  heard = new Map();
  count = 0;
  #asked = 0;
  #waiting = new Map();
  #leaving = new Map();

  static async listen() {
    const server = net.createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Windows(server);
  }

  constructor(server) {
    this.server = server;
    this.port = server.address().port;
    this.socket = once(server, "connection").then(([socket]) => {
      createInterface({ input: socket }).on("line", (line) => this.#take(JSON.parse(line)));
      socket.on("close", () => {
        for (const { reject } of this.#waiting.values()) reject(new Error("WebKit is gone"));
      });
      return socket.on("error", () => {});
    });
  }

  #take({ number, told, left, id, result, error }) {
    if (told != null) return this.heard.get(number)?.(told);
    if (left) {
      this.#leaving.get(number)?.resolve();
      return this.#leaving.delete(number);
    }
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error == null) resolve(result);
    else reject(new Error(error));
  }

  /** Until a window has left the document that it shows. */
  left(number) {
    if (!this.#leaving.has(number)) {
      const leaving = {};
      leaving.promise = new Promise((resolve) => (leaving.resolve = resolve));
      this.#leaving.set(number, leaving);
    }
    return this.#leaving.get(number).promise;
  }

  /** Asks a window for something. */
  async ask(number, what, ...given) {
    const socket = await this.socket;
    return new Promise((resolve, reject) => {
      this.#waiting.set(++this.#asked, { resolve, reject });
      socket.write(`${JSON.stringify({ id: this.#asked, number, what, given })}\n`);
    });
  }

  close() {
    this.server.close();
    this.socket.then((socket) => socket.destroy());
  }
}
