#!/usr/bin/env bash
# Guessed: GraphQL Code Generator's client preset with `documentMode: 'string'` makes a bundle smaller, since texts are shorter than
#   syntax trees and what a page does not use is left out, as it is with trees.
# Seen: with trees (the default) a bundle keeps the documents that are used. With strings it keeps every document of the generated file,
#   used or not: each is a `new TypedDocumentString(…)` without `/*#__PURE__*/`, which no bundler may drop.
# Versions: @graphql-codegen/cli 7.4.3, @graphql-codegen/client-preset 6.2.0, graphql 16.15.0, rolldown 1.2.19, Node 20.20.2. Date: 2026-11-28.
# For users: a page that takes one operation of a large generated file loads all of them; a build step that writes `/*#__PURE__*/` before
#   `new TypedDocumentString(` leaves the others out.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
echo '{"type":"module"}' > package.json
npm install --prefix . --silent --no-audit --no-fund @graphql-codegen/cli@7.4.3 @graphql-codegen/client-preset@6.2.0 graphql@16.15.0 \
  @graphql-typed-document-node/core@3.2.0 rolldown@1.2.19
echo 'type Query { used: Int unused: Int }' > schema.graphql
echo 'query Used { used } query Unused { unused }' > operations.graphql
cat > codegen.yml <<'YML'
schema: schema.graphql
documents: operations.graphql
generates:
  trees/: { preset: client }
  strings/: { preset: client, config: { documentMode: string } }
YML
npx graphql-codegen --silent
cat > build.mjs <<'JS'
import { rolldown } from 'rolldown';
import { readFileSync, writeFileSync } from 'node:fs';
const PURE = ['new TypedDocumentString(', '/*#__PURE__*/ new TypedDocumentString('];
writeFileSync('strings/pure.ts', readFileSync('strings/graphql.ts', 'utf8').replaceAll(...PURE));
for (const module of ['trees/graphql', 'strings/graphql', 'strings/pure']) {
  writeFileSync('main.js', `import { UsedDocument } from './${module}.ts'; console.log(UsedDocument);`);
  const bundle = await rolldown({ input: 'main.js', logLevel: 'silent' });
  const { output: [{ code }] } = await bundle.generate({});
  console.log(module, code.includes('unused') ? 'keeps the unused document' : 'leaves the unused document out');
}
JS
seen=$(node build.mjs)
echo "client-preset $(node -p "require('./node_modules/@graphql-codegen/client-preset/package.json').version"), node $(node --version)"
echo "$seen"
[ "$seen" = "trees/graphql leaves the unused document out
strings/graphql keeps the unused document
strings/pure leaves the unused document out" ]
