#!/usr/bin/env bash
# Guess: a subgraph of Federation 1 describes itself alike before and after a minor release of @apollo/subgraph.
# Seen (28 November 2026): asked for `_service { sdl }`, 2.14.4 answers `extend type Request @key(…)` and the directives; 2.15.1 answers
# the same extension and, at the end, `type Query` and `type Request` without a field, and no directive. A router that knows Federation 1
# alone (Mercurius' gateway 5.2) takes the subgraph for the type's owner: the fields of the real one are gone, "Cannot query field".
# For you: hold a subgraph of Federation 1 at 2.14, or write it as one of Federation 2 (`@link`), which 2.15 tells as before.
# Versions: @apollo/subgraph@2.14.4 and @2.15.1 (asks for Node 22), graphql@16.14.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat > run.mjs <<'JS'
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

const typeDefs = parse(`extend type Query { noted: [Request!]! }
  extend type Request @key(fields: "id") { id: ID! @external note: String! }`);
const schema = buildSubgraphSchema([{ typeDefs, resolvers: {} }]);
const { data } = await graphql({ schema, source: '{ _service { sdl } }' });
const { sdl } = data._service;
const lines = sdl.split('\n').filter((line) => /^(extend )?type (Query|Request)|^directive @key/.test(line));
console.log(process.argv[2], JSON.stringify(lines));
JS
for version in 2.14.4 2.15.1; do
  npm install --prefix . --silent --no-audit --no-fund "@apollo/subgraph@$version" graphql@16.14.2
  node run.mjs "$version" | tee -a output.txt
done
grep -q '^2.14.4 \["directive @key.*"extend type Request"\]$' output.txt &&
  grep -q '^2.15.1 \["extend type Query.*"type Query","type Request"\]$' output.txt
