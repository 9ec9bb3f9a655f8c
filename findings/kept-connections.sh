#!/usr/bin/env bash
# undici 7.16.0 (the `fetch` of Node), axios 1.13.2, got 14.6.4 and ky 1.14.0 on Node 20; requests 2.32.5, urllib3 2.5.0, httpx 0.28.1
# and aiohttp 3.13.2 on Python 3.
#
# A server may close a connection that it has kept open just when a client uses it again, at the latest each time it is deployed. Browsers
# then ask again over a new connection, as the Fetch Standard says. The `fetch` of Node fails, even with a GET, and so do axios, requests
# and httpx; aiohttp, got, ky and urllib3 ask again. requests stands on urllib3, and ky on `fetch`, and each does the opposite of what it
# stands on. (The guess was that all that are called `fetch` ask again, aiohttp does not, and requests does what urllib3 does.)
#
# Seen:
#   undici fetch: other side closed, 1 connection
#   undici request: other side closed, 1 connection
#   axios: socket hang up, 1 connection
#   got: ok, 2 connections
#   ky: ok, 2 connections
#   requests: ConnectionError, 1 connection
#   urllib3: ok, 2 connections
#   httpx: RemoteProtocolError, 1 connection
#   aiohttp: ok, 2 connections
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund undici@7.16.0 axios@1.13.2 got@14.6.4 ky@1.14.0 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet requests==2.32.5 urllib3==2.5.0 httpx==0.28.1 aiohttp==3.13.2
cat > finding.mjs <<'JS'
import http from "node:http";
import net from "node:net";
import axios from "axios";
import got from "got";
import ky from "ky";
import { fetch, request } from "undici";

const agent = new http.Agent({ keepAlive: true });
const clients = {
  "undici fetch": async (url) => (await fetch(url)).text(),
  "undici request": async (url) => (await request(url)).body.text(),
  axios: async (url) => (await axios.get(url, { httpAgent: agent })).data,
  got: async (url) => (await got(url, { agent: { http: agent } })).body,
  ky: (url) => ky(url).text(),
};

for (const [name, get] of Object.entries(clients)) {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    let requests = 0;
    socket.on("error", () => {});
    socket.on("data", () => {
      if (++requests > 1) socket.destroy();
      else socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok");
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}/`;
  await get(url);
  await new Promise((done) => setTimeout(done, 100));
  const second = await get(url).catch((error) => error.cause?.message ?? error.message);
  console.log(`${name}: ${second}, ${connections} ${connections == 1 ? "connection" : "connections"}`);
  server.close();
}
process.exit();
JS
cat > finding.py <<'PY'
import asyncio, socket, threading

import aiohttp, httpx, requests, urllib3

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok"


def serve():
    listener = socket.create_server(("127.0.0.1", 0))
    connections = []

    def answer(connection):
        connection.recv(65536)
        connection.sendall(ANSWER)
        connection.recv(65536)
        connection.close()

    def accept():
        while True:
            connection, _ = listener.accept()
            connections.append(connection)
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/", connections


def show(name, second, connections):
    count = len(connections)
    print(f"{name}: {second}, {count} {'connection' if count == 1 else 'connections'}")


def check(name, get):
    url, connections = serve()
    get(url)
    try:
        second = get(url)
    except Exception as error:
        second = type(error).__name__
    show(name, second, connections)


async def check_aiohttp():
    url, connections = serve()
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            async with session.get(url) as answer:
                second = await answer.text()
    show("aiohttp", second, connections)


session, pool, client = requests.Session(), urllib3.PoolManager(), httpx.Client()
check("requests", lambda url: session.get(url).text)
check("urllib3", lambda url: pool.request("GET", url).data.decode())
check("httpx", lambda url: client.get(url).text)
asyncio.run(check_aiohttp())
PY
found=$(node finding.mjs; python/bin/python finding.py)
expected="undici fetch: other side closed, 1 connection
undici request: other side closed, 1 connection
axios: socket hang up, 1 connection
got: ok, 2 connections
ky: ok, 2 connections
requests: ConnectionError, 1 connection
urllib3: ok, 2 connections
httpx: RemoteProtocolError, 1 connection
aiohttp: ok, 2 connections"
echo "$found"
[ "$found" = "$expected" ]
