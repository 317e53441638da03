#!/usr/bin/env bash
# Guess: Relay's compiler types what a union answers as a choice by `__typename`, and a fragment on an interface that some members
# implement (`... on Problem { message }`) adds its fields to those members.
# Seen (1 December 2026): relay-compiler 21.0.1 makes such a choice, with "%other" for the rest, only where every fragment names a member of the
# union. One fragment on an interface beside them, and the whole is one object: `__typename: string`, each field optional, so that nothing
# narrows. `@alias` on it changes only where its own fields stand.
# For you: with errors as data choose: the members by name, whose types narrow, and no message of a member that is added later; or the
# interface as well, and types that a `switch` doesn't help.
# Versions: as named.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund relay-compiler@21.0.1
mkdir src
cat > schema.graphql <<'GRAPHQL'
type Query { paid: Boolean }
type Mutation { pay: PayResult! }
interface Problem { message: String! }
type Paid { receipt: String! }
type Refused implements Problem { message: String! reason: String! }
union PayResult = Paid | Refused
GRAPHQL
cat > src/pay.ts <<'TS'
graphql`mutation payMembersMutation { pay { __typename ... on Paid { receipt } ... on Refused { message reason } } }`;
graphql`mutation payProblemMutation { pay { __typename ... on Paid { receipt } ... on Refused { reason } ... on Problem { message } } }`;
graphql`mutation payAliasMutation { pay { __typename ... on Paid { receipt } ... on Problem @alias(as: "problem") { message } } }`;
TS
echo '{ "src": "./src", "schema": "./schema.graphql", "language": "typescript" }' > relay.config.json
npx relay-compiler >compiler.log 2>&1 || { cat compiler.log; exit 1; }
for name in Members Problem Alias; do
  echo "$name: $(sed -n '/\$data = {/,/^};/p' "src/__generated__/pay${name}Mutation.graphql.ts" | grep -oE '__typename: [^;]*|\w+\?: string' | paste -sd, -)"
done | tee seen
cmp -s seen - <<'SEEN'
Members: __typename: "Paid",__typename: "Refused",__typename: "%other"
Problem: __typename: string,message?: string,reason?: string,receipt?: string
Alias: __typename: string,receipt?: string
SEEN
