#!/usr/bin/env bash
# Guessed: ioredis's `socketTimeout` watches one connection: when that is lost, its timer is gone, and the next connection has its own.
# Seen (ioredis 5.11.1, Debian's redis-server 7.0.15, 2026-11-28): the timer is cleared by data alone. Where a connection is lost with a
# command unanswered, it goes on, and destroys the connection that is open by then, which has answered since: "Socket timeout.
# Expecting data, but didn't receive any in 1500ms." Until then the new connection has no timer, and after disconnect() the process
# is kept alive by it.
# ioredis 6.0.0 clears the timer when the connection closes, and this script then exits with 1.
# For users: after a failover a client with `socketTimeout` is cut off once more, when the other side has long been well again.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'Needs redis-server (Debian: redis-server 7.0.15).' >&2; exit 2; }
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
server=
npm install --prefix . --silent --no-audit --no-fund ioredis@5.11.1
port=$(node -e "const s = require('net').createServer().listen(0, () => { console.log(s.address().port); s.close(); })")
redis-server --port "$port" --bind 127.0.0.1 --save '' --dir "$folder" >/dev/null &
server=$!
redis-server --version
cat > cut-twice.mjs <<'NODE'
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

const url = `redis://127.0.0.1:${process.argv[2]}`;
const admin = new Redis(url);
await admin.ping();
const client = new Redis(url, { socketTimeout: 1500, autoResendUnfulfilledCommands: false, retryStrategy: () => 50 });
const seen = [];
client.on('ready', () => seen.push('ready'));
client.on('close', () => seen.push('close'));
client.on('error', (error) => seen.push(error.message));
await client.ping();
client.blpop('nothing', 0).catch(() => seen.push('the waiting command failed'));
await pause(200);
// As a failover does.
await admin.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
await pause(300);
seen.push(`the new connection answers ${await client.ping()}`);
await pause(2500);
client.disconnect();
admin.disconnect();
console.log(seen.join('\n'));
const answered = seen.findIndex((line) => line.startsWith('the new connection'));
const cut = seen.findIndex((line) => line.startsWith('Socket timeout'));
if (answered === -1 || cut < answered) process.exitCode = 1;
NODE
node cut-twice.mjs "$port"
