#!/usr/bin/env bash
# Guess: since Chromium asks people before a page from the internet calls their own machine (Local Network Access), `fetch` waits for the answer, and
# WebSockets, event streams and `no-cors` go on as before; a page from the same office network is asked for too.
# Seen (1 December 2026, Debian 12's chromium 156.0.8078.114-1~deb12u1; without windows the answer is no): of a page from the internet everything is
# refused, and nothing arrives at the server: not even the preflight. The page can't tell it from a server that is not there: "Failed to fetch", close
# 1006, an EventSource that is closed for good, and an <iframe> whose `load` is fired all the same. Allowed, all work. A page whose server lies in
# the local network calls localhost without being asked for.
# For you: if Apollo's hosted Sandbox, or a preview of your frontend on the internet, does not reach http://localhost, look at the page's permissions
# ("apps on device") before you look at CORS: the server's log has no line of it. `navigator.permissions.query({ name: 'loopback-network' })` tells.
# Versions: as named; playwright-core@1.65.1, ws@8.23.0. Chromium is told by a flag where each page comes from.
set -euo pipefail
command -v chromium >/dev/null || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1 ws@8.23.0
cat > run.mjs <<'JS'
import http from 'node:http';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';

// A server of this machine, which allows every origin.
const came = [];
const local = http.createServer((request, response) => {
  came.push(`${request.method} ${request.url}`);
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };
  if (request.url !== '/events') return response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('ok');
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' }).write('data: hello\n\n');
});
new WebSocketServer({ server: local }).on('connection', (socket) => (came.push('WebSocket'), socket.send('hello')));
// Servers of pages, each told to Chromium as of another place.
const SPACES = ['public', 'local', 'loopback'];
const pages = SPACES.map(() => http.createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>page</title>')));
const port = (server) => server.address().port;
for (const server of [local, ...pages]) await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const overrides = SPACES.map((space, at) => `127.0.0.1:${port(pages[at])}=${space}`);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', `--ip-address-space-overrides=${overrides}`] });
console.log(`Chromium ${browser.version()}`);
const probes = async (base) => {
  const soon = (promise) => Promise.race([promise.catch(String), new Promise((late) => setTimeout(() => late('waits'), 5000))]);
  const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  const { state } = await navigator.permissions.query({ name: 'loopback-network' });
  return {
    permission: state,
    POST: await soon(fetch(`${base}/post`, json).then(({ status }) => status)),
    'no-cors': await soon(fetch(`${base}/no-cors`, { mode: 'no-cors' }).then(({ type }) => type)),
    EventSource: await soon(new Promise((told) => {
      const source = new EventSource(`${base}/events`);
      source.onmessage = ({ data }) => told(data);
      source.onerror = () => told(`error, readyState ${source.readyState}`);
    })),
    WebSocket: await soon(new Promise((told) => {
      const socket = new WebSocket(base.replace('http', 'ws'));
      socket.onmessage = ({ data }) => told(data);
      socket.onclose = ({ code }) => told(`close ${code}`);
    })),
    frame: await soon(new Promise((told) => {
      const frame = document.createElement('iframe');
      frame.onload = () => told('load');
      frame.src = `${base}/frame`;
      document.body.append(frame);
    })),
  };
};
const seen = {};
for (const [at, space] of SPACES.entries())
  for (const granted of [[], ['local-network-access']]) {
    const origin = `http://127.0.0.1:${port(pages[at])}`;
    const context = await browser.newContext();
    if (granted.length > 0) await context.grantPermissions(granted, { origin });
    const page = await context.newPage();
    await page.goto(origin);
    came.length = 0;
    const row = await page.evaluate(probes, `http://127.0.0.1:${port(local)}`);
    seen[`${space}${granted.length > 0 ? ', allowed' : ''}`] = { ...row, 'at the server': came.length };
    await context.close();
  }
await browser.close();
console.table(seen);
const REFUSED = { permission: 'prompt', POST: 'TypeError: Failed to fetch', 'no-cors': 'TypeError: Failed to fetch', EventSource: 'error, readyState 2', WebSocket: 'close 1006', frame: 'load', 'at the server': 0 };
const TAKEN = { POST: 200, 'no-cors': 'opaque', EventSource: 'hello', WebSocket: 'hello', frame: 'load', 'at the server': 6 };
const isLike = (row, expected) => Object.entries(expected).every(([name, value]) => row[name] === value);
const isAsSeen = Object.entries(seen).every(([name, row]) => isLike(row, name === 'public' ? REFUSED : TAKEN));
process.exit(isAsSeen ? 0 : 1);
JS
timeout 100 node run.mjs
