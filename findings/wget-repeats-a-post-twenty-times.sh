#!/usr/bin/env bash
# Guess: a command-line client repeats a POST at most once, and only where a kept connection had ended.
# Seen (28 November 2026, GNU Wget 1.21.3 and curl 7.88.1 of Debian 12): wget sends a POST on a new connection again and again when the
# connection ends without an answer, twenty times by default, and exits with 0 if one of them is answered. With --tries=1 it sends one.
# curl sends one (it repeats on kept connections alone).
# For you: in scripts and cron jobs give wget --tries=1 for whatever must not happen twice, and a key in the body.
# Versions, of Debian 12: wget=1.21.3-1+deb12u1, curl=7.88.1-10+deb12u14.
# Needs, of Debian: wget, curl, nodejs.
set -euo pipefail
for program in wget curl node; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
wget --version | head -n 1; curl --version | head -n 1 | cut -d ' ' -f 1-2
folder=$(mktemp -d); server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
cat > server.mjs <<'JS'
// Reads each request and closes without a byte; the twentieth of a path is answered. GET /seen tells how many came.
import net from 'node:net';
import { writeFileSync } from 'node:fs';
const seen = {};
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (data) => {
    const [method, path] = data.toString().split(' ');
    if (method === 'POST') seen[path] = (seen[path] ?? 0) + 1;
    if (method === 'POST' && seen[path] < 20) return void socket.destroy();
    const body = method === 'GET' ? Object.entries(seen).map((entry) => entry.join(' ')).join(', ') : 'ok';
    socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
}).listen(0, '127.0.0.1', () => writeFileSync('port', `${server.address().port}\n`));
JS
node server.mjs & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
read -r port < port
# Its waits between tries grow to ten seconds: without them the count is the same.
wget -q -O /dev/null --waitretry=0 --post-data='{}' "http://127.0.0.1:$port/wget" && echo 'wget: exit 0'
wget -q -O /dev/null --tries=1 --post-data='{}' "http://127.0.0.1:$port/wget-once" || true
curl -s -o /dev/null -d '{}' "http://127.0.0.1:$port/curl" || true
seen=$(curl -s "http://127.0.0.1:$port/seen")
echo "$seen"
[ "$seen" = '/wget 20, /wget-once 1, /curl 1' ]
