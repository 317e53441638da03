#!/usr/bin/env bash
# Guess: a cluster whose certificate is refused says so in the event `error`, as a single server does.
# Seen (28 November 2026, Redis 7.0.15, Node 20.20): one server tells DEPTH_ZERO_SELF_SIGNED_CERT. Over the cluster's client the same server
# is "Failed to refresh slots cache.", whose `lastNodeError` is "Connection is closed."; the event `node error` says no more. Nothing names the
# certificate, nor a refused connection. 5.11.1 and 6.0.0 alike.
# For you: where a cluster cannot be reached, open one `new Redis` to one of its nodes with the same options: that one says why.
# Versions: ioredis@5.11.1, ioredis@6.0.0. Needs, of Debian: redis-server 7.0, redis-cli, openssl.
set -euo pipefail
for program in redis-server redis-cli openssl; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
redis-server --version
folder=$(mktemp -d); server=
trap 'kill $server 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --force ioredis5@npm:ioredis@5.11.1 ioredis6@npm:ioredis@6.0.0
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -days 2 -keyout key.pem -out own.pem 2>/dev/null
redis-server --port 0 --tls-port 27131 --bind 127.0.0.1 --tls-cert-file own.pem --tls-key-file key.pem --tls-ca-cert-file own.pem \
  --tls-auth-clients no --cluster-enabled yes --tls-cluster yes --save '' --appendonly no > log & server=$!
cli() { redis-cli -p 27131 --tls --cacert own.pem "$@"; }
for _ in $(seq 50); do cli ping >/dev/null 2>&1 && break; sleep 0.1; done
cli cluster addslotsrange 0 16383 >/dev/null
for _ in $(seq 100); do cli cluster info | grep -q 'cluster_state:ok' && break; sleep 0.1; done
cat > run.mjs <<'JS'
import { createRequire } from 'node:module';
const [name] = process.argv.slice(2);
const { Cluster, Redis } = createRequire(import.meta.url)(name);
const place = { host: '127.0.0.1', port: 27131 };
const one = new Redis({ ...place, tls: {} });
const { code } = await new Promise((tell) => one.once('error', tell));
const cluster = new Cluster([place], { redisOptions: { tls: {} } });
const nodes = [];
cluster.on('node error', ({ message }) => nodes.push(message));
const { message, lastNodeError } = await new Promise((tell) => cluster.once('error', tell));
console.log(`${name}: one server says ${code}; a cluster says ${message} ${lastNodeError.message} ${nodes[0]}`);
process.exit(0);
JS
for name in ioredis5 ioredis6; do timeout 60 node run.mjs "$name"; done | tee told
cmp -s told - <<'SEEN'
ioredis5: one server says DEPTH_ZERO_SELF_SIGNED_CERT; a cluster says Failed to refresh slots cache. Connection is closed. Connection is closed.
ioredis6: one server says DEPTH_ZERO_SELF_SIGNED_CERT; a cluster says Failed to refresh slots cache. Connection is closed. Connection is closed.
SEEN
