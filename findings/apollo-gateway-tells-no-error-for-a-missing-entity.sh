#!/usr/bin/env bash
# Guess: where a field that is not null has no value, the answer carries an error with its path, as GraphQL says (6.4.4, Handling
# Execution Errors).
# Seen (28 November 2026, @apollo/gateway 2.14.4): another subgraph refers to an entity that its owner answers with null in `_entities`, as
# for one that is gone or not this caller's. The client gets `data: null` and no `errors` at all, under HTTP 200. Why is said in
# `extensions.valueCompletion` alone, which no client library reads: Apollo Client, urql and Relay see an answer without data and without an error.
# For you: make fields that another subgraph adds nullable on your side of the reference, and let a client treat `data: null` without
# errors as a failure.
# Versions: @apollo/gateway@2.14.4, @apollo/subgraph@2.14.4, @apollo/server@5.5.1, graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/gateway@2.14.4 @apollo/subgraph@2.14.4 @apollo/server@5.5.1 @apollo/composition@2.14.4 graphql@16.15.0
cat > run.mjs <<'JS'
import { composeServices } from '@apollo/composition';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const subgraphs = {
  requests: {
    typeDefs: parse(`${link} type Query { a: Int } type Request @key(fields: "id") { id: ID! status: String! }`),
    resolvers: { Request: { __resolveReference: () => null } },
  },
  notes: {
    typeDefs: parse(`${link} type Query { noted: Request } type Request @key(fields: "id") { id: ID! note: String }`),
    resolvers: { Query: { noted: () => ({ id: '1', note: 'kept' }) } },
  },
};
const { supergraphSdl } = composeServices(
  Object.entries(subgraphs).map(([name, { typeDefs }]) => ({ name, url: 'http://localhost', typeDefs })),
);
const gateway = new ApolloGateway({
  supergraphSdl,
  buildService: ({ name }) => new LocalGraphQLDataSource(buildSubgraphSchema([subgraphs[name]])),
});
const server = new ApolloServer({ gateway });
await server.start();
const { body, http } = await server.executeOperation({ query: '{ noted { note status } }' });
const { data, errors, extensions } = body.singleResult;
console.log('status', http.status ?? 200, 'data', JSON.stringify(data), 'errors', JSON.stringify(errors));
console.log('extensions', JSON.stringify(extensions));
const isAsSeen = errors === undefined && data?.noted == null &&
  /Cannot return null/.test(extensions?.valueCompletion?.[0]?.message);
process.exit(isAsSeen ? 0 : 1);
JS
node run.mjs
