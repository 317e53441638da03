#!/usr/bin/env bash
# Guessed: after `disconnect()` a Cluster client of ioredis asks for nothing more, and its process ends by itself.
# Seen (ioredis 6.0.0, Node 20.20.2 and 24.21.0, 2026-11-29; a small Redis in this script, which tells its slots when told to): where
# `slotsRefreshInterval` is set and disconnect() comes while the client waits for CLUSTER SLOTS, the end of that refresh begins the next
# round, although the status is "end": a timer with a reference, again and again. The process never ends by itself; a second disconnect()
# once the refresh is over ends it.
# For users: where a process ends by itself (scripts, workers of test runners), call disconnect() once more after `slotsRefreshTimeout`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --silent --no-audit --no-fund ioredis@6.0.0
cat > ends.mjs <<'NODE'
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster } from 'ioredis';

const bulk = (word) => `$${word.length}\r\n${word}\r\n`;
let holds = false;
let held = 0;
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    for (const command of String(bytes).toLowerCase().split(/^\*\d+\r\n/m).slice(1)) {
      if (!command.includes('slots')) socket.write('+OK\r\n');
      else if (holds) held += 1;
      else socket.write(`*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n${bulk('127.0.0.1')}:${server.address().port}\r\n`);
    }
  });
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

async function timersAfterEnd(waitsForRefresh) {
  holds = false;
  held = 0;
  const client = new Cluster([{ host: '127.0.0.1', port: server.address().port }], {
    slotsRefreshInterval: 100,
    slotsRefreshTimeout: 500,
    enableReadyCheck: false,
    redisOptions: { protocol: 2, disableClientInfo: true },
  });
  client.on('error', () => {});
  await new Promise((resolve) => client.once('ready', resolve));
  if (waitsForRefresh) {
    holds = true;
    while (held === 0) await pause(5);
  }
  client.disconnect();
  await pause(2000);
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const left = timers();
  const { status } = client;
  client.disconnect();
  await pause(200);
  return `status ${status}, timers 2 s later: ${left}, after a second disconnect(): ${timers()}`;
}
const quiet = await timersAfterEnd(false);
const refreshing = await timersAfterEnd(true);
console.log(`disconnect() between two refreshes: ${quiet}`);
console.log(`disconnect() while one waits: ${refreshing}`);
process.exit(/end, timers 2 s later: 0/.test(quiet) && /end, timers 2 s later: 1, after a second disconnect\(\): 0/.test(refreshing) ? 0 : 1);
NODE
timeout 60 node ends.mjs
