#!/usr/bin/env bash
# Guess: over HTTP/2 Chromium repeats a POST only where the server said that it was not processed (REFUSED_STREAM, or a GOAWAY
# with a lower stream id).
# Seen (28 November 2026, Chromium 156.0.8078.108): a body that is a string is sent again also after a session that ended without a word,
# and after a GOAWAY that names the POST's own stream as processed; after REFUSED_STREAM up to three times in all. The same body as a
# ReadableStream (duplex: 'half') is sent once in every one of these cases, and the page gets "Failed to fetch".
# RST_STREAM with CANCEL or INTERNAL_ERROR is repeated in neither form.
# For you: over HTTP/2 a page can rule out the browser's own second try by streaming the body, and then decide by itself. Over
# HTTP/1.1 Chromium refuses streamed bodies.
# Versions: playwright-core@1.65.1, Debian 12's chromium, openssl.
set -euo pipefail
command -v chromium >/dev/null || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost 2>/dev/null
cat > run.mjs <<'JS'
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { chromium } from 'playwright-core';

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM } = http2.constants;
const later = (session) => setTimeout(() => session.destroy(), 50);
const ends = {
  'session ends without a word': (stream, session) => session.destroy(),
  'GOAWAY, this stream not processed': (stream, session) => { session.goaway(0, stream.id - 2); later(session); },
  'GOAWAY, this stream processed': (stream, session) => { session.goaway(0, stream.id); later(session); },
  REFUSED_STREAM: (stream) => stream.close(NGHTTP2_REFUSED_STREAM),
  CANCEL: (stream) => stream.close(NGHTTP2_CANCEL),
  INTERNAL_ERROR: (stream) => stream.close(NGHTTP2_INTERNAL_ERROR),
};
let sent = 0;
let end;
const server = http2.createSecureServer({ key: readFileSync('key.pem'), cert: readFileSync('cert.pem') });
server.on('session', (session) => session.on('error', () => {}));
server.on('stream', (stream, headers) => {
  const { session } = stream;
  stream.on('error', () => {}).resume();
  stream.on('end', () => {
    if (headers[':method'] === 'POST') {
      sent += 1;
      return ends[end](stream, session);
    }
    stream.respond({ ':status': 200, 'content-type': 'text/html' });
    stream.end('ok');
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
await page.goto(`https://localhost:${server.address().port}/`);
const seen = {};
for (end of Object.keys(ends)) {
  seen[end] = [];
  for (const isStreamed of [false, true]) {
    await page.evaluate(() => fetch('/warm').then((answer) => answer.text())).catch(() => {});
    sent = 0;
    await page.evaluate((streamed) => {
      const body = streamed ? new Blob(['x']).stream() : 'x';
      return fetch('/', { method: 'POST', body, ...(streamed && { duplex: 'half' }) }).then(() => {}, () => {});
    }, isStreamed);
    await new Promise((done) => setTimeout(done, 600));
    seen[end].push(sent);
  }
  console.log(`${end}: a string was sent ${seen[end][0]} times, a stream ${seen[end][1]}`);
}
console.log(`Chromium ${browser.version()}`);
await browser.close();
const expected = [[2, 1], [2, 1], [2, 1], [3, 1], [1, 1], [1, 1]];
process.exit(JSON.stringify(Object.values(seen)) === JSON.stringify(expected) ? 0 : 1);
JS
timeout 120 node run.mjs
