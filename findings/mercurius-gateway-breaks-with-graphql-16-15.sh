#!/usr/bin/env bash
# Guess: a minor release of graphql 16 changes nothing for a router whose range (^16.12) takes it.
# Seen (28 November 2026, @mercuriusjs/gateway 5.2.0): with graphql 16.14.2 a field of another service is answered; with 16.15.0, which
# npm installs by that range, it is null and "value.includes is not a function". The gateway writes the type itself, and not its name,
# into a Name of the document that it prints; graphql's new printer takes nothing but a string there, the one before took anything.
# Only what joins two services fails: a health check or a query to one service stays green.
# For you: pin graphql to 16.14.2 beside Mercurius' gateway, and let a test ask for a field of each service through it.
# Versions: @mercuriusjs/gateway@5.2.0, mercurius@16.10.1, @mercuriusjs/federation@5.0.0, fastify@5.12.8, graphql@16.14.2 and @16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat > run.mjs <<'JS'
import gateway from '@mercuriusjs/gateway';
import federation from '@mercuriusjs/federation';
import fastify from 'fastify';
import { version } from 'graphql';

async function service(schema, resolvers) {
  const app = fastify();
  await app.register(federation, { schema, resolvers });
  return `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
}
const requests = await service(
  'extend type Query { request: Request } type Request @key(fields: "id") { id: ID! status: String }',
  { Query: { request: () => ({ id: '1', status: 'SIGNED' }) } },
);
const notes = await service('extend type Request @key(fields: "id") { id: ID! @external note: String }', {
  Request: { note: ({ id }) => `about ${id}` },
});
const router = fastify();
await router.register(gateway, {
  gateway: { services: [{ name: 'requests', url: requests }, { name: 'notes', url: notes }] },
});
const ask = async (query) => {
  const { body } = await router.inject({ method: 'POST', url: '/graphql', payload: { query } });
  return body;
};
console.log(`graphql ${version}, one service:  ${await ask('{ request { status } }')}`);
console.log(`graphql ${version}, both of them: ${await ask('{ request { status note } }')}`);
process.exit();
JS
for graphql in 16.14.2 16.15.0; do
  npm install --prefix . --silent --no-audit --no-fund @mercuriusjs/gateway@5.2.0 @mercuriusjs/federation@5.0.0 mercurius@16.10.1 fastify@5.12.8 "graphql@$graphql"
  node run.mjs | tee -a output.txt
done
[ "$(grep -c '"status":"SIGNED"' output.txt)" -ge 3 ] &&
  grep -q '16.14.2, both.*"note":"about 1"' output.txt &&
  grep -q '16.15.0, both.*value.includes is not a function' output.txt
