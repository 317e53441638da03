#!/usr/bin/env bash
# Guess: quicktype, which writes types for GraphQL in a dozen languages, makes of a union with `__typename` one type for each member; what
# it writes for errors has their extensions; a value that is newer than its enum costs that field alone.
# Seen (1 December 2026): quicktype 26.0.0 refuses every operation that asks for `__typename`, also under an alias and in an object
# ("Required field __typename not defined on type …"). Without it a union becomes one type whose fields are all optional. Errors have a
# message and nothing else. A newer value of an enum fails the whole answer in Python, with an AssertionError that says nothing.
# For you: where a schema tells outcomes apart by union, quicktype's types can't; ask with another generator, or write them by hand.
# Versions: as named, graphql@16.15.0; Python 3.11.
set -euo pipefail
command -v python3 >/dev/null || { echo 'python3 is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts quicktype@26.0.0 graphql@16.15.0
cat > schema.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { buildSchema, introspectionFromSchema } from 'graphql';
const schema = buildSchema(`
  type Query { pay: PayResult! bill: Bill! }
  type Bill { status: Status! }
  enum Status { OPEN PAID }
  type Paid { receipt: String! }
  type Refused { reason: String! }
  union PayResult = Paid | Refused
`);
writeFileSync('schema.json', JSON.stringify({ data: introspectionFromSchema(schema) }));
JS
node schema.mjs
typed() { printf '%s\n' "$2" > "$1.graphql"; npx quicktype --src-lang graphql --graphql-schema schema.json --lang python "$1.graphql" -o "$1.py" 2>&1 | grep -o 'Required field __typename' || true; }
{
  echo "union: $(typed union 'query Union { pay { __typename ... on Paid { receipt } ... on Refused { reason } } }')"
  echo "alias: $(typed alias 'query Alias { bill { kind: __typename status } }')"
  typed members 'query Members { pay { ... on Paid { receipt } ... on Refused { reason } } }'
  echo "members: $(sed -n '/^class PayResult/,/^$/s/^    //p' members.py | paste -sd, -)"
  typed bill 'query Bill { bill { status } }'
  python3 - <<'PYTHON'
from bill import bill_from_dict
errors = [{'message': 'm', 'extensions': {'code': 'C'}}]
print('errors:', bill_from_dict({'data': None, 'errors': errors}).errors)
try:
    print('a newer value:', bill_from_dict({'data': {'bill': {'status': 'LATE'}}}))
except Exception as error:
    print('a newer value:', repr(error))
PYTHON
} | tee seen
cmp -s seen - <<'SEEN'
union: Required field __typename
alias: Required field __typename
members: receipt: str | None = None,reason: str | None = None
errors: [Error(message='m')]
a newer value: AssertionError()
SEEN
