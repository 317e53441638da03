#!/usr/bin/env bash
# Guess: of two equal queries in flight, each with a signal of its own, aborting one ends that one alone.
# Seen (28 November 2026, @apollo/client 4.3.8): both share one request, which has the signal of the first. Aborting the first fails
# the second with AbortError too; aborting the second does nothing at all, and it gets its data.
# For you: a component that leaves the page takes the answer away from another that stays. Set `context: { queryDeduplication: false }`
# on reads that you abort, or leave the abort to Apollo: a watched query ends its request when the last observer unsubscribes.
# Versions: @apollo/client@4.3.8, graphql@16.15.0, rxjs@7.8.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/client@4.3.8 graphql@16.15.0 rxjs@7.8.2
cat > run.mjs <<'JS'
import http from 'node:http';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';

const waiting = [];
let requests = 0;
const server = http.createServer((request, response) => {
  requests++;
  request.resume().on('end', () => waiting.push(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"a":1}}')));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const uri = `http://127.0.0.1:${server.address().port}/`;

async function abort(which, more = {}) {
  requests = 0;
  const client = new ApolloClient({ link: new HttpLink({ uri }), cache: new InMemoryCache() });
  const stops = [new AbortController(), new AbortController()];
  const answers = stops.map(({ signal }) =>
    client.query({ query: gql`{ a }`, context: { ...more, fetchOptions: { signal } } }).then(({ data }) => `a is ${data.a}`, ({ name }) => name),
  );
  const wanted = more.queryDeduplication === false ? 2 : 1;
  while (waiting.length < wanted) await new Promise((resolve) => setTimeout(resolve, 10));
  stops[which].abort();
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const answer of waiting.splice(0)) answer();
  return `${(await Promise.all(answers)).join(', ')} (requests: ${requests})`;
}
const seen = [await abort(0), await abort(1), await abort(0, { queryDeduplication: false })];
console.log(`first aborted: ${seen[0]}\nsecond aborted: ${seen[1]}\nfirst aborted, without deduplication: ${seen[2]}`);
const expected = ['AbortError, AbortError (requests: 1)', 'a is 1, a is 1 (requests: 1)', 'AbortError, a is 1 (requests: 2)'];
process.exit(seen.join('|') === expected.join('|') ? 0 : 1);
JS
NODE_ENV=production node run.mjs
