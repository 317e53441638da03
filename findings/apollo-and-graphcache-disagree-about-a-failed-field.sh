#!/usr/bin/env bash
# Guess: a normalised cache that has a value of a field keeps it when a later answer has null and an error in its place.
# Seen (28 November 2026): @apollo/client 4.3.8 keeps it with errorPolicy 'none' (it throws, and writes nothing, not even the fields that
# came), and writes the null over it with 'all': a later read from the cache is null without an error.
# @urql/exchange-graphcache 9.0.2 shows the null with its error, then takes the field for unknown: the next cache-first read goes to the server.
# For you: with Apollo's 'all', a form that failed once stays empty for every other component until somebody refetches; tell null from
# failed by the error of that answer, not by the cache.
# Versions: @apollo/client@4.3.8, @urql/core@6.0.3, @urql/exchange-graphcache@9.0.2, graphql@16.15.0, rxjs@7.8.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/client@4.3.8 @urql/core@6.0.3 @urql/exchange-graphcache@9.0.2 graphql@16.15.0 rxjs@7.8.2
cat > run.mjs <<'JS'
import http from 'node:http';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';

let requests = 0;
const whole = { data: { product: { __typename: 'Product', id: '1', name: 'old', form: ['x'] } } };
const failed = { data: { product: { ...whole.data.product, name: 'new', form: null } }, errors: [{ message: 'm', path: ['product', 'form'] }] };
const server = http.createServer((request, response) => {
  requests++;
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(requests === 2 ? failed : whole));
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const query = gql`{ product { __typename id name form } }`;
const told = ({ data }) => `${data.product.name} ${JSON.stringify(data.product.form)}`;

async function apollo(errorPolicy) {
  requests = 0;
  const client = new ApolloClient({ link: new HttpLink({ uri: url }), cache: new InMemoryCache() });
  await client.query({ query });
  await client.query({ query, fetchPolicy: 'network-only', errorPolicy }).catch(() => undefined);
  return `${told(await client.query({ query, errorPolicy }))}, ${requests} requests`;
}
async function graphcache() {
  requests = 0;
  const client = new Client({ url, exchanges: [cacheExchange({}), fetchExchange], preferGetMethod: false });
  await client.query(query, {}).toPromise();
  await client.query(query, {}, { requestPolicy: 'network-only' }).toPromise();
  return `${told(await client.query(query, {}).toPromise())}, ${requests} requests`;
}
const seen = { 'Apollo, none': await apollo('none'), 'Apollo, all': await apollo('all'), graphcache: await graphcache() };
console.log(seen);
const expected = ['old ["x"], 2 requests', 'new null, 2 requests', 'old ["x"], 3 requests'];
process.exit(Object.values(seen).join() === expected.join() ? 0 : 1);
JS
NODE_ENV=production node run.mjs
