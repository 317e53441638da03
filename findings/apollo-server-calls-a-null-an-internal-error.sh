#!/usr/bin/env bash
# Guess: Apollo Server tells a client that sends null where none may stand BAD_USER_INPUT, with 400, however the null gets there; INTERNAL_SERVER_ERROR is the server's own.
# Seen (1 December 2026, @apollo/server 5.5.1, graphql 16.15.0): so it is where the variable is `$id: ID!`. Where the document lets a nullable variable stand, as
# GraphQL allows because the variable or the argument has a default (`list(first: Int! = 10)` with `$first: Int`), the null is found only
# while the field is executed: 200, the field is null, and the code is INTERNAL_SERVER_ERROR, as for a fault in a resolver. Yoga 5.24.1 and Mercurius 16.10.1
# give no code in either case. The sentence is graphql-js's in all three.
# For you: a page whose variable is null and not undefined raises the alert about internal errors, and no resolver has run. In `formatError` such an error is
# known by `nodes`: they are a value (`Variable`), not a `Field`. In documents write `$first: Int! = 10`, which is refused with 400.
# Versions: @apollo/server@5.5.1, graphql@16.15.0, graphql-yoga@5.24.1, mercurius@16.10.1, fastify@5.12.8.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @apollo/server@5.5.1 graphql@16.15.0 graphql-yoga@5.24.1 mercurius@16.10.1 fastify@5.12.8
cat > run.mjs <<'JS'
import http from 'node:http';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import fastify from 'fastify';
import { createSchema, createYoga } from 'graphql-yoga';
import mercurius from 'mercurius';

const typeDefs = 'type Query { item(id: ID!): String, list(first: Int! = 10): String, items(ids: [ID!]!): String }';
const resolvers = { Query: { item: () => 'x', list: () => 'x', items: () => 'x' } };
const servers = {
  async 'Apollo Server'() {
    const server = new ApolloServer({ typeDefs, resolvers, includeStacktraceInErrorResponses: false });
    return (await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })).url;
  },
  async Yoga() {
    const server = http.createServer(createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false }));
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${server.address().port}/graphql`;
  },
  async Mercurius() {
    const app = fastify();
    app.register(mercurius, { schema: typeDefs, resolvers });
    return `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  },
};
const operations = {
  'required variable, null': { query: 'query ($id: ID!) { item(id: $id) }', variables: { id: null } },
  'variable with a default, null': { query: 'query ($id: ID = "1") { item(id: $id) }', variables: { id: null } },
  'argument with a default, null': { query: 'query ($first: Int) { list(first: $first) }', variables: { first: null } },
  'item of a list, null': { query: 'query ($id: ID = "1") { items(ids: [$id]) }', variables: { id: null } },
};
const seen = {};
for (const [name, start] of Object.entries(servers)) {
  const url = await start();
  seen[name] = [];
  for (const [kind, operation] of Object.entries(operations)) {
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json;q=0.9' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(operation) });
    const { data, errors } = await answer.json();
    seen[name].push(`${answer.status} ${errors?.[0].extensions?.code}`);
    console.log(`${name}, ${kind}: ${answer.status}, code ${errors?.[0].extensions?.code}, "${errors?.[0].message}", data ${JSON.stringify(data)}`);
  }
}
const without = ['400 undefined', ...Array(3).fill('200 undefined')].join();
const isAsSeen =
  seen['Apollo Server'].join() === ['400 BAD_USER_INPUT', ...Array(3).fill('200 INTERNAL_SERVER_ERROR')].join() &&
  seen.Yoga.join() === without && seen.Mercurius.join() === without;
process.exit(isAsSeen ? 0 : 1);
JS
NODE_ENV=production node run.mjs
