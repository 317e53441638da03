#!/usr/bin/env bash
# Guessed: with `failoverDetector` and a `retryStrategy` that never gives up, ioredis comes back from every failover by itself.
# Seen (ioredis 6.0.0, 2026-11-29; a small sentinel in this script, which answers when told to): where the connection to the primary is
# lost first, and a sentinel publishes +switch-master while ioredis is just asking a sentinel for the new primary, the detector of the
# lost connection calls the connector's disconnect(). ioredis takes that for a disconnect() of the user's: "Connection is closed.", its
# status is "end", neither `retryStrategy` nor `sentinelRetryStrategy` is asked, and nothing wakes it any more. The window is as long
# as the sentinels take to answer: wide on a busy machine.
# For users: listen to `end`, and call connect() where you have not disconnected yourself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --silent --no-audit --no-fund ioredis@6.0.0
cat > failover.mjs <<'NODE'
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

const bulk = (word) => `$${word.length}\r\n${word}\r\n`;
const list = (...words) => `*${words.length}\r\n${words.map(bulk).join('')}`;
const listening = (serve) =>
  new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        for (const command of String(bytes).toLowerCase().split(/^\*\d+\r\n/m).slice(1)) serve(socket, command);
      });
    }).listen(0, '127.0.0.1', () => resolve(server));
  });

let connections = [];
const primary = await listening((socket, text) => {
  connections.push(socket);
  socket.write(text.includes('info') ? bulk('role:master\r\n') : '+OK\r\n');
});
let subscriber = null;
let held = null;
let holds = false;
const answer = (socket) => socket.write(list('127.0.0.1', String(primary.address().port)));
const sentinel = await listening((socket, text) => {
  if (text.includes('\r\nsubscribe')) {
    subscriber = socket;
    socket.write(`*3\r\n${bulk('subscribe')}${bulk('+switch-master')}:1\r\n`);
  } else if (text.includes('get-master-addr-by-name')) {
    if (holds) held = socket;
    else answer(socket);
  } else if (text.includes('sentinels')) socket.write('*0\r\n');
  else socket.write('+OK\r\n');
});

let asked = 0;
const retry = () => {
  asked += 1;
  return 50;
};
const client = new Redis({
  sentinels: [{ host: '127.0.0.1', port: sentinel.address().port }],
  name: 'mymaster',
  failoverDetector: true,
  protocol: 2,
  disableClientInfo: true,
  retryStrategy: retry,
  sentinelRetryStrategy: retry,
});
const errors = [];
client.on('error', ({ message }) => errors.push(message));
while (client.status !== 'ready' || !subscriber) await pause(10);
holds = true;
for (const socket of connections) socket.destroy();
while (!held) await pause(10);
const before = asked;
subscriber.write(list('message', '+switch-master', 'mymaster 127.0.0.1 1 127.0.0.1 2'));
await new Promise((resolve) => subscriber.once('close', resolve));
holds = false;
answer(held);
await pause(3000);
console.log(`3 s later: status ${client.status}, retry strategies asked ${asked - before} times, errors: ${errors.join(' ')}`);
const isStuck = client.status === 'end' && asked === before;
await client.connect();
console.log(`after connect(): ${client.status}`);
process.exit(isStuck ? 0 : 1);
NODE
timeout 60 node failover.mjs
