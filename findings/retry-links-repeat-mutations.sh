#!/usr/bin/env bash
# Guess: a client's retry link repeats queries alone, and waits as long as Retry-After says.
# Seen (28 November 2026): Apollo Client 4.3.8's RetryLink, without options, sends a mutation five times, after a lost connection and
# after a 503 alike, within some seconds although the 503 says Retry-After: 60. urql's retryExchange 2.0.0 sends a mutation twice after a lost
# connection; a 503 with GraphQL errors in it is not repeated.
# For you: never put either in front of mutations that must not happen twice without `attempts: (count, operation) => …` or
# `retryIf: (error, operation) => operation.kind === 'query'`. An idempotency key in the variables makes the repetition harmless, since both
# send the same body again.
# Versions: @apollo/client@4.3.8, @urql/core@6.0.3, @urql/exchange-retry@2.0.0, graphql@16.15.0, rxjs@7.8.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/client@4.3.8 @urql/core@6.0.3 @urql/exchange-retry@2.0.0 graphql@16.15.0 rxjs@7.8.2
cat > run.mjs <<'JS'
import http from 'node:http';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { RetryLink } from '@apollo/client/link/retry';
import { Client, fetchExchange } from '@urql/core';
import { retryExchange } from '@urql/exchange-retry';

const bodies = [];
const answers = {
  'connection lost': (response) => response.destroy(),
  '503, Retry-After: 60': (response) =>
    response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '60' }).end('{"errors":[{"message":"busy"}]}'),
};
let answer;
const server = http.createServer(async (request, response) => {
  bodies.push(Buffer.concat(await request.toArray()).toString());
  answers[answer](response);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const mutation = gql`mutation Pay($key: ID!) { pay(key: $key) }`;
const variables = { key: 'k' };
const clients = {
  Apollo: () =>
    new ApolloClient({ link: new RetryLink().concat(new HttpLink({ uri: url })), cache: new InMemoryCache() }).mutate({ mutation, variables }),
  urql: () =>
    new Client({ url, exchanges: [retryExchange({}), fetchExchange], preferGetMethod: false }).mutation(mutation, variables).toPromise(),
};
const seen = [];
for (answer of Object.keys(answers)) {
  for (const [name, mutate] of Object.entries(clients)) {
    bodies.length = 0;
    await mutate().catch(() => undefined);
    seen.push(bodies.length);
    console.log(`${answer}, ${name}: sent ${bodies.length} times, ${new Set(bodies).size === 1 ? 'the same body' : 'other bodies'}`);
  }
}
process.exit(seen.join() === '5,2,5,1' ? 0 : 1);
JS
NODE_ENV=production node run.mjs
