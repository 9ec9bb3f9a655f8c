// Runs the built binary of an example.

import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");

/** Where an example is built. */
export const binary = (name, profile = "debug") => path.join(target, profile, "examples", name);

/** Starts an example and waits until it listens. */
export async function serve(name, { profile = "debug", env = {}, args = [] } = {}) {
  const server = new Server(binary(name, profile), env, args);
  await server.start();
  return server;
}

class Server {
  /** The port, once it is known; the same after a restart. */
  port = 0;

  constructor(binary, env, args) {
    this.binary = binary;
    this.env = env;
    this.args = args;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start() {
    const child = spawn(this.binary, this.args, { env: { ...process.env, ...this.env, PORT: this.port }, stdio: ["ignore", "pipe", "inherit"] });
    this.child = child;
    this.ended = new Promise((resolve) => child.once("exit", resolve));
    const lines = createInterface({ input: child.stdout });
    this.port = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`${this.binary} ended before it listened`)));
      lines.on("line", (line) => {
        const address = line.match(/^listening on http:\/\/127\.0\.0\.1:(\d+)$/);
        if (address) resolve(Number(address[1]));
      });
    });
  }

  /** Ends the process without a chance to say goodbye. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /** Asks the process to stop, and waits until it has. */
  async stop() {
    this.child.kill("SIGTERM");
    await this.ended;
  }

  async restart() {
    await this.kill();
    await this.start();
  }
}
