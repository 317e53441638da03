#!/usr/bin/env bash
# Guess: ioredis' cluster client takes ssubscribe as it takes subscribe, and follows a slot that moves to another node.
# Seen (28 November 2026, Redis 7.0.15): without `shardedSubscribers: true` ssubscribe resolves, SPUBLISH counts one receiver, and no message
# ever comes, in 5.11.1 and 6.0.0 alike. With it 5.11.1 delivers until the channel's slot moves, and nothing after: no error, no event, and
# SPUBLISH counts no receiver any more. 6.0.0 subscribes again at the new node and misses nothing.
# For you: before 6.0.0 resharding ends sharded subscriptions in silence. Count SPUBLISH's receivers, or keep to SUBSCRIBE, which every
# node of a cluster serves.
# Versions: ioredis@5.11.1, ioredis@6.0.0. Needs, of Debian: redis-server 7.0, redis-cli.
set -euo pipefail
for program in redis-server redis-cli; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
redis-server --version
folder=$(mktemp -d); servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --prefix . --silent --no-audit --no-fund --force ioredis5@npm:ioredis@5.11.1 ioredis6@npm:ioredis@6.0.0
ports=(27101 27102 27103)
for port in "${ports[@]}"; do
  mkdir "$port"
  (cd "$port" && exec redis-server --port "$port" --bind 127.0.0.1 --cluster-enabled yes --save '' --appendonly no) > "$port.log" & servers+=($!)
done
for port in "${ports[@]}"; do for _ in $(seq 50); do redis-cli -p "$port" ping >/dev/null 2>&1 && break; sleep 0.1; done; done
redis-cli --cluster create "${ports[@]/#/127.0.0.1:}" --cluster-yes >/dev/null
for port in "${ports[@]}"; do for _ in $(seq 100); do redis-cli -p "$port" cluster info | grep -q 'cluster_state:ok' && break; sleep 0.1; done; done
cat > run.mjs <<'JS'
import { createRequire } from 'node:module';
const [name, sharded] = process.argv.slice(2);
const { Cluster, Redis } = createRequire(import.meta.url)(name);
const nodes = [27101, 27102, 27103].map((port) => ({ port, client: new Redis(port, '127.0.0.1') }));
const options = sharded === 'with' ? { shardedSubscribers: true } : {};
const cluster = () => new Cluster([{ host: '127.0.0.1', port: 27101 }], options).on('error', () => {});
const [subscriber, publisher] = [cluster(), cluster()];
const got = new Set();
subscriber.on('smessage', (_channel, message) => got.add(message));
const channel = 'news';
await subscriber.ssubscribe(channel);

/** Receivers that SPUBLISH counts, and whether the message came, each looked at for up to five seconds. */
async function publish(message) {
  let receivers = 0;
  for (let tries = 0; tries < 25 && !got.has(message); tries += 1) {
    receivers = Math.max(receivers, await publisher.spublish(channel, message).catch(() => 0));
    await new Promise((settled) => setTimeout(settled, 200));
  }
  return `${receivers} ${got.has(message) ? 'came' : 'never came'}`;
}

/** Gives the channel's slot to another node, as redis-cli's reshard does for a slot without keys. */
async function move() {
  const slot = await nodes[0].client.cluster('KEYSLOT', channel);
  const table = await nodes[0].client.cluster('SLOTS');
  const port = table.find(([from, to]) => slot >= from && slot <= to)[2][1];
  const owner = nodes.find((node) => node.port === port);
  const other = nodes.find((node) => node.port !== port);
  const id = await other.client.cluster('MYID');
  await other.client.cluster('SETSLOT', slot, 'IMPORTING', await owner.client.cluster('MYID'));
  await owner.client.cluster('SETSLOT', slot, 'MIGRATING', id);
  for (const { client } of [other, owner, ...nodes.filter((node) => node !== owner && node !== other)]) {
    await client.cluster('SETSLOT', slot, 'NODE', id);
  }
}

const before = await publish('before');
await move();
console.log(`${name} ${sharded} shardedSubscribers: before ${before}, after ${await publish('after')}`);
process.exit(0);
JS
for name in ioredis5 ioredis6; do for sharded in without with; do node run.mjs "$name" "$sharded"; done; done | tee told
cmp -s told - <<'SEEN'
ioredis5 without shardedSubscribers: before 1 never came, after 0 never came
ioredis5 with shardedSubscribers: before 1 came, after 0 never came
ioredis6 without shardedSubscribers: before 1 never came, after 0 never came
ioredis6 with shardedSubscribers: before 1 came, after 1 came
SEEN
