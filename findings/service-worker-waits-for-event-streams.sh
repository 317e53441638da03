#!/usr/bin/env bash
# Guess: a new service worker with skipWaiting() takes over at once, and an EventSource that the old one passed on with respondWith(fetch(request))
# goes on, since the old worker has nothing more to do with it; at worst it connects again.
# Seen (28 November 2026, Chromium 156.0.8078.108): the open stream holds the new worker up, for five minutes to the second. Then the old one is ended,
# and the EventSource with it: `error` with readyState 2, so it never connects again. If the worker does not answer that request (no
# respondWith), the new one takes over at once and the stream goes on.
# For you: a page with a status by server-sent events keeps an old worker, and with it the old files of its cache, for five minutes after each
# release, and then stands still. Return from the `fetch` listener without respondWith where `accept` is text/event-stream.
# Versions: playwright-core@1.65.1, Debian 12's chromium. Takes six minutes.
set -euo pipefail
command -v chromium >/dev/null || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1
cat > run.mjs <<'JS'
import http from 'node:http';
import { chromium } from 'playwright-core';

const COMMON = `addEventListener('install', () => skipWaiting()); addEventListener('activate', (event) => event.waitUntil(clients.claim()));`;
const WORKERS = {
  'not answered': `${COMMON} addEventListener('fetch', () => {});`,
  'respondWith(fetch(request))': `${COMMON} addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`,
};
let worker;
const server = http.createServer(({ url }, response) => {
  if (url === '/worker.js') return response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' }).end(worker);
  response.writeHead(200, { 'content-type': url === '/events' ? 'text/event-stream' : 'text/html' });
  if (url !== '/events') return response.end('<!doctype html><title>t</title>');
  const timer = setInterval(() => response.write('data: x\n\n'), 500);
  response.on('close', () => clearInterval(timer));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
async function release(name) {
  const page = await (await browser.newContext()).newPage();
  worker = WORKERS[name];
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async () => {
    window.changes = 0;
    const controlled = new Promise((resolve) => { navigator.serviceWorker.oncontrollerchange = () => { changes++; resolve(); }; });
    await navigator.serviceWorker.register('/worker.js');
    await controlled;
    window.source = new EventSource('/events');
    window.events = 0;
    source.onmessage = () => events++;
  });
  await page.waitForFunction(() => events > 2);
  worker += '// the next release';
  const begun = Date.now();
  await page.evaluate(() => void navigator.serviceWorker.getRegistration().then((registration) => registration.update()));
  await page.waitForFunction(() => changes > 1, undefined, { timeout: 400_000, polling: 1000 });
  const seconds = Math.round((Date.now() - begun) / 1000);
  await page.waitForTimeout(5000);
  return { 'seconds until the new worker': seconds, readyState: await page.evaluate(() => source.readyState) };
}
const seen = {};
for (const name of Object.keys(WORKERS)) seen[name] = await release(name);
console.table(seen);
console.log(`Chromium ${browser.version()}`);
await browser.close();
const [[atOnce, goesOn], [late, closed]] = Object.values(seen).map((row) => Object.values(row));
process.exit(atOnce < 60 && goesOn === 1 && late > 200 && closed === 2 ? 0 : 1);
JS
timeout 500 node run.mjs
