#!/usr/bin/env bash
# Guess: under Playwright a frame of another site has in Chromium what it has without Playwright: a sessionStorage of its own; and a flag in
# `args` is added to those that Playwright gives.
# Seen (28 November 2026, playwright-core 1.65.1, Chromium 156.0.8078.108 of Debian 12, which keeps cookies of third parties out): in such a frame sessionStorage,
# localStorage, caches and locks throw a SecurityError, indexedDB fails, no service worker registers. Playwright's `--disable-features` names
# ThirdPartyStoragePartitioning. One more `--disable-features=Translate` in `args` takes the place of that whole list, and all of
# them work. A cookie is kept in neither, unless it is Partitioned; no error says so.
# For you: a test of an embedded page shows a browser that few customers have, and an innocent flag changes which. Test both ways, and let a
# page catch what storage throws: it throws when it is read, too.
# Versions: playwright-core@1.65.1, Debian 12's chromium.
set -euo pipefail
command -v chromium >/dev/null || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1
cat > run.mjs <<'JS'
import http from 'node:http';
import { chromium } from 'playwright-core';

const server = http.createServer(({ url }, response) => {
  response.writeHead(200, { 'content-type': url === '/worker.js' ? 'text/javascript' : 'text/html' });
  response.end(url === '/worker.js' ? '' : url === '/top' ? `<!doctype html><iframe src="http://localhost:${port}/frame"></iframe>` : '<!doctype html>');
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const { port } = server.address();
/** Runs in the page. */
async function tried() {
  const ways = {
    sessionStorage: () => { sessionStorage.setItem('a', '1'); return sessionStorage.getItem('a'); },
    localStorage: () => { localStorage.setItem('a', '1'); return localStorage.getItem('a'); },
    'document.cookie': () => { document.cookie = 'a=1'; return document.cookie; },
    'partitioned cookie': () => { document.cookie = 'p=1; Secure; SameSite=None; Partitioned'; return document.cookie.includes('p=1') ? 'kept' : ''; },
    indexedDB: () => new Promise((done) => {
      const opening = indexedDB.open('d');
      opening.onsuccess = () => done('opened');
      opening.onerror = () => done(opening.error.name);
    }),
    caches: () => caches.open('c').then(() => 'opened'),
    serviceWorker: () => navigator.serviceWorker.register('/worker.js').then(() => 'registered'),
    locks: () => navigator.locks.request('l', () => 'taken'),
    BroadcastChannel: () => { new BroadcastChannel('b').close(); return 'opened'; },
  };
  const seen = {};
  for (const [name, use] of Object.entries(ways)) {
    try {
      seen[name] = (await Promise.race([use(), new Promise((done) => setTimeout(done, 2000, 'never ends'))])) || 'empty';
    } catch (error) {
      seen[name] = error.name;
    }
  }
  return seen;
}
const seen = {};
for (const [title, flags] of Object.entries({ 'as Playwright starts it': [], 'with one more flag': ['--disable-features=Translate'] })) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', ...flags] });
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${port}/top`);
  await page.waitForTimeout(500);
  seen[title] = { frame: await page.frames()[1].evaluate(tried), top: await page.evaluate(tried), version: browser.version() };
  await browser.close();
}
for (const [title, { frame, top, version }] of Object.entries(seen)) {
  console.log(`Chromium ${version}, ${title}`);
  console.table(Object.fromEntries(Object.keys(frame).map((name) => [name, { 'at the top': top[name], 'in a frame of another site': frame[name] }])));
}
const [{ frame: denied }, { frame: allowed }] = Object.values(seen);
const isDenied = ['sessionStorage', 'localStorage', 'caches', 'locks'].every((name) => denied[name] === 'SecurityError');
const isAllowed = allowed.sessionStorage === '1' && allowed.indexedDB === 'opened' && allowed.serviceWorker === 'registered';
process.exit(isDenied && isAllowed && allowed['document.cookie'] === 'empty' && allowed['partitioned cookie'] === 'kept' ? 0 : 1);
JS
timeout 60 node run.mjs
