#!/usr/bin/env bash
# Guessed: a statement that fails in a transaction of Kysely rejects it with the statement's own error, whatever the rollback does.
# Seen: on a full disk SQLite rolls back by itself. Kysely then sends its own rollback, which fails, and its error takes the place of the
#   first one: "cannot rollback - no transaction is active" (SQLITE_ERROR) instead of SQLITE_FULL. Nothing is lost but the reason.
# Versions: kysely 0.28.18 with libsql 0.5.29 (SQLite 3.45), Node 20.20; 2026-11-28. `max_page_count` stands for the full disk.
# For you: catch that one error in a driver of your own (`rollbackTransaction`), or a full disk looks like a damaged file.
set -euo pipefail
for program in node npm; do command -v "$program" >/dev/null || { echo "needs $program"; exit 2; }; done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --prefix . --silent --no-audit --no-fund kysely@0.28.18 libsql@0.5.29
cat >full.cjs <<'JS'
const { Kysely, SqliteDialect, sql } = require('kysely');
const Database = require('libsql');
(async () => {
  const db = new Kysely({ dialect: new SqliteDialect({ database: new Database('full.db') }) });
  console.log('SQLite', (await sql`select sqlite_version() as version`.execute(db)).rows[0].version);
  await sql`create table filler (text text)`.execute(db);
  await sql`pragma max_page_count = 1`.execute(db);
  const insert = (on) => sql`insert into filler values (${'x'.repeat(10000)})`.execute(on);
  const alone = await insert(db).catch((error) => error);
  const inTransaction = await db.transaction().execute(insert).catch((error) => error);
  console.log('a statement alone:', alone.code, alone.message);
  console.log('in a transaction: ', inTransaction.code, inTransaction.message);
  await db.destroy();
  process.exit(alone.code === 'SQLITE_FULL' && /no transaction is active/.test(inTransaction.message) ? 0 : 1);
})();
JS
node full.cjs
