#!/usr/bin/env bash
# Guessed: graphql-ws, which retries five times by default, tries again where a proxy answers the upgrade with 502 or 503.
# Seen: it retries connections that were open and are closed. One that fails is an error event before it is a close event, and
# `shouldRetry` takes close events alone unless you write your own: the subscription ends at once, with no retry at all.
# Versions: graphql-ws 6.4.2, ws 8.23.0, Node 20 and later; 2026-11-28.
# For you: behind a proxy write `shouldRetry: () => true`. A server that stops should take the upgrade and close it with 1012.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --prefix . --silent --no-audit --no-fund graphql@16.15.0 graphql-ws@6.4.2 ws@8.23.0
cat > try.mjs <<'JS'
import { createServer } from 'node:http';
import { createClient } from 'graphql-ws';
import WebSocket, { WebSocketServer } from 'ws';

let upgrades = 0;
/** A server that turns the first upgrades away, or takes them and closes them. */
async function tries(refuse, options) {
  upgrades = 0;
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    upgrades += 1;
    if (refuse === 503) return socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (open) => open.close(1012));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createClient({
    url: `ws://127.0.0.1:${server.address().port}`,
    webSocketImpl: WebSocket,
    retryWait: async () => {},
    ...options,
  });
  await new Promise((ended) => client.subscribe({ query: '{ a }' }, { next() {}, error: ended, complete: ended }));
  server.close();
  return upgrades;
}
const seen = {
  'refused with 503': await tries(503),
  'closed with 1012': await tries(1012),
  'refused with 503, shouldRetry: () => true': await tries(503, { shouldRetry: () => true }),
};
for (const [how, count] of Object.entries(seen)) console.log(`${how}: ${count} connections tried`);
process.exit(JSON.stringify(Object.values(seen)) === '[1,6,6]' ? 0 : 1);
JS
node try.mjs
