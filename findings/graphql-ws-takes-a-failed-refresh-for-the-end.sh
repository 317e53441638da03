#!/usr/bin/env bash
# Guess: graphql-ws and graphql-sse count it as a failed connection, and try again, when a function of theirs rejects that was given to fetch a
# fresh token or address: `connectionParams` and `url`, `headers` and `url`.
# Seen (28 November 2026, graphql-ws 6.4.2, graphql-sse 2.6.1): neither does, with `retryAttempts: 5`. graphql-ws opens the socket, asks for the
# parameters, and closes it with its own 4005, which is among the codes that are never retried: with `shouldRetry: () => true` it
# connects once more, and ends the subscription all the same. graphql-sse ends too, without a request. A `url` of graphql-ws that
# rejects tells neither `error` nor `complete`: the rejection is an unhandled one.
# For you: one lost request of the token's refresh ends every subscription of the page. Repeat the refresh inside the function.
# Versions: graphql-ws@6.4.2, graphql-sse@2.6.1, graphql@16.15.0, ws@8.23.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund graphql-ws@6.4.2 graphql-sse@2.6.1 graphql@16.15.0 ws@8.23.0
cat > run.mjs <<'JS'
import http from 'node:http';
import { buildSchema } from 'graphql';
import { createClient as sseClient } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/http';
import { createClient as wsClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';

const schema = buildSchema('type Query { a: Int } type Subscription { n: Int }');
const rootValue = { n: async function* () { yield { n: 1 }; } };
let connections = 0;
const server = http.createServer(createHandler({ schema, rootValue })).on('request', () => connections++);
const sockets = new WebSocketServer({ server }).on('connection', () => connections++);
useServer({ schema, roots: { subscription: rootValue } }, sockets);
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const at = `127.0.0.1:${server.address().port}/`;
let unhandled = 0;
process.on('unhandledRejection', () => unhandled++);

const failsOnce = (value) => {
  let isSecond = false;
  return async () => {
    if (isSecond) return value;
    isSecond = true;
    throw new Error('refresh failed');
  };
};
const retries = { retryAttempts: 5, retryWait: async () => {}, shouldRetry: () => true, webSocketImpl: WebSocket };
const clients = {
  'graphql-ws, connectionParams': () => wsClient({ ...retries, url: `ws://${at}`, connectionParams: failsOnce({}) }),
  'graphql-ws, url': () => wsClient({ ...retries, url: failsOnce(`ws://${at}`) }),
  'graphql-sse, headers': () => sseClient({ url: `http://${at}`, retryAttempts: 5, retry: async () => {}, headers: failsOnce({}) }),
  'graphql-sse, url': () => sseClient({ url: failsOnce(`http://${at}`), retryAttempts: 5, retry: async () => {} }),
};
const seen = {};
for (const [name, open] of Object.entries(clients)) {
  connections = unhandled = 0;
  const told = [];
  await new Promise((end) => {
    setTimeout(end, 2000);
    open().subscribe(
      { query: 'subscription { n }' },
      {
        next: ({ data }) => told.push(`event ${data.n}`),
        error: (error) => end(told.push(`error ${error.code ?? ''} ${error.reason ?? error.message}`)),
        complete: () => end(told.push('complete')),
      },
    );
  });
  seen[name] = { told: told.join(', ') || 'nothing', connections, unhandled };
}
console.table(seen);
const rows = Object.values(seen).map(({ told, connections: count, unhandled: lost }) => `${told.replace(/ (4005)? */, ' ')}|${count}|${lost}`);
const ended = 'error refresh failed|0|0';
process.exit(/^error refresh failed\|[12]\|0$/.test(rows[0]) && rows[1] === 'nothing|0|1' && rows[2] === ended && rows[3] === ended ? 0 : 1);
JS
timeout 60 node run.mjs
