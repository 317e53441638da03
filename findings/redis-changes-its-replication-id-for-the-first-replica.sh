#!/usr/bin/env bash
# Guess: `master_replid` of INFO is one history of writes: a primary that nobody restarts and nobody demotes keeps it.
# Seen (Redis 7.0.15 of Debian 12, 1 December 2026): a primary without replicas has an id at its start, and gets another one at the moment in
# which its first replica connects, with all its data and the same `run_id`; `master_replid2` stays empty, so that nothing links the two. It
# keeps the new id when that replica leaves, and when it or a second one comes, until the backlog is let go of: after
# `repl-backlog-ttl` without a replica (an hour; here 1 s) it changes once more, without anybody connecting.
# For you: code that takes a new id for "Redis may have lost its last writes" sees that twice for one restart, and once more an hour after the
# last replica was taken away. Compare `run_id` too, and expect two changes within seconds.
# Versions: redis-server 7.0.15 of Debian 12 (5:7.0.15-1~deb12u10); it says so where another one is installed.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not installed'; exit 2; }
installed=$(redis-server --version | sed -n 's/.* v=\([0-9.]*\) .*/\1/p')
[ "$installed" = 7.0.15 ] || echo "seen with 7.0.15; this is $installed"
folder=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"
port() { node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }
primary=$(port)
# start PORT OPTIONS…
start() {
  redis-server --port "$1" --dir "$folder" --save '' "${@:2}" >/dev/null &
  servers+=("$!")
  until redis-cli -p "$1" ping >/dev/null 2>&1; do sleep 0.05; done
}
info() { redis-cli -p "$primary" info "$1" | tr -d '\r' | sed -n "s/^$2://p"; }
id() { info replication master_replid; }
replicas() { until [ "$(redis-cli -p "$primary" info replication | grep -c 'state=online')" = "$1" ]; do sleep 0.05; done; }

start "$primary" --repl-backlog-ttl 1 --repl-diskless-sync-delay 0
redis-cli -p "$primary" set written before >/dev/null
run=$(info server run_id)
ids=("$(id)")
first=$(port)
start "$first" --replicaof 127.0.0.1 "$primary"
replicas 1
ids+=("$(id)")
second_id=$(info replication master_replid2)
second=$(port)
start "$second" --replicaof 127.0.0.1 "$primary"
replicas 2
ids+=("$(id)")
redis-cli -p "$second" shutdown nosave >/dev/null 2>&1 || true
replicas 1
ids+=("$(id)")
redis-cli -p "$first" shutdown nosave >/dev/null 2>&1 || true
replicas 0
for _ in $(seq 100); do [ "$(id)" = "${ids[3]}" ] || break; sleep 0.1; done
ids+=("$(id)")

names=('alone' 'with its first replica' 'with a second one' 'with one again' 'alone for longer than repl-backlog-ttl')
seen='' last=''
for at in "${!ids[@]}"; do
  how=same
  [ "${ids[$at]}" = "$last" ] || how=new
  last=${ids[$at]}
  printf '%-40s %s id\n' "${names[$at]}" "$how"
  seen="$seen$how "
done
printf 'master_replid2 after the first change: %s\n' "$second_id"
[ "$(info server run_id)" = "$run" ] && [ "$(redis-cli -p "$primary" get written)" = before ] || { echo 'it was another run'; exit 1; }
[ "$seen" = 'new new same same new ' ] && [ "$second_id" = 0000000000000000000000000000000000000000 ]
