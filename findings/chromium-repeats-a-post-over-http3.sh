#!/usr/bin/env bash
# Guess: over HTTP/3 a POST whose server has died fails when QUIC's idle timeout of 30 s is over, and is not sent again: nobody told Chromium whether it
# was taken.
# Seen (1 December 2026, Chromium 156.0.8078.114 of Debian 12, forced to HTTP/3; Caddy 2.6.2): Caddy is killed after the back end has read the POST, and started
# again. 15 to 20 s later Chromium gives the connection up (QUIC_TOO_MANY_RTOS) and sends the POST again over a new one: a text, one with keepalive,
# and a body of 2 MB. The page waits all the while, then gets the second answer, and learns of nothing. A streamed body (duplex: 'half') is
# sent once, and fails after the same time.
# For you: over HTTP/1.1 and HTTP/2 the second one comes at once, here after the customer may have pressed again. A server that knows a
# repeated request by its key must remember the key for minutes, not for seconds.
# Versions, of Debian 12: caddy=2.6.2-5, chromium or chromium-headless-shell=156.0.8078.114-1~deb12u1; playwright-core@1.65.1.
# Needs, of Debian: caddy, chromium or chromium-headless-shell, openssl.
set -euo pipefail
for program in caddy openssl; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
browser=$(command -v chromium-headless-shell || command -v chromium) || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost 2>/dev/null
cat > run.mjs <<'JS'
import { execFileSync, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const began = performance.now();
const seconds = () => Math.round((performance.now() - began) / 1000);
const posts = [];
// The first POST of each kind is read to its end and kept waiting.
const server = http.createServer((request, response) => {
  if (request.method !== 'POST') return response.writeHead(200, { 'content-type': 'text/html' }).end('ok');
  let body = '';
  request.on('error', () => {});
  request.on('data', (data) => (body += data));
  request.on('end', () => {
    posts.push(request.url);
    console.log(`${seconds()} s: the back end has read POST ${request.url}, ${body.length} bytes`);
    if (posts.filter((url) => url === request.url).length > 1) response.end('done');
  });
});
await new Promise((listening) => server.listen(18481, '127.0.0.1', listening));
fs.writeFileSync(
  'Caddyfile',
  `{
    admin localhost:18419
    auto_https off
  }
  https://localhost:18443 {
    bind 127.0.0.1
    tls cert.pem key.pem
    reverse_proxy 127.0.0.1:18481
  }`,
);
const env = { ...process.env, HOME: process.cwd(), XDG_DATA_HOME: process.cwd(), XDG_CONFIG_HOME: process.cwd() };
let caddy;
process.on('exit', () => caddy?.kill('SIGKILL'));
async function startCaddy() {
  caddy = spawn('caddy', ['run', '--config', 'Caddyfile'], { env, stdio: 'ignore' });
  while (!(await fetch('http://localhost:18419/config/').then((answer) => answer.ok, () => false))) await wait(200);
}
await startCaddy();
const key = new X509Certificate(fs.readFileSync('cert.pem')).publicKey.export({ type: 'spki', format: 'der' });
const pin = createHash('sha256').update(key).digest('base64');
const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: [
    ...['--no-sandbox', '--ignore-certificate-errors', `--ignore-certificate-errors-spki-list=${pin}`],
    ...['--host-resolver-rules=MAP localhost 127.0.0.1', '--enable-quic', '--origin-to-force-quic-on=localhost:18443'],
  ],
});
// Each in a context of its own, so on a connection of its own.
const pages = [];
for (const kind of ['text', 'keepalive', 'large', 'streamed']) {
  const page = await (await browser.newContext()).newPage();
  await page.goto('https://localhost:18443/');
  await page.evaluate((kind) => {
    const streamed = () => new ReadableStream({ start: (out) => { out.enqueue(new TextEncoder().encode('x')); out.close(); } });
    const options = {
      text: () => ({ body: 'x' }), keepalive: () => ({ body: 'x', keepalive: true }), large: () => ({ body: 'x'.repeat(2e6) }),
      streamed: () => ({ body: streamed(), duplex: 'half' }),
    };
    window.told = null;
    fetch(`/${kind}`, { method: 'POST', ...options[kind]() })
      .then((answer) => answer.text(), ({ message }) => message)
      .then((text) => (told = text));
  }, kind);
  pages.push(page);
}
while (posts.length < 4) await wait(100);
console.log(`${seconds()} s: Caddy is killed, and started again`);
caddy.kill('SIGKILL');
await startCaddy();
const deadline = performance.now() + 60_000;
let told = [];
while (told.filter(Boolean).length < 4 && performance.now() < deadline) {
  await wait(500);
  told = await Promise.all(pages.map((page) => page.evaluate(() => told)));
}
console.log(`${seconds()} s: the pages were told ${JSON.stringify(told)}`);
const counts = ['text', 'keepalive', 'large', 'streamed'].map((kind) => `${kind} ${posts.filter((url) => url === `/${kind}`).length}`).join(', ');
console.log(`sent: ${counts}; ${await pages[0].evaluate(() => performance.getEntriesByType('navigation')[0].nextHopProtocol)}, Chromium ${browser.version()}`);
await browser.close();
process.exit(counts === 'text 2, keepalive 2, large 2, streamed 1' ? 0 : 1);
JS
timeout 150 node run.mjs "$browser"
