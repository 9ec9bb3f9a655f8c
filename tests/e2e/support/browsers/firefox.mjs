// Firefox as it is installed, over WebDriver BiDi.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { root } from "../server.mjs";
import { watch } from "./inside.mjs";
import { Page } from "./page.mjs";
import { endWithUs } from "./processes.mjs";

const { WebSocket } = createRequire(new URL("crates/taut-client/package.json", `file://${root}`))("ws");

/** Nothing is loaded from elsewhere, and nothing asked. */
const PREFERENCES = {
  "app.update.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.enabled": false,
};

/** What cookies are sent with, by the words that BiDi has for it. */
const SAME_SITE = { none: "None", lax: "Lax", strict: "Strict", default: "Lax" };

export async function launch() {
  const profile = mkdtempSync(path.join(tmpdir(), "taut-firefox-"));
  const preferences = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  writeFileSync(path.join(profile, "user.js"), preferences.join(""));
  const options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile];
  // Firefox refuses to run in the home of another user.
  const env = { ...process.env, HOME: profile };
  const child = spawn(process.env.FIREFOX ?? "firefox-esr", options, { env, stdio: ["ignore", "ignore", "pipe"] });
  const end = endWithUs(child, () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  const connection = await Connection.open(`${await address(child)}/session`);
  await connection.send("session.new", { capabilities: {} });
  await connection.send("session.subscribe", { events: ["script.message"] });
  return new Firefox(connection, end);
}

/** Where a browser that starts says that it listens. */
const address = (child) =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("Firefox ended before it listened")));
    createInterface({ input: child.stderr }).on("line", (line) => {
      const [, address] = line.match(/^WebDriver BiDi listening on (ws:.*)$/) ?? [];
      if (address) resolve(address);
    });
  });

class Firefox {
  constructor(connection, end) {
    this.connection = connection;
    this.end = end;
  }

  async newContext({ viewport = { width: 1280, height: 720 }, storageState }) {
    const { userContext } = await this.connection.send("browser.createUserContext");
    const context = new Context(this.connection, userContext, viewport);
    for (const cookie of storageState?.cookies ?? []) await context.addCookie(cookie);
    return context;
  }

  async close() {
    await this.connection.send("browser.close").catch(() => {});
    await this.end();
  }
}

class Context {
  #pages = [];

  constructor(connection, userContext, viewport) {
    this.connection = connection;
    this.userContext = userContext;
    this.viewport = viewport;
    /** Where its cookies are. */
    this.partition = { type: "storageKey", userContext };
  }

  async newPage() {
    const { context } = await this.connection.send("browsingContext.create", { type: "tab", userContext: this.userContext });
    const tab = new Tab(this.connection, context);
    const page = new Page(tab, this);
    this.#pages.push(page);
    await tab.resize(this.viewport);
    await tab.watch(page);
    return page;
  }

  /** Whether there is a command of a name, which is asked without what it needs. */
  async knows(method) {
    const error = await this.connection.send(method).catch(({ message }) => message);
    return !/^unknown command/.test(error);
  }

  async setOffline(isOffline) {
    for (const page of this.#pages) await page.offline(isOffline);
  }

  clearCookies(filter) {
    return this.connection.send("storage.deleteCookies", { filter, partition: this.partition });
  }

  async cookies() {
    const { cookies } = await this.connection.send("storage.getCookies", { partition: this.partition });
    return cookies.map(({ value, expiry = -1, sameSite, ...rest }) => ({ ...rest, value: value.value, expires: expiry, sameSite: SAME_SITE[sameSite] }));
  }

  addCookie({ name, value, domain, path, expires, httpOnly, secure, sameSite }) {
    const expiry = expires >= 0 ? { expiry: expires } : {};
    const [policy] = Object.entries(SAME_SITE).find(([, name]) => name == sameSite);
    const cookie = { name, value: { type: "string", value }, domain, path, httpOnly, secure, sameSite: policy, ...expiry };
    return this.connection.send("storage.setCookie", { cookie, partition: this.partition });
  }

  /** What a further context may begin with. */
  async storageState() {
    return { cookies: await this.cookies() };
  }

  /** Ends it, unless a test has. */
  close() {
    return this.connection.send("browser.removeUserContext", { userContext: this.userContext }).catch(() => {});
  }
}

class Tab {
  constructor(connection, context) {
    this.connection = connection;
    this.context = context;
  }

  #send(method, parameters) {
    return this.connection.send(method, { context: this.context, ...parameters });
  }

  /** Lets the page report what its documents tell. */
  async watch(page) {
    const tell = { type: "channel", value: { channel: this.context } };
    this.connection.heard.set(this.context, (text) => page.report(JSON.parse(text)));
    await this.#preload(`(tell) => (${watch})(tell)`, [tell]);
  }

  #preload(functionDeclaration, given) {
    const script = { functionDeclaration, arguments: given, contexts: [this.context] };
    return this.connection.send("script.addPreloadScript", script);
  }

  init(source) {
    return this.#preload(`() => { ${source}; }`);
  }

  async run(functionDeclaration, json) {
    const { result, exceptionDetails } = await this.connection.send("script.callFunction", {
      functionDeclaration,
      arguments: [{ type: "string", value: json }],
      awaitPromise: true,
      userActivation: true,
      target: { context: this.context },
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  }

  go(url) {
    return this.#send("browsingContext.navigate", { url, wait: "interactive" });
  }

  reload() {
    return this.#send("browsingContext.reload", { wait: "interactive" });
  }

  back() {
    return this.#send("browsingContext.traverseHistory", { delta: -1 });
  }

  async address() {
    const { contexts } = await this.connection.send("browsingContext.getTree", { root: this.context, maxDepth: 0 });
    return contexts[0].url;
  }

  perform(actions) {
    return this.#send("input.performActions", { actions });
  }

  resize(viewport) {
    return this.#send("browsingContext.setViewport", { viewport });
  }

  front() {
    return this.#send("browsingContext.activate");
  }

  offline(isOffline) {
    const networkConditions = isOffline ? { type: "offline" } : null;
    return this.connection.send("emulation.setNetworkConditions", { networkConditions, contexts: [this.context] });
  }

  async close() {
    this.connection.heard.delete(this.context);
    await this.#send("browsingContext.close");
  }
}

/** Commands and their answers, and what documents tell, by the channel. */
class Connection {
  heard = new Map();
  #count = 0;
  #waiting = new Map();

  static async open(url) {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return new Connection(socket);
  }

  constructor(socket) {
    this.socket = socket;
    socket.on("message", (text) => this.#take(JSON.parse(text)));
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("Firefox is gone"));
    });
  }

  #take({ id, type, result, error, message, params }) {
    if (type == "event") return this.heard.get(params.channel)?.(params.data.value);
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (type == "success") resolve(result);
    else reject(new Error(`${error}: ${message}`));
  }

  send(method, params = {}) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(++this.#count, { resolve, reject });
      this.socket.send(JSON.stringify({ id: this.#count, method, params }));
    });
  }
}
