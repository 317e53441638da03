#!/usr/bin/env bash
# Guess: a client of GraphQL over server-sent events that loses its stream before `event: complete` treats that as a lost connection.
# Seen (28 November 2026): only graphql-sse 2.6.1 connects again. urql 6.0.3 (fetchSubscriptions) gives hasNext: false and no error, and
# @graphql-tools/executor-http 3.4.1 ends the iteration, both exactly as after `complete`: a proxy's time limit or a server's restart
# looks like the end of the subscription.
# For you: with those two, subscribe again whenever a subscription ends that you did not end; the protocol's `complete` is not passed on.
# Versions: @urql/core@6.0.3, @graphql-tools/executor-http@3.4.1, graphql-sse@2.6.1, graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @urql/core@6.0.3 @graphql-tools/executor-http@3.4.1 graphql-sse@2.6.1 graphql@16.15.0
cat > run.mjs <<'JS'
import http from 'node:http';
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { Client, fetchExchange } from '@urql/core';
import { parse } from 'graphql';
import { createClient } from 'graphql-sse';

let requests = 0;
let end;
const server = http.createServer((request, response) => {
  requests++;
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: next\ndata: {"data":{"a":1}}\n\n');
  setTimeout(() => response.end(end), 30);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const document = parse('subscription { a }');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const clients = {
  async urql() {
    const seen = [];
    const client = new Client({ url, exchanges: [fetchExchange], fetchSubscriptions: true });
    const { unsubscribe } = client.subscription(document, {}).subscribe(({ error, hasNext }) => seen.push(error ? 'error' : `hasNext ${hasNext}`));
    await pause(500);
    unsubscribe();
    return seen.at(-1);
  },
  async 'executor-http'() {
    for await (const _ of await buildHTTPExecutor({ endpoint: url, method: 'POST' })({ document }));
    return 'ended';
  },
  async 'graphql-sse'() {
    const client = createClient({ url, retry: () => pause(20) });
    let seen = 'goes on';
    const stop = client.subscribe({ query: 'subscription { a }' }, { next() {}, error: () => (seen = 'error'), complete: () => (seen = 'complete') });
    await pause(500);
    const result = seen;
    stop();
    client.dispose();
    return result;
  },
};
const seen = {};
for (const [how, last] of [['cut short', ''], ['complete', 'event: complete\ndata:\n\n']]) {
  end = last;
  for (const [name, watch] of Object.entries(clients)) {
    requests = 0;
    const told = await watch();
    seen[`${name}, ${how}`] = `${told}, ${requests > 1 ? 'connects again' : 'one request'}`;
  }
}
console.log(seen);
const isAsSeen = ['urql', 'executor-http'].every((name) => seen[`${name}, cut short`] === seen[`${name}, complete`]) &&
  seen['urql, cut short'] === 'hasNext false, one request' && seen['graphql-sse, cut short'] === 'goes on, connects again' &&
  seen['graphql-sse, complete'] === 'complete, one request';
process.exit(isAsSeen ? 0 : 1);
JS
node run.mjs
