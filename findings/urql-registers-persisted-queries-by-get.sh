#!/usr/bin/env bash
# Guess: when a server does not know a hash, a link sends the text by POST, as Apollo Client's does; or at least as the client's
# own `preferGetMethod: false` wants it.
# Seen (28 November 2026, @urql/exchange-persisted 5.0.1 with @urql/core 6.0.3): the text follows by GET, in the address, as long as that stays under 2048
# characters; by POST beyond. `preferGetMethod: false` of the client changes nothing: the exchange sets its own for every query.
# With `preferGetForPersistedQueries: false` both are POST.
# For you: the documents, and variables with them, lie in every access log between browser and server. A cache may keep the answer to the
# GET with the text as well. Say `preferGetForPersistedQueries: false` where variables are personal.
# Versions: @urql/core@6.0.3, @urql/exchange-persisted@5.0.1, graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @urql/core@6.0.3 @urql/exchange-persisted@5.0.1 graphql@16.15.0
cat > run.mjs <<'JS'
import http from 'node:http';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';

let sent = [];
const server = http.createServer(async (request, response) => {
  const body = (await request.toArray()).join('');
  const query = request.method === 'GET'
    ? new URL(request.url, 'http://localhost').searchParams.get('query')
    : JSON.parse(body).query;
  sent.push(`${request.method} ${query ? 'hash and text' : 'hash'}`);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(query ? { data: { a: 1 } } : { errors: [{ message: 'PersistedQueryNotFound' }] }));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;
async function ask(query, ofExchange, ofClient) {
  sent = [];
  const client = new Client({ url, exchanges: [persistedExchange(ofExchange), fetchExchange], ...ofClient });
  await client.query(query, {}).toPromise();
  return sent.join(', ');
}
const long = `{ ${Array.from({ length: 400 }, (_, at) => `f${at}: a`).join(' ')} }`;
const seen = {
  'as it comes': await ask('{ a }'),
  'a long document': await ask(long),
  'preferGetMethod: false of the client': await ask('{ a }', {}, { preferGetMethod: false }),
  'preferGetForPersistedQueries: false': await ask('{ a }', { preferGetForPersistedQueries: false }),
};
console.log(seen);
const byGet = 'GET hash, GET hash and text';
process.exit(Object.values(seen).join('; ') === [
  byGet, 'GET hash, POST hash and text', byGet, 'POST hash, POST hash and text',
].join('; ') ? 0 : 1);
JS
node run.mjs
