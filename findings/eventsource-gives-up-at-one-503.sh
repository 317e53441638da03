#!/usr/bin/env bash
# Guess: an EventSource, which connects again by itself, rides out a 503 or 429 of a proxy between two replicas, with or without Retry-After.
# Seen (28 November 2026, Chromium 156.0.8078.108): it gives up for good at the first answer that is not 200 (one `error` event,
# readyState CLOSED), as the HTML standard says; Retry-After is not looked at. A connection that is cut or refused is tried again for ever.
# For you: while a server restarts, no listener at all is kinder to these pages than a load balancer's error page. In the page, make a new
# EventSource, after a wait, when `error` comes with readyState 2; or use a client that reads the stream by fetch.
# Versions: playwright-core@1.65.1, Debian 12's chromium.
set -euo pipefail
command -v chromium >/dev/null || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1
cat > run.mjs <<'JS'
import http from 'node:http';
import { chromium } from 'playwright-core';

let connections = 0;
let later;
function answer({ url }, response) {
  if (url !== '/events') return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>t</title>');
  connections++;
  // Then one refusal, after which the server is well again.
  if (connections === 2 && typeof later === 'number') return response.writeHead(later, { 'retry-after': '1' }).end();
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 100\ndata: 0\n\n');
  if (connections === 1) setTimeout(() => (later === 'refused' ? restart() : response.destroy()), 100);
}
let server = http.createServer(answer);
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const { port } = server.address();
function restart() {
  server.close();
  server.closeAllConnections();
  setTimeout(() => (server = http.createServer(answer)).listen(port, '127.0.0.1'), 700);
}
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${port}/`);
const seen = {};
for (later of [503, 429, 'cut', 'refused']) {
  connections = 0;
  const state = await page.evaluate(async () => {
    const events = new EventSource('/events');
    await new Promise((done) => setTimeout(done, 6000));
    const { readyState } = events;
    events.close();
    return ['connecting', 'open', 'closed'][readyState];
  });
  seen[later] = `${state} after ${connections} connections`;
}
console.log(`Chromium ${browser.version()}`, seen);
await browser.close();
const closed = 'closed after 2 connections';
const open = 'open after 2 connections';
process.exit(seen[503] === closed && seen[429] === closed && seen.cut === open && seen.refused === open ? 0 : 1);
JS
timeout 120 node run.mjs
