// Ports of this machine.

import { once } from "node:events";
import net from "node:net";

/** A port that nothing listens to now. */
export async function freePort() {
  const server = net.createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
