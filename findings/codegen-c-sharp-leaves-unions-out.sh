#!/usr/bin/env bash
# Guess: GraphQL Code Generator's plugins for C# write each type that they name; an operation on a union needs one of its fragments.
# Seen (1 December 2026): @graphql-codegen/c-sharp 4.3.1 names unions and declares none of them, and a custom scalar without `scalars`
# is `any`, which C# does not have: what it wrote does not compile. @graphql-codegen/c-sharp-operations 2.3.1 fails for every operation
# ("fragmentNames.map is not a function"): its range lets in a visitor-plugin-common whose methods are others. With 2.12.2 of
# that one it takes plain fields, and refuses inline fragments and `__typename`.
# For you: with a schema that has unions, write the types for C# by hand.
# Versions: as named, @graphql-codegen/cli@7.4.3, @graphql-codegen/visitor-plugin-common@2.13.8 and 2.12.2, graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat > package.json <<'JSON'
{ "private": true, "dependencies": { "graphql": "16.15.0", "graphql-tag": "2.12.6", "@graphql-codegen/cli": "7.4.3",
  "@graphql-codegen/c-sharp": "4.3.1", "@graphql-codegen/c-sharp-operations": "2.3.1", "@graphql-codegen/visitor-plugin-common": "2.13.8" } }
JSON
npm install --silent --no-audit --no-fund --ignore-scripts
cat > schema.graphql <<'GRAPHQL'
scalar Moment
type Query { pay: PayResult bill: Bill }
type Bill { at: Moment }
type Paid { receipt: String }
type Refused { reason: String }
union PayResult = Paid | Refused
GRAPHQL
echo 'query Fields { bill { at } }' > fields.graphql
echo 'query Union { pay { ... on Paid { receipt } } }' > union.graphql
echo 'query Typename { bill { __typename } }' > typename.graphql
operations() {
  for name in fields union typename; do
    printf '{ "schema": "schema.graphql", "documents": "%s.graphql", "generates": { "%s.cs": { "plugins": ["c-sharp-operations"], "config": { "typesafeOperation": true } } } }' $name $name > codegen.json
    if npx graphql-codegen --config codegen.json >log 2>&1; then echo "$name: written"; else echo "$name: $(grep -oE 'fragmentNames.map is not a function|Unsupported kind|Field schema not found' log | head -1)"; fi
  done
}
{
  echo '{ "schema": "schema.graphql", "generates": { "types.cs": { "plugins": ["c-sharp"] } } }' > codegen.json
  npx graphql-codegen --config codegen.json >log 2>&1 || cat log
  echo "PayResult: named $(grep -c 'public PayResult ' types.cs)x, declared $(grep -cE '(class|interface|struct) PayResult' types.cs || true)x"
  echo "Moment: $(grep -oE 'public \w+ at' types.cs)"
  operations
  npm install --silent --no-audit --no-fund --ignore-scripts @graphql-codegen/visitor-plugin-common@2.12.2
  operations
} | tee seen
cmp -s seen - <<'SEEN'
PayResult: named 1x, declared 0x
Moment: public any at
fields: fragmentNames.map is not a function
union: fragmentNames.map is not a function
typename: fragmentNames.map is not a function
fields: written
union: Unsupported kind
typename: Field schema not found
SEEN
