#!/usr/bin/env bash
# Guessed: graphql-ws and graphql-sse go on with subscriptions after a lost connection, and fail a mutation whose answer was lost with it.
# Seen: both send it again and tell nobody. graphql-ws does so without end, since its five attempts start over with each connection that
# is accepted: after 1001, 1005, 1006, 1012 and 1013 alike. graphql-sse sends it six times where a stream was cut or ended early.
# Versions: graphql-ws 6.4.2, graphql-sse 2.6.0, ws 8.23.0, Node 20 and later; 2026-11-28.
# For you: give a mutation an idempotency key whatever it goes over, or `retryAttempts: 0` to the client that takes it. A server that
# closes a WebSocket with 1012 must not begin what was on its way then.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --prefix . --silent --no-audit --no-fund graphql@16.15.0 graphql-ws@6.4.2 graphql-sse@2.6.0 ws@8.23.0
cat > try.mjs <<'JS'
import { createServer } from 'node:http';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import WebSocket, { WebSocketServer } from 'ws';

const mutation = { query: 'mutation { sign }' };
const ended = (client) =>
  new Promise((resolve) => client.subscribe(mutation, { next() {}, error: resolve, complete: resolve }));
const listening = async (server) => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address().port;
};

/** After so many times somebody answers. */
const PATIENCE = 20;

/** How often a server is told to sign that closes the connection each time. */
async function overWebSocket(close) {
  let signed = 0;
  const server = createServer();
  new WebSocketServer({ server }).on('connection', (socket) =>
    socket.on('message', (message) => {
      const { type, id } = JSON.parse(message);
      if (type === 'connection_init') return socket.send('{"type":"connection_ack"}');
      signed += 1;
      if (signed < PATIENCE) close(socket);
      else socket.send('{"id":"' + id + '","type":"complete"}');
    }),
  );
  const url = `ws://127.0.0.1:${await listening(server)}`;
  await ended(createClient({ url, webSocketImpl: WebSocket, retryWait: async () => {} }));
  server.close();
  return signed;
}

async function overEvents(close) {
  let signed = 0;
  const server = createServer((request, response) => {
    signed += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (signed < PATIENCE) response.write(':\n\n', () => close(response));
    else response.end('event: complete\ndata: \n\n');
  });
  const url = `http://127.0.0.1:${await listening(server)}`;
  await ended(createSseClient({ url, retry: async () => {} }));
  server.closeAllConnections();
  server.close();
  return signed;
}

const seen = {};
for (const code of [1001, 1012, 1013, 4500])
  seen[`WebSocket closed with ${code}`] = await overWebSocket((socket) => socket.close(code));
seen['WebSocket closed without a code (1005)'] = await overWebSocket((socket) => socket.close());
seen['WebSocket cut (1006)'] = await overWebSocket((socket) => socket.terminate());
seen['event stream cut'] = await overEvents((response) => response.socket.destroy());
seen['event stream ended'] = await overEvents((response) => response.end());
for (const [how, count] of Object.entries(seen)) console.log(`${how}: told to sign ${count} times`);
process.exit(JSON.stringify(Object.values(seen)) === '[20,20,20,1,20,20,6,6]' ? 0 : 1);
JS
node try.mjs
