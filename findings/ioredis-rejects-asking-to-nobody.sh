#!/usr/bin/env bash
# Guess: a cluster's user that may not send ASKING gets its NOPERM from the command that was redirected, and `catch` takes it.
# Seen (28 November 2026, Redis 7.0.15): while a slot moves, ioredis sends ASKING before a redirected command and keeps its promise to itself.
# NOPERM comes as an unhandled rejection, and Node ends the process before the command, whose rejection is caught, is answered. 5.11.1 and
# 6.0.0 alike.
# For you: a rule of an ACL that has worked for months ends every process at the first resharding. Grant +asking, which no list of the
# commands that you call yourself has, and handle `unhandledRejection`.
# Versions: ioredis@5.11.1, ioredis@6.0.0. Needs, of Debian: redis-server 7.0, redis-cli.
set -euo pipefail
for program in redis-server redis-cli; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
redis-server --version
folder=$(mktemp -d); servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --force ioredis5@npm:ioredis@5.11.1 ioredis6@npm:ioredis@6.0.0
ports=(27111 27112 27113)
for port in "${ports[@]}"; do
  mkdir "$port"
  (cd "$port" && exec redis-server --port "$port" --bind 127.0.0.1 --cluster-enabled yes --save '' --appendonly no) > "$port.log" & servers+=($!)
done
for port in "${ports[@]}"; do for _ in $(seq 50); do redis-cli -p "$port" ping >/dev/null 2>&1 && break; sleep 0.1; done; done
redis-cli --cluster create "${ports[@]/#/127.0.0.1:}" --cluster-yes >/dev/null
for port in "${ports[@]}"; do for _ in $(seq 100); do redis-cli -p "$port" cluster info | grep -q 'cluster_state:ok' && break; sleep 0.1; done; done
# Slot 12182, of the key "foo", lies at the third node and is on its way to the first.
first=$(redis-cli -p 27111 cluster myid); third=$(redis-cli -p 27113 cluster myid)
redis-cli -p 27111 cluster setslot 12182 importing "$third" >/dev/null
redis-cli -p 27113 cluster setslot 12182 migrating "$first" >/dev/null
for port in "${ports[@]}"; do redis-cli -p "$port" acl setuser app on '>word' '~*' -@all +get +info +ping +readonly '+cluster|slots' '+cluster|info' >/dev/null; done
cat > run.mjs <<'JS'
import { createRequire } from 'node:module';
const { Cluster } = createRequire(import.meta.url)(process.argv[2]);
const redisOptions = { username: 'app', password: 'word' };
const cluster = new Cluster([{ host: '127.0.0.1', port: 27111 }], { redisOptions });
cluster.on('error', () => {});
console.log(`before: ${await cluster.get('another key')}`);
const told = await cluster.get('foo').catch(({ message }) => message.slice(0, 29));
console.log(`caught: ${told}`);
JS
for name in ioredis5 ioredis6; do
  status=0; timeout 60 node run.mjs "$name" > out 2> err || status=$?
  cat out
  echo "$name: exit code $status, $(grep -o "NOPERM.*'asking' command" err | head -1)"
done | tee told
cmp -s told - <<'SEEN'
before: null
ioredis5: exit code 1, NOPERM this user has no permissions to run the 'asking' command
before: null
ioredis6: exit code 1, NOPERM this user has no permissions to run the 'asking' command
SEEN
