#!/usr/bin/env bash
# Guess: Chromium repeats a POST on a kept connection that ended without an answer only for a plain fetch; one with keepalive, a
# beacon, a large body, or one that a service worker passes on is left alone.
# Seen (28 November 2026, Chromium 156.0.8078.108, HTTP/1.1): all of them are sent twice, a body of 2 MB and a beacon included; the page
# learns of nothing. A POST whose connection was opened for it is never repeated. There is no option of fetch that prevents it.
# For you: over HTTP/1.1 no page can promise that a POST is sent once. Let the request carry a key by which the server knows it again.
# Versions: playwright-core@1.65.1, Debian 12's chromium.
set -euo pipefail
command -v chromium >/dev/null || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1
cat > run.mjs <<'JS'
import net from 'node:net';
import { chromium } from 'playwright-core';

// Answers the first request of a connection. A POST that is not the first is read to its end, and the connection closed.
const posts = [];
const worker = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
self.addEventListener('fetch', (event) => {
  if (event.request.url.includes('worker')) event.respondWith(fetch(event.request));
});`;
const server = net.createServer((socket) => {
  let bytes = Buffer.alloc(0);
  let count = 0;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    bytes = Buffer.concat([bytes, data]);
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = bytes.subarray(0, end).toString();
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (bytes.length < end + 4 + length) return;
      bytes = bytes.subarray(end + 4 + length);
      const [method, path] = head.split(' ');
      count += 1;
      if (method === 'POST') {
        posts.push(path);
        if (count > 1) return void socket.destroy();
      }
      const [type, body] = path === '/worker.js' ? ['text/javascript', worker] : ['text/html', 'ok'];
      socket.write(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nCache-Control: no-store\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    }
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const kinds = {
  fetch: () => fetch('/fetch', { method: 'POST', body: 'x' }).then((answer) => answer.text()),
  keepalive: () => fetch('/keepalive', { method: 'POST', body: 'x', keepalive: true }).then((answer) => answer.text()),
  beacon: () => navigator.sendBeacon('/beacon', 'x'),
  large: () => fetch('/large', { method: 'POST', body: 'x'.repeat(2e6) }).then((answer) => answer.text()),
  worker: () => fetch('/worker', { method: 'POST', body: 'x' }).then((answer) => answer.text()),
};
let isAsSeen = true;
for (const [kind, post] of Object.entries(kinds)) {
  if (kind === 'worker') {
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/worker.js');
      await navigator.serviceWorker.ready;
    });
    await page.reload();
  }
  posts.length = 0;
  await page.evaluate(() => fetch('/warm').then((answer) => answer.text()));
  const told = await page.evaluate(post);
  await new Promise((done) => setTimeout(done, 1000));
  console.log(`${kind}: sent ${posts.length} times, the page was told "${told}"`);
  if (posts.length !== 2) isAsSeen = false;
}
console.log(`Chromium ${browser.version()}`);
await browser.close();
process.exit(isAsSeen ? 0 : 1);
JS
timeout 120 node run.mjs
