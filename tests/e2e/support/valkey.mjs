// Runs a server of Valkey, or of Redis: the engine between several processes.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { freePort } from "./ports.mjs";

const KEEPS = ["--appendonly", "yes", "--save", ""];

/** Starts a server with options; by default, it keeps what it has over a restart. */
export async function valkey(options = KEEPS) {
  const server = new Valkey(await mkdtemp(path.join(tmpdir(), "taut-valkey-")), await freePort(), options);
  await server.start();
  return server;
}

class Valkey {
  constructor(folder, port, options) {
    this.folder = folder;
    this.port = port;
    this.options = options;
    this.url = `redis://127.0.0.1:${port}`;
  }

  async start() {
    const options = ["--port", this.port, "--bind", "127.0.0.1", "--dir", this.folder, ...this.options];
    this.child = spawn(process.env.VALKEY ?? "redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
    this.ended = once(this.child, "exit");
    await new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("exit", () => reject(new Error("the server of Valkey ended before it was ready")));
      this.child.stdout.on("data", (lines) => String(lines).includes("Ready to accept connections") && resolve());
    });
  }

  /** Ends it, without a chance to say goodbye. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /** Ends it for good. */
  async remove() {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
