#!/usr/bin/env bash
# Guess: a client skips an interim `100 Continue` that it did not ask for and gives its caller the final answer, as RFC 9110, 15.2 says.
# Seen (28 November 2026): undici 7.30.2 ends the request with "bad response" and closes the connection, for request() and for
# fetch(); Node 20's own http client, and node-fetch 3.3.2 over it, skip it. All of them skip a `103 Early Hints`.
# For you: a server or proxy that sends 100 to whoever posts (some do, whether asked or not) looks broken to undici, and a POST that was
# taken looks lost.
# Versions: undici@7.30.2 on the installed Node, node-fetch@3.3.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund undici@7.30.2 node-fetch@3.3.2
cat > run.mjs <<'JS'
import http from 'node:http';
import net from 'node:net';
import nodeFetch from 'node-fetch';
import { fetch as undiciFetch, request } from 'undici';

const FINAL = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';
let interim;
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.write(interim);
    setTimeout(() => socket.end(FINAL), 50);
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const clients = {
  'undici request': async () => (await request(url, { method: 'POST', body: 'x' })).body.text(),
  'undici fetch': async () => (await undiciFetch(url, { method: 'POST', body: 'x' })).text(),
  'node:http': () =>
    new Promise((resolve, reject) => {
      http.request(url, { method: 'POST' }, (answer) => answer.on('data', (data) => resolve(String(data)))).on('error', reject).end('x');
    }),
  'node-fetch': async () => (await nodeFetch(url, { method: 'POST', body: 'x' })).text(),
};
const seen = [];
for (interim of ['HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\n\r\n']) {
  for (const [name, ask] of Object.entries(clients)) {
    const result = await ask().catch((error) => `${error.message}${error.cause ? `: ${error.cause.message}` : ''}`);
    seen.push(result);
    console.log(`${interim.split('\r')[0]}, ${name}: ${result}`);
  }
}
server.close();
const isAsSeen = seen.slice(0, 2).every((result) => result !== 'ok') && seen.slice(2).every((result) => result === 'ok');
process.exit(isAsSeen ? 0 : 1);
JS
node run.mjs
