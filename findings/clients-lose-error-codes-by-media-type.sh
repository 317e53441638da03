#!/usr/bin/env bash
# Guess: a client that is answered 4xx or 5xx with { errors: [{ extensions: { code } }] } gives its caller that code, whatever JSON type
# the answer has.
# Seen (28 November 2026): @apollo/client 4.3.8 reads the errors of a 4xx or 5xx only where the type is
# application/graphql-response+json; with application/json it gives a ServerError without them (the text is in bodyText).
# @urql/core 6.0.3 and graphql-request 7.4.0 read both. graphql-request throws for each of them, also with errorPolicy 'all',
# and then throws away a partial `data` of a 500.
# For you: whatever stands before a GraphQL server and refuses (overload, size, sign-in) should answer with the newer type where
# the request accepts it, or Apollo Client's users can't tell RATE_LIMITED from anything else.
# Versions: as named, graphql@16.15.0, rxjs@7.8.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/client@4.3.8 @urql/core@6.0.3 graphql-request@7.4.0 graphql@16.15.0 rxjs@7.8.2
cat > run.mjs <<'JS'
import http from 'node:http';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { GraphQLClient } from 'graphql-request';

const body = JSON.stringify({ data: { a: null }, errors: [{ message: 'm', path: ['a'], extensions: { code: 'CODE' } }] });
let type;
const server = http.createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(500, { 'content-type': type }).end(body));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const codeOf = (errors) => errors?.[0]?.extensions?.code ?? 'none';
const clients = {
  apollo: async () => {
    const client = new ApolloClient({ link: new HttpLink({ uri: url }), cache: new InMemoryCache() });
    const { data, error } = await client.query({ query: gql`{ a }`, errorPolicy: 'all' });
    return `${error.name}, code ${codeOf(error.errors)}, data ${JSON.stringify(data)}`;
  },
  urql: async () => {
    const { data, error } = await new Client({ url, exchanges: [fetchExchange], preferGetMethod: false }).query('{ a }', {}).toPromise();
    return `${error.name}, code ${codeOf(error.graphQLErrors)}, data ${JSON.stringify(data)}`;
  },
  'graphql-request': () =>
    new GraphQLClient(url, { errorPolicy: 'all' }).rawRequest('{ a }').then(
      () => 'answered',
      (error) => `thrown, code ${codeOf(error.response?.errors)}`,
    ),
};
const seen = [];
for (type of ['application/json', 'application/graphql-response+json']) {
  for (const [name, ask] of Object.entries(clients)) {
    seen.push(await ask());
    console.log(`${type}, ${name}: ${seen.at(-1)}`);
  }
}
const expected = [
  'ServerError, code none, data undefined',
  'CombinedError, code CODE, data {"a":null}',
  'thrown, code CODE',
  'CombinedGraphQLErrors, code CODE, data {"a":null}',
  'CombinedError, code CODE, data {"a":null}',
  'thrown, code CODE',
];
process.exit(JSON.stringify(seen) === JSON.stringify(expected) ? 0 : 1);
JS
node run.mjs
