#!/usr/bin/env bash
# Guess: a body that a page streams (`fetch` with a ReadableStream and duplex: 'half') arrives behind a proxy over HTTP/3 as it does over HTTP/2.
# Seen (1 December 2026, Caddy 2.6.2 and Chromium 156.0.8078.114 of Debian 12): over HTTP/2 Caddy passes it on in chunks. Over HTTP/3, which Caddy offers by
# default, the back end gets a POST with `content-length: 0`, and nobody gets an error: 5000 bytes are 0 bytes, whether they come at once
# or later. Chromium sends no Content-Length with a stream, and drops the one that a page sets. A body that is no stream arrives.
# For you: an upload that streams is empty for those browsers alone that have changed over to HTTP/3, so not at the first visit, and not with curl. Let the
# server refuse a body that is shorter than what the page says in a header of its own, or switch HTTP/3 off (`servers { protocols h1 h2 }`).
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

const server = http.createServer((request, response) => {
  let length = 0;
  request.on('data', (data) => (length += data.length));
  request.on('end', () => {
    const { 'content-length': declared = 'no length', 'transfer-encoding': coding = 'no coding' } = request.headers;
    response.writeHead(200, { 'content-type': 'text/html' }).end(`${length} bytes (${declared}, ${coding})`);
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
const caddy = spawn('caddy', ['run', '--config', 'Caddyfile'], { env, stdio: 'ignore' });
process.on('exit', () => caddy.kill('SIGKILL'));
while (!(await fetch('http://localhost:18419/config/').then((answer) => answer.ok, () => false))) await wait(200);
const key = new X509Certificate(fs.readFileSync('cert.pem')).publicKey.export({ type: 'spki', format: 'der' });
const pin = createHash('sha256').update(key).digest('base64');
const common = ['--no-sandbox', '--ignore-certificate-errors', `--ignore-certificate-errors-spki-list=${pin}`, '--host-resolver-rules=MAP localhost 127.0.0.1'];
const flags = { h2: ['--disable-quic'], h3: ['--enable-quic', '--origin-to-force-quic-on=localhost:18443'] };
const seen = {};
for (const name of ['h2', 'h3']) {
  const browser = await chromium.launch({ executablePath: process.argv[2], args: [...common, ...flags[name]] });
  const page = await browser.newPage();
  await page.goto('https://localhost:18443/');
  seen[name] = await page.evaluate(async () => {
    const bytes = new Uint8Array(5000);
    const post = async (options) => (await fetch('/', { method: 'POST', ...options })).text();
    const streamed = (stream) => post({ body: stream, duplex: 'half' });
    const late = new ReadableStream({
      async start(out) {
        await new Promise((done) => setTimeout(done, 500));
        out.enqueue(bytes);
        out.close();
      },
    });
    return {
      whole: await post({ body: bytes }),
      streamed: await streamed(new Blob([bytes]).stream()),
      'streamed, half a second later': await streamed(late),
      'streamed, with a length': await post({ body: new Blob([bytes]).stream(), duplex: 'half', headers: { 'content-length': '5000' } }),
    };
  });
  console.log(name, seen[name], browser.version());
  await browser.close();
}
const passed = '5000 bytes (no length, chunked)';
const lost = '0 bytes (0, no coding)';
const expected = { h2: passed, h3: lost };
const isAsSeen = Object.entries(seen).every(([name, { whole, ...streams }]) =>
  whole.startsWith('5000 bytes') && Object.values(streams).every((text) => text === expected[name]));
process.exit(isAsSeen ? 0 : 1);
JS
timeout 100 node run.mjs "$browser"
