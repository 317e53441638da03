#!/usr/bin/env bash
# Guessed: after `SENTINEL FAILOVER` the old primary refuses writes as soon as the sentinel names the new one.
# Seen: for about ten seconds it takes them, answers OK, and loses all of them when it becomes a replica. ioredis stays with it
# for as long, since nothing tells it otherwise; with `failoverDetector: true` it hears of the switch at once.
# Versions: Debian's redis-server and redis-sentinel 7.0.15, ioredis 5.11.1; 2026-11-28.
# For you: a write that was acknowledged in those seconds is gone. Turn the detector on, and hold nothing for safe that is there once.
set -euo pipefail
for program in redis-server redis-sentinel; do command -v "$program" >/dev/null || { echo "needs Debian's $program"; exit 2; }; done
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --prefix . --silent --no-audit --no-fund ioredis@5.11.1
port() { node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }
first=$(port) second=$(port) sentinel=$(port)
redis-server --port "$first" --save '' >/dev/null &
redis-server --port "$second" --save '' --replicaof 127.0.0.1 "$first" >/dev/null &
printf 'port %s\nsentinel monitor m 127.0.0.1 %s 1\n' "$sentinel" "$first" > sentinel.conf
redis-sentinel sentinel.conf >/dev/null &
cat > try.mjs <<'JS'
import { Redis } from 'ioredis';
const [first, sentinel] = process.argv.slice(2).map(Number);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const boss = new Redis(sentinel), options = { sentinels: [{ host: '127.0.0.1', port: sentinel }], name: 'm', reconnectOnError: () => 1 };
while (!String(await boss.call('sentinel', 'replicas', 'm')).includes('master-link-status,ok')) await pause(100);
const plain = new Redis(options), told = new Redis({ ...options, failoverDetector: true });
await Promise.all([plain.ping(), told.ping()]);
await pause(500);
await boss.call('sentinel', 'failover', 'm');
while ((await boss.call('sentinel', 'get-master-addr-by-name', 'm'))[1] === String(first)) await pause(20);
await pause(1000);
const at = async (client) => (/tcp_port:(\d+)/.exec(await client.info('server'))[1] === String(first) ? 'the old primary' : 'the new one');
console.log(`a second later: without the detector at ${await at(plain)}, with it at ${await at(told)}`);
const [wasOld, wasNew] = [await at(plain), await at(told)];
const answer = await plain.set('written', 'in between');
const from = Date.now();
const old = new Redis(first);
while (!(await old.info('replication')).includes('role:slave')) await pause(100);
const seconds = (Date.now() - from) / 1000;
while (!(await old.info('replication')).includes('master_link_status:up')) await pause(100);
const left = await told.get('written');
console.log(`a write to the old one: ${answer}; it was demoted ${seconds.toFixed(1)} s later, and what was written is: ${left}`);
process.exit(wasOld === 'the old primary' && wasNew === 'the new one' && answer === 'OK' && left === null ? 0 : 1);
JS
timeout 90 node try.mjs "$first" "$sentinel"
