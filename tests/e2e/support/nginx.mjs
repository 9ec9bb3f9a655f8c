// Runs nginx with the configuration of the guide, in front of processes of this machine.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { freePort } from "./ports.mjs";

/**
 * Starts nginx with a server as it stands in the guide, `listen` and `resolver` aside: the name by which it finds the processes
 * stands for those at these ports.
 */
export async function nginx(server, name, ports) {
  const folder = await mkdtemp(path.join(tmpdir(), "taut-nginx-"));
  const port = await freePort();
  const here = server
    .replace(/^resolver .*;$/m, "")
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace(`http://$${name}:8080`, `http://$${name}`);
  const upstream = `upstream ${name} { ${ports.map((port) => `server 127.0.0.1:${port};`).join(" ")} }`;
  const file = path.join(folder, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${folder}/${of};`).join(" ");
  await writeFile(
    file,
    `daemon off; master_process off; pid ${folder}/pid; events {} http { access_log off; ${temporary} ${upstream} ${here} }`,
  );
  const child = spawn(process.env.NGINX ?? "nginx", ["-c", file, "-p", folder, "-e", "stderr"], { stdio: ["ignore", "ignore", "pipe"] });
  const complaints = [];
  child.stderr.on("data", (lines) => complaints.push(lines));
  const ended = once(child, "exit");
  await Promise.race([listens(port), ended.then(() => Promise.reject(new Error(`nginx ended: ${complaints.join("")}`)))]);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until something listens to a port. */
async function listens(port) {
  for (;;) {
    const socket = net.connect(port, "127.0.0.1");
    const isOpen = await new Promise((resolve) => socket.once("connect", () => resolve(true)).once("error", () => resolve(false)));
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
