#!/usr/bin/env bash
# Guess: `keyPrefix` of ioredis stands before every key and before no channel, in 5 and 6 alike; patterns of SCAN and KEYS are known not to have it.
# Seen (29 November 2026, Redis 7.0.15): 5.11.1 leaves it out of XGROUP, XINFO, OBJECT and MEMORY USAGE, so `xgroup('CREATE', 'jobs', …, 'MKSTREAM')` makes
# an empty stream without the prefix and `xreadgroup` fails with NOGROUP. Who wrote the prefix there by hand gets it twice from 6.0.0: the group
# is made on `app:app:jobs`. A channel has no prefix with PUBLISH and SUBSCRIBE, and has one with SPUBLISH and SSUBSCRIBE; the event's
# channel is `app:news` then. Commands of modules (JSON.GET, BF.ADD, TS.ADD), which Redis 8 brings, get none in either.
# For you: before 6 look for these four commands; before sharded channels look for code that compares a channel's name; and put the prefix before
# modules' keys yourself, or two applications on one Redis share them.
# Versions: ioredis@5.11.1, ioredis@6.0.0. Needs, of Debian: redis-server 7.0, redis-cli.
set -euo pipefail
for program in redis-server redis-cli; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
redis-server --version
folder=$(mktemp -d); server=
trap 'kill $server 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --force ioredis5@npm:ioredis@5.11.1 ioredis6@npm:ioredis@6.0.0
redis-server --port 27123 --bind 127.0.0.1 --save '' --appendonly no > log & server=$!
for _ in $(seq 50); do redis-cli -p 27123 ping >/dev/null 2>&1 && break; sleep 0.1; done
cat > run.mjs <<'JS'
import { createRequire } from 'node:module';
const name = process.argv[2];
const { Command, Redis } = createRequire(import.meta.url)(name);
const plain = new Redis(27123, '127.0.0.1');
const app = new Redis(27123, '127.0.0.1', { keyPrefix: 'app:' });
await plain.flushall();
const tell = (what, seen) => console.log(`${name}, ${what}: ${seen}`);
const keys = async () => (await plain.keys('*')).sort().join(' ');
const read = () => app.xreadgroup('GROUP', 'workers', 'one', 'COUNT', 1, 'STREAMS', 'jobs', '>').then((found) => (found ? 'a job' : 'no job'), ({ message }) => message.split(' ')[0]);

await app.xadd('jobs', '*', 'job', '1');
await app.xgroup('CREATE', 'jobs', 'workers', '0', 'MKSTREAM');
tell("group on 'jobs'", `${await read()}, keys ${await keys()}`);
await plain.flushall();
await app.xadd('jobs', '*', 'job', '1');
await app.xgroup('CREATE', 'app:jobs', 'workers', '0', 'MKSTREAM');
tell("group on 'app:jobs'", `${await read()}, keys ${await keys()}`);

const listener = new Redis(27123, '127.0.0.1', { keyPrefix: 'app:' });
const heard = [];
const both = new Promise((done) => {
  for (const event of ['message', 'smessage']) {
    listener.on(event, (channel) => {
      heard.push(`${event} ${channel}`);
      if (heard.length === 2) done();
    });
  }
});
await listener.subscribe('news');
await listener.ssubscribe('news');
await app.publish('news', 'x');
await app.spublish('news', 'x');
await both;
tell('channels', heard.sort().join(', '));

const COMMANDS = ['xinfo stream k', 'object encoding k', 'memory usage k', 'json.get k $', 'bf.add k x', 'ts.add k * 1'];
const left = COMMANDS.map((line) => line.split(' ')).filter(([command, ...args]) => !new Command(command, args, { keyPrefix: 'app:' }).toWritable().includes('app:k'));
tell('no prefix', left.map(([command]) => command).join(' '));
for (const client of [plain, app, listener]) client.disconnect();
JS
for name in ioredis5 ioredis6; do timeout 60 node run.mjs "$name"; done | tee told
cmp -s told - <<'SEEN'
ioredis5, group on 'jobs': NOGROUP, keys app:jobs jobs
ioredis5, group on 'app:jobs': a job, keys app:jobs
ioredis5, channels: message news, smessage app:news
ioredis5, no prefix: xinfo object memory json.get bf.add ts.add
ioredis6, group on 'jobs': a job, keys app:jobs
ioredis6, group on 'app:jobs': NOGROUP, keys app:app:jobs app:jobs
ioredis6, channels: message news, smessage app:news
ioredis6, no prefix: json.get bf.add ts.add
SEEN
