#!/usr/bin/env bash
# Guess: `await redis.monitor()` of ioredis is slow on a busy server, and works.
# Seen (28 November 2026, Redis 7.0.15): Redis sends the first line of what it watches together with the OK. ioredis takes that line
# for an answer to a command that it has not sent: "Command queue state error", most of the times while 20 commands a millisecond go by,
# in 5.11.1 and 6.0.0 alike. Without load it works each time. In 5.11.1 that connection ends; in 6.0.0 it connects again, and fails again.
# For you: where tests or tools watch a Redis that others use, write MONITOR to a socket and read its lines, or use redis-cli.
# Versions: ioredis@5.11.1, ioredis@6.0.0. Needs, of Debian: redis-server 7.0.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not installed'; exit 2; }
redis-server --version
folder=$(mktemp -d); server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --prefix . --silent --no-audit --no-fund --force ioredis5@npm:ioredis@5.11.1 ioredis6@npm:ioredis@6.0.0
redis-server --port 27110 --bind 127.0.0.1 --save '' >/dev/null & server=$!
cat > run.mjs <<'JS'
import { createRequire } from 'node:module';
const [name, load] = process.argv.slice(2);
const { Redis } = createRequire(import.meta.url)(name);
// What ioredis throws outside of the promise is the same error again.
process.on('uncaughtException', () => {});
const pause = (ms) => new Promise((settle) => setTimeout(settle, ms));
const other = new Redis(27110, '127.0.0.1');
await other.ping();
const busy = setInterval(() => {
  for (let count = 0; load === 'busy' && count < 20; count += 1) other.set('key', count).catch(() => {});
}, 1);
const told = { works: 0, 'Command queue state error': 0 };
for (let tries = 0; tries < 20; tries += 1) {
  const client = new Redis(27110, '127.0.0.1', { retryStrategy: () => 60_000 });
  await client.ping();
  const said = await client.monitor().then((watching) => (watching.disconnect(), 'works'), ({ message }) => message.split('.')[0]);
  told[said] = (told[said] ?? 0) + 1;
  client.disconnect();
  await pause(20);
}
clearInterval(busy);
const failed = told['Command queue state error'];
console.log(`${name}, ${load}: ${failed === 0 ? 'works each time' : failed > 10 ? 'fails most of the times' : 'fails sometimes'}`);
process.exit(0);
JS
sleep 0.5
for name in ioredis5 ioredis6; do for load in idle busy; do timeout 60 node run.mjs "$name" "$load"; done; done | tee told
cmp -s told - <<'SEEN'
ioredis5, idle: works each time
ioredis5, busy: fails most of the times
ioredis6, idle: works each time
ioredis6, busy: fails most of the times
SEEN
