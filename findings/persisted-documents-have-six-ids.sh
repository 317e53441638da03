#!/usr/bin/env bash
# Guess: the same operation has the same hash in every tool that says SHA-256, since each prints the document by graphql-js first.
# Seen (28 November 2026): one query with one fragment has six ids. @apollo/generate-persisted-query-manifest 1.4.0 and Apollo Client's
# PersistedQueryLink agree (with __typename added). codegen's client preset 6.2.0 sorts fields and definitions, adds none, puts the
# text on one line and `sha256:` before the hash. relay-compiler 21.0.1 has MD5 of its own print (with `id` added). urql's persistedExchange
# 5.0.1 hashes a DocumentNode of parse() as it was written, a string or a graphcache document as urql prints it, so three more.
# For you: two frontends share no entry of a server's store of documents, whatever the algorithm. A server must take the id as opaque, never
# compute it from its own print of the text, and a manifest must come from the tool that sends the ids.
# Versions: as named, @apollo/client@4.3.8, @graphql-codegen/cli@7.4.3, @urql/core@6.0.3, graphcache 9.0.2, graphql@16.15.0, rxjs@7.8.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/client@4.3.8 rxjs@7.8.2 graphql@16.15.0 @apollo/generate-persisted-query-manifest@1.4.0 \
  @graphql-codegen/cli@7.4.3 @graphql-codegen/client-preset@6.2.0 relay-compiler@21.0.1 @urql/core@6.0.3 @urql/exchange-persisted@5.0.1 \
  @urql/exchange-graphcache@9.0.2
mkdir -p src relay/__generated__
echo 'type Query { a(id: ID!): A } type A { id: ID! b: Int }' > schema.graphql
printf 'query docQuery($id: ID!) { a(id: $id) { ...doc_a } }\nfragment doc_a on A { id b }\n' > src/doc.graphql
echo 'graphql`query docQuery($id: ID!) { a(id: $id) { ...doc_a } }`; graphql`fragment doc_a on A { id b }`;' > relay/doc.js
# Relay's compiler wants the file to be there.
echo '{}' > relay/persisted.json
echo '{"src":".","schema":"../schema.graphql","language":"javascript","artifactDirectory":"__generated__","persistConfig":{"file":"./persisted.json"}}' > relay/relay.config.json
echo '{"documents":["src/**/*.graphql"],"output":"apollo.json"}' > persisted-query-manifest.config.json
echo '{"schema":"schema.graphql","documents":"src/**/*.graphql","generates":{"gen/":{"preset":"client","presetConfig":{"persistedDocuments":true}}}}' > codegen.json
(cd relay && npx relay-compiler >/dev/null)
npx generate-persisted-query-manifest >/dev/null
npx graphql-codegen --config codegen.json >/dev/null 2>&1
cat > run.mjs <<'JS'
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { persistedExchange } from '@urql/exchange-persisted';
import { parse } from 'graphql';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const text = readFileSync('src/doc.graphql', 'utf8');
let sent;
const server = http.createServer(async (request, response) => {
  sent = JSON.parse(Buffer.concat(await request.toArray()).toString()).extensions.persistedQuery.sha256Hash;
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"a":{"__typename":"A","id":"1","b":1}}}');
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const variables = { id: '1' };
const sha256 = async (document) => createHash('sha256').update(document).digest('hex');
const urql = async (query, ...before) => {
  const exchanges = [...before, persistedExchange({ preferGetForPersistedQueries: false }), fetchExchange];
  await new Client({ url, exchanges, preferGetMethod: false }).query(query, variables).toPromise();
  return sent;
};
const ids = {
  'Apollo, manifest': read('apollo.json').operations[0].id,
  'Apollo, run time': await new ApolloClient({ link: new PersistedQueryLink({ sha256 }).concat(new HttpLink({ uri: url })), cache: new InMemoryCache() })
    .query({ query: gql(text), variables })
    .then(() => sent),
  'codegen, client preset': Object.keys(read('gen/persisted-documents.json'))[0],
  'Relay': Object.keys(read('relay/persisted.json'))[0],
  'urql, of parse()': await urql(parse(text)),
  'urql, of a string': await urql(text),
  'urql, graphcache': await urql(parse(text), cacheExchange({})),
};
console.log(ids);
process.exit(new Set(Object.values(ids)).size === 6 && ids['Apollo, manifest'] === ids['Apollo, run time'] ? 0 : 1);
JS
node run.mjs
