#!/usr/bin/env bash
# Guess: a server with `perMessageDeflate: true` of ws compresses what is longer than its `threshold` of 1024 bytes, so that connections with short
# messages need little more than without compression; `serverNoContextTakeover` gives the memory back after each message.
# Seen (28 November 2026, ws 8.23.0, Node 20.20 and 24.21): the threshold counts only where the server keeps no context. By default a message of
# 26 bytes is compressed, and each connection holds a quarter of a megabyte for good, some kB without compression. Without context it
# is 15 to 30 kB while messages stay below the threshold, and the same quarter megabyte once one was longer: the context is reset, not freed.
# Browsers offer compression on every WebSocket.
# For you: for many quiet connections leave compression off (the default), or set both sides' NoContextTakeover and a threshold above what
# you send; 10,000 pages that are told a status now and then are 0.2 GB or 2.5 GB.
# Versions: ws@8.23.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund ws@8.23.0
cat > run.mjs <<'JS'
import { fork } from 'node:child_process';
import { WebSocket, WebSocketServer } from 'ws';

const CONNECTIONS = 200;
const WITHOUT_CONTEXT = { serverNoContextTakeover: true, clientNoContextTakeover: true };
const MODES = {
  'no compression': false,
  'compression': true,
  'without context': WITHOUT_CONTEXT,
  'without context, threshold 0': { ...WITHOUT_CONTEXT, threshold: 0 },
};
const [, file, mode] = process.argv;
if (mode) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: MODES[mode] });
  server.on('connection', (socket) => socket.on('message', (message) => socket.send(String(message))));
  server.on('listening', () => process.send(server.address().port));
  process.on('message', () => {
    gc();
    setTimeout(() => { gc(); process.send(process.memoryUsage().rss); }, 300);
  });
} else {
  const seen = {};
  for (const each of Object.keys(MODES)) {
    const child = fork(file, [each], { execArgv: ['--expose-gc'] });
    const told = () => new Promise((resolve) => child.once('message', resolve));
    const memory = () => { const answer = told(); child.send('?'); return answer; };
    const url = `ws://127.0.0.1:${await told()}`;
    const sockets = [];
    const connect = async (count) => {
      for (let index = 0; index < count; index++) {
        const socket = new WebSocket(url);
        sockets.push(socket);
        socket.on('open', () => socket.send('{"type":"connection_init"}'));
        await new Promise((answered) => socket.once('message', answered));
      }
    };
    await connect(50);
    const before = await memory();
    await connect(CONNECTIONS);
    seen[each] = Math.round((await memory() - before) / CONNECTIONS / 1024);
    child.kill();
    for (const socket of sockets) socket.terminate();
  }
  console.log('kB for each connection:', seen);
  const [none, all, without, withoutThreshold] = Object.values(seen);
  process.exit(none < 40 && all > 150 && without < all / 3 && withoutThreshold > 150 ? 0 : 1);
}
JS
timeout 100 node run.mjs
