#!/usr/bin/env bash
# Guess: a router passes a client's variables on under their own names, whatever their type; what a subgraph says of one reads as the client
# wrote it.
# Seen (28 November 2026, @graphql-tools/stitch 10.3.1): a variable of type ID keeps its name. One of a custom scalar is sent as another, named after its
# place: `$id` becomes `$_request_id`, and a subgraph's "Variable "$_request_id" has an invalid value" reaches a client that has no such variable.
# A literal of either type becomes a variable too (`$id`, of a document that has none), so that clients with different literals send one text.
# For you: show customers an error's `path` and code, not its sentence, and look for variables of subgraphs' logs under either name;
# trusted documents belong before the stitching, never behind it.
# Versions: @graphql-tools/stitch@10.3.1, graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @graphql-tools/stitch@10.3.1 graphql@16.15.0
cat > run.mjs <<'JS'
import { stitchSchemas } from '@graphql-tools/stitch';
import { buildSchema, graphql, print } from 'graphql';

const sent = [];
const executor = ({ document, variables }) => {
  sent.push(`${print(document).replace(/\s+/g, ' ')} ${JSON.stringify(variables)}`);
  return { data: { byId: { status: 's' }, byUuid: { status: 's' } } };
};
const types = 'scalar UUID type Query { byId(id: ID!): Request byUuid(id: UUID!): Request } type Request { status: String }';
const schema = stitchSchemas({
  subschemas: [{ schema: buildSchema('type Query { other: Int }') }, { schema: buildSchema(types), executor }],
});
await graphql({ schema, source: 'query Mine($id: ID!) { byId(id: $id) { status } }', variableValues: { id: '1' } });
await graphql({ schema, source: 'query Mine($id: UUID!) { byUuid(id: $id) { status } }', variableValues: { id: '1' } });
await graphql({ schema, source: '{ byUuid(id: "2") { status } }' });
console.log(sent.join('\n'));
const [id, uuid, literal] = sent;
const isAsSeen = id.includes('byId(id: $id)') && uuid.includes('byUuid(id: $_byUuid_id)') && /\$\w+/.test(literal);
process.exit(isAsSeen ? 0 : 1);
JS
node run.mjs
