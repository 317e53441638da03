#!/usr/bin/env bash
# Guess: where the database of the address cannot be selected, ioredis does not become ready, or rejects the commands.
# Seen (28 November 2026, Redis 7.0.15): `db: 99` of 16, and a user without the right to SELECT, cost one event `error`; then `ready` comes, and
# every command is executed in database 0. `options.db` says 99 all the while. 5.11.1 and 6.0.0 alike.
# For you: a handler of `error` that only logs lets a staging application write into production's database 0. Select the database
# yourself once it is ready (`await client.select(99)` is rejected), or compare `CLIENT INFO`'s db.
# Versions: ioredis@5.11.1, ioredis@6.0.0. Needs, of Debian: redis-server 7.0, redis-cli.
set -euo pipefail
for program in redis-server redis-cli; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
redis-server --version
folder=$(mktemp -d); server=
trap 'kill $server 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --force ioredis5@npm:ioredis@5.11.1 ioredis6@npm:ioredis@6.0.0
redis-server --port 27121 --bind 127.0.0.1 --save '' --appendonly no > log & server=$!
for _ in $(seq 50); do redis-cli -p 27121 ping >/dev/null 2>&1 && break; sleep 0.1; done
redis-cli -p 27121 acl setuser app on '>word' '~*' +@all -select >/dev/null
cat > run.mjs <<'JS'
import { createRequire } from 'node:module';
const [name, how] = process.argv.slice(2);
const { Redis } = createRequire(import.meta.url)(name);
const user = how === 'out of range' ? { db: 99 } : { db: 3, username: 'app', password: 'word' };
const client = new Redis({ host: '127.0.0.1', port: 27121, ...user });
const errors = [];
client.on('error', ({ message }) => errors.push(message.split(' ').slice(0, 4).join(' ')));
const answer = await client.set(`by ${name}, ${how}`, 'value');
const selecting = await client.select(user.db).catch(({ message }) => message.split(' ')[0]);
console.log(`${name}, ${how}: ${answer}, status ${client.status}, options.db ${client.options.db}, errors: ${errors}, select: ${selecting}`);
client.disconnect();
JS
{
  for name in ioredis5 ioredis6; do for how in 'out of range' 'not allowed'; do timeout 60 node run.mjs "$name" "$how"; done; done
  redis-cli -p 27121 info keyspace | grep -o '^db[0-9]*:keys=[0-9]*'
} | tee told
cmp -s told - <<'SEEN'
ioredis5, out of range: OK, status ready, options.db 99, errors: ERR DB index is, select: ERR
ioredis5, not allowed: OK, status ready, options.db 3, errors: NOPERM this user has, select: NOPERM
ioredis6, out of range: OK, status ready, options.db 99, errors: ERR DB index is, select: ERR
ioredis6, not allowed: OK, status ready, options.db 3, errors: NOPERM this user has, select: NOPERM
db0:keys=4
SEEN
