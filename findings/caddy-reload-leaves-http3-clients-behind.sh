#!/usr/bin/env bash
# Guess: a reload of Caddy cuts what is open over HTTP/3, as it cuts WebSockets; at least it ends the connection, and the next request has the new
# configuration, as over HTTP/2.
# Seen (1 December 2026, Caddy 2.6.2 and Chromium 156.0.8078.114 of Debian 12): nothing is cut, and nothing changes. Who is connected over HTTP/3 gets the old
# configuration for each new request too, GET and POST, for as long as the connection is in use (here an event stream that sends now and then). Over HTTP/2
# the next request has the new one. When the old back end is stopped, such a client alone gets 502, while every other one, and whoever looks
# with curl, is served. `grace_period` of 3 s changes nothing. HTTP/3 is on by default since 2.6.
# For you: a back end that was moved by a reload, a path that was closed, a header that was added: for pages that were open before they are not there yet. Switch
# HTTP/3 off (`servers { protocols h1 h2 }`) where a reload must reach everybody, or restart Caddy.
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

const backEnds = [1, 2].map((number) =>
  http.createServer((request, response) => {
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write('data: x\n\n'), 500);
      return request.on('close', () => clearInterval(timer));
    }
    response.writeHead(200, { 'content-type': 'text/html' }).end(`back end ${number}`);
  }),
);
for (const [index, server] of backEnds.entries()) await new Promise((listening) => server.listen(18481 + index, '127.0.0.1', listening));
const configure = (port) =>
  fs.writeFileSync(
    'Caddyfile',
    `{
      admin localhost:18419
      auto_https off
      grace_period 3s
    }
    https://localhost:18443 {
      bind 127.0.0.1
      tls cert.pem key.pem
      reverse_proxy 127.0.0.1:${port}
    }`,
  );
configure(18481);
const env = { ...process.env, HOME: process.cwd(), XDG_DATA_HOME: process.cwd(), XDG_CONFIG_HOME: process.cwd() };
const caddy = spawn('caddy', ['run', '--config', 'Caddyfile'], { env, stdio: 'ignore' });
process.on('exit', () => caddy.kill('SIGKILL'));
for (;;) {
  const isUp = await fetch('http://localhost:18419/config/').then((answer) => answer.ok, () => false);
  if (isUp) break;
  await wait(200);
}

const key = new X509Certificate(fs.readFileSync('cert.pem')).publicKey.export({ type: 'spki', format: 'der' });
const pin = createHash('sha256').update(key).digest('base64');
const common = ['--no-sandbox', '--ignore-certificate-errors', `--ignore-certificate-errors-spki-list=${pin}`, '--host-resolver-rules=MAP localhost 127.0.0.1'];
const flags = { h2: ['--disable-quic'], h3: ['--enable-quic', '--origin-to-force-quic-on=localhost:18443'] };
const browsers = {};
for (const name of ['h2', 'h3']) browsers[name] = await chromium.launch({ executablePath: process.argv[2], args: [...common, ...flags[name]] });
async function open(name) {
  const page = await browsers[name].newPage();
  await page.goto('https://localhost:18443/');
  return page;
}
const ask = (page) =>
  page.evaluate(async () => {
    const seen = [];
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`/${method}`, { method, cache: 'no-store' });
      seen.push(`${answer.status} ${await answer.text()}`.trim());
    }
    return `${performance.getEntriesByType('resource').at(-1).nextHopProtocol}: ${seen.join(', ')}`;
  });
const seen = [];
async function note(text, page) {
  seen.push(await ask(page));
  console.log(`${text}: ${seen.at(-1)}`);
}
const pages = { h2: await open('h2'), h3: await open('h3') };
await pages.h3.evaluate(() => {
  window.states = [];
  const events = new EventSource('/events');
  events.onopen = events.onerror = ({ type }) => states.push(type);
});
await wait(1000);
for (const name of ['h2', 'h3']) await note('before the reload', pages[name]);
configure(18482);
execFileSync('caddy', ['reload', '--config', 'Caddyfile', '--address', 'localhost:18419'], { env, stdio: 'ignore' });
await wait(15_000);
for (const name of ['h2', 'h3']) await note('15 s after it', pages[name]);
await note('a page that came after it', await open('h3'));
await wait(35_000);
await note('50 s after it', pages.h3);
const states = await pages.h3.evaluate(() => states.join());
console.log(`the event stream over h3 told: ${states}`);
backEnds[0].close();
backEnds[0].closeAllConnections();
for (const name of ['h2', 'h3']) await note('the old back end is gone', pages[name]);
console.log(`Chromium ${browsers.h3.version()}, Caddy ${execFileSync('caddy', ['version'], { env }).toString().trim()}`);
for (const browser of Object.values(browsers)) await browser.close();
const both = (name, text) => `${name}: ${text}, ${text}`;
const expected = [
  both('h2', '200 back end 1'), both('h3', '200 back end 1'), both('h2', '200 back end 2'), both('h3', '200 back end 1'),
  both('h3', '200 back end 2'), both('h3', '200 back end 1'), both('h2', '200 back end 2'), both('h3', '502'),
];
process.exit(seen.join('\n') === expected.join('\n') && states === 'open' ? 0 : 1);
JS
timeout 150 node run.mjs "$browser"
