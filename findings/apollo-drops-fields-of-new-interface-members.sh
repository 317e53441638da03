#!/usr/bin/env bash
# Guess: `... on Problem { message }` gives the message of every member of the interface, also of one that the server got after the
# client was built.
# Seen (28 November 2026): @apollo/client 4.3.8 leaves the message out, of a query and of a mutation, without an error or a warning in
# production: its cache matches a fragment on an interface by possibleTypes alone. { fetchPolicy: 'no-cache' } gives it.
# For you: an old frontend shows an empty sentence for a new kind of refusal, and a fragment on each known member does not help.
# Give `possibleTypes` at run time or mutate with `no-cache` where unknown members matter, and have a sentence
# of your own for each `__typename` that you do not know.
# Versions: @apollo/client@4.3.8, graphql@16.15.0, rxjs@7.8.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/client@4.3.8 graphql@16.15.0 rxjs@7.8.2
cat > run.mjs <<'JS'
import http from 'node:http';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';

const server = http.createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"data":{"step":{"__typename":"NewProblem","message":"Sorry."}}}');
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const uri = `http://127.0.0.1:${server.address().port}/`;
const fields = '{ step { __typename ... on Done { isDone } ... on Problem { message } } }';
const client = () =>
  new ApolloClient({
    link: new HttpLink({ uri }),
    // As it was when the frontend was built.
    cache: new InMemoryCache({ possibleTypes: { Problem: ['Rejection'], StepResult: ['Done', 'Rejection'] } }),
  });
const read = {
  query: () => client().query({ query: gql(fields) }),
  mutation: () => client().mutate({ mutation: gql(`mutation ${fields}`) }),
  'query, no-cache': () => client().query({ query: gql(fields), fetchPolicy: 'no-cache' }),
  'mutation, no-cache': () => client().mutate({ mutation: gql(`mutation ${fields}`), fetchPolicy: 'no-cache' }),
};
const seen = [];
for (const [name, ask] of Object.entries(read)) {
  const { data, error } = await ask();
  seen.push(data.step.message ?? 'no message');
  console.log(`${name}: ${JSON.stringify(data)}, ${error ? error.name : 'no error'}`);
}
process.exit(seen.join() === 'no message,no message,Sorry.,Sorry.' ? 0 : 1);
JS
NODE_ENV=production node --conditions=production run.mjs
