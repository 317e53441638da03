#!/usr/bin/env bash
# Guess: a browser asks for Brotli over https alone, so nothing that is tried over http shows it.
# Seen (28 November 2026, Chromium 156.0.8078.108): over plain http it asks localhost, *.localhost and 127.0.0.1 for
# "gzip, deflate, br, zstd", and every other host for "gzip, deflate".
# For you: sizes and the server's time for compression that are measured on localhost are those of https. Behind a name of the
# intranet without TLS the same page gets gzip: a server that compresses with br or zstd alone sends it as it is.
# Versions: playwright-core@1.65.1, Debian 12's chromium.
set -euo pipefail
command -v chromium >/dev/null || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1
cat > run.mjs <<'JS'
import http from 'node:http';
import { chromium } from 'playwright-core';

const asked = {};
const server = http.createServer(({ headers }, response) => {
  asked[headers.host.split(':')[0]] = headers['accept-encoding'];
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>t</title>');
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--host-resolver-rules=MAP *.example 127.0.0.1, MAP gateway.internal 127.0.0.1, MAP app.localhost 127.0.0.1'],
});
const page = await browser.newPage();
const hosts = ['localhost', '127.0.0.1', 'app.localhost', 'gateway.internal', 'www.example'];
for (const host of hosts) await page.goto(`http://${host}:${server.address().port}/`);
console.log(`Chromium ${browser.version()}`, asked);
await browser.close();
const here = 'gzip, deflate, br, zstd';
process.exit(hosts.map((host) => asked[host]).join(';') === [here, here, here, 'gzip, deflate', 'gzip, deflate'].join(';') ? 0 : 1);
JS
timeout 90 node run.mjs
