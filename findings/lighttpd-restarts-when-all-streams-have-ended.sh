#!/usr/bin/env bash
# Guessed: SIGUSR1, lighttpd's graceful restart, serves new clients while old requests end, as a reload of nginx or HAProxy does.
# Seen: nobody new is served until every request in flight has ended; new connections are accepted by the system and wait.
# Versions: Debian's lighttpd 1.4.69; 2026-11-28.
# For you: one WebSocket or event stream holds all new clients up. Start a second lighttpd for a new configuration.
set -euo pipefail
for program in lighttpd curl node; do PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || { echo "needs Debian's $program"; exit 2; }; done
version=$(PATH="$PATH:/usr/sbin" lighttpd -v | sed -n 's/^lighttpd\/\([0-9.]*\).*/\1/p')
echo "lighttpd $version"
[ "$version" = 1.4.69 ] || { echo "written for lighttpd 1.4.69 (Debian: lighttpd=1.4.69-1)"; exit 2; }
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
port() { node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }
backend=$(port) front=$(port)
node -e "require('http').createServer((q,s)=>setTimeout(()=>s.end('done'),q.url==='/slow'?4000:0)).listen($backend,'127.0.0.1')" &
until curl -sf -o /dev/null "http://127.0.0.1:$backend/"; do sleep 0.1; done
cat > lighttpd.conf <<CONF
server.modules += ( "mod_proxy" )
server.port = $front
server.bind = "127.0.0.1"
server.document-root = "$folder"
server.errorlog = "$folder/error.log"
proxy.server = ( "" => (( "host" => "127.0.0.1", "port" => $backend )) )
CONF
PATH="$PATH:/usr/sbin" lighttpd -D -f lighttpd.conf &
server=$!
until curl -sf -o /dev/null "http://127.0.0.1:$front/"; do sleep 0.1; done
curl -s "http://127.0.0.1:$front/slow" > slow & slow=$!
sleep 1
kill -USR1 "$server"
sleep 0.3
began=$(date +%s%N)
quick=$(curl -s -m 10 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$front/quick")
waited=$(( ($(date +%s%N) - began) / 1000000 ))
wait "$slow"
echo "the slow request: $(cat slow); a quick one, sent after the signal: $quick after $waited ms"
[ "$(cat slow)" = done ] && [ "$quick" = 200 ] && [ "$waited" -gt 1500 ]
