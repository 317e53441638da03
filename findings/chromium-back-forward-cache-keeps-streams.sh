#!/usr/bin/env bash
# Guess: a page with an open connection either does not enter the back/forward cache, or loses the connection there, whatever its kind.
# Seen (28 November 2026, Chromium 156.0.8078.108): both stay open on the server for as long as the page lies in the cache. A WebSocket is
# then closed at the page's return, not before (the server gets 1001, the page 1006). An EventSource lives on: every event of
# the time away arrives at the return, in order, with no error and no new connection.
# A page with cache-control: no-store enters the cache with an EventSource, but not with a WebSocket.
# For you: a page that nobody sees counts as a subscriber over either transport. A status by server-sent events needs no code
# for the return; a WebSocket client must connect again at `pageshow`.
# Versions: playwright-core@1.65.1 (started without its --disable-back-forward-cache), ws@8.23.0, Debian 12's chromium.
set -euo pipefail
command -v chromium >/dev/null || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1 ws@8.23.0
cat > run.mjs <<'JS'
import http from 'node:http';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';

const connect = {
  socket: `const socket = new WebSocket('ws://' + location.host + '/socket');
    socket.onclose = ({ code }) => note('closed ' + code);`,
  events: `const events = new EventSource('/events');
    events.onerror = () => note('error');
    events.onmessage = ({ data }) => note(Number(data));`,
};
const onServer = [];
const server = http.createServer((request, response) => {
  const { pathname, search } = new URL(request.url, 'http://localhost');
  if (pathname === '/events') {
    let count = 0;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 0\n\n');
    const timer = setInterval(() => response.write(`data: ${++count}\n\n`), 200);
    onServer.push('opened');
    return request.on('close', () => { clearInterval(timer); onServer.push('closed'); });
  }
  response.writeHead(200, { 'content-type': 'text/html', ...(search && { 'cache-control': 'no-store' }) });
  response.end(`<!doctype html><title>t</title><script>window.notes = []; const note = (text) => notes.push(text);
    addEventListener('pageshow', ({ persisted }) => note(persisted ? 'returned' : 'loaded'));
    ${connect[pathname.slice(6)] ?? ''}</script>`);
});
new WebSocketServer({ server, path: '/socket' }).on('connection', (socket) => {
  onServer.push('opened');
  socket.on('close', (code) => onServer.push(`closed ${code}`));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox'],
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});
async function leaveAndReturn(path) {
  const context = await browser.newContext();
  const page = await context.newPage();
  onServer.length = 0;
  await page.goto(origin + path);
  await page.waitForTimeout(1500);
  await page.goto(`${origin}/elsewhere`);
  await page.waitForTimeout(3000);
  const whileAway = [...onServer];
  await page.evaluate(() => history.back()).catch(() => {});
  await page.waitForTimeout(1500);
  const notes = await page.evaluate(() => window.notes);
  await context.close();
  return { notes, whileAway };
}
const seen = {};
for (const path of ['/with-socket', '/with-events', '/with-socket?no-store', '/with-events?no-store']) {
  seen[path] = await leaveAndReturn(path);
  console.log(path, JSON.stringify(seen[path]));
}
console.log(`Chromium ${browser.version()}`);
await browser.close();
const { notes } = seen['/with-events'];
const numbers = notes.filter((note) => typeof note === 'number');
const isAsSeen =
  seen['/with-socket'].notes.join() === 'loaded,returned,closed 1006' &&
  seen['/with-socket'].whileAway.join() === 'opened' &&
  seen['/with-events'].whileAway.join() === 'opened' &&
  notes.includes('returned') && !notes.includes('error') &&
  numbers.length > 15 && numbers.every((number, index) => number === index) &&
  !seen['/with-socket?no-store'].notes.includes('returned') &&
  seen['/with-events?no-store'].notes.includes('returned');
process.exit(isAsSeen ? 0 : 1);
JS
timeout 120 node run.mjs
