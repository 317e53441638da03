#!/usr/bin/env bash
# Guess: retryAttempts: 1 of graphql-ws and graphql-sse means that a subscription is tried twice, then its sink gets the error; the waits grow.
# Seen (28 November 2026, graphql-ws 6.4.2, graphql-sse 2.6.1): a server that accepts, sends one event and then ends the connection (close
# 1013 "try again later"; an event stream cut short) is connected to for ever. Each accepted connection sets the count back to 0, and
# with it the wait: always the first step of the back-off, never a longer one.
# For you: a server that is too busy must refuse before it accepts (the upgrade, or a status); closing accepted sockets under load brings all
# of them back within seconds. Who wants the client to give up says so with a fatal code (4400, 4401, 4429, 4500) or in `shouldRetry`.
# Versions: graphql-ws@6.4.2, graphql-sse@2.6.1, graphql@16.15.0, ws@8.23.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund graphql-ws@6.4.2 graphql-sse@2.6.1 graphql@16.15.0 ws@8.23.0
cat > run.mjs <<'JS'
import http from 'node:http';
import { createClient as createSse } from 'graphql-sse';
import { createClient as createWs } from 'graphql-ws';
import WebSocket, { WebSocketServer } from 'ws';

const ENOUGH = 12;
let connections = 0;
const server = http.createServer((request, response) => {
  connections++;
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: next\ndata: {"data":{"a":1}}\n\n');
  setTimeout(() => response.end(), 20);
});
new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' }).on('connection', (socket) => {
  connections++;
  socket.on('message', (text) => {
    const { type, id } = JSON.parse(text);
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type !== 'subscribe') return;
    socket.send(JSON.stringify({ id, type: 'next', payload: { data: { a: 1 } } }));
    setTimeout(() => socket.close(1013, 'try again later'), 20);
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const host = `127.0.0.1:${server.address().port}`;
const clients = {
  'graphql-ws': (wait) => createWs({ url: `ws://${host}`, webSocketImpl: WebSocket, retryAttempts: 1, retryWait: wait }),
  'graphql-sse': (wait) => createSse({ url: `http://${host}`, retryAttempts: 1, retry: wait }),
};
let isAsSeen = true;
for (const [name, create] of Object.entries(clients)) {
  connections = 0;
  const counts = [];
  // Called with the count that the back-off grows by.
  const client = create(async (count) => void counts.push(count));
  let end = null;
  client.subscribe({ query: 'subscription { a }' }, { next() {}, error: () => (end = 'error'), complete: () => (end = 'complete') });
  const giveUpAt = Date.now() + 10_000;
  while (connections < ENOUGH && end === null && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(`${name}: ${connections} connections with retryAttempts 1, counts ${[...new Set(counts)].join()}, sink: ${end ?? 'told nothing'}`);
  isAsSeen &&= connections >= ENOUGH && end === null && counts.every((count) => count === 0);
  client.dispose();
}
process.exit(isAsSeen ? 0 : 1);
JS
node run.mjs
