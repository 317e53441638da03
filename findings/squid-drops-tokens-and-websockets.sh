#!/usr/bin/env bash
# Guess: in front of one server (an accelerator) Squid passes on what a client sends, a bearer token and a WebSocket alike, once
# upgrades to WebSocket are allowed.
# Seen (30 November 2026, squid 5.7-2+deb12u6): the server gets no Authorization header unless cache_peer has login=PASSTHRU: everybody
# is told to log in. And "http_upgrade_request_protocols WebSocket allow all", which has the very name of the example in Squid's own
# documentation, lets no WebSocket through: names are compared by case, and browsers and clients send "websocket". The request
# arrives as a plain GET without Upgrade. "websocket", or OTHER, lets it through.
# For you: login=PASSTHRU at each cache_peer, the protocol's name in lower case, and a test that opens a WebSocket.
# Versions: Debian 12's squid=5.7-2+deb12u6. Needs: squid, curl, node.
set -euo pipefail
command -v squid >/dev/null || { echo 'squid is not installed'; exit 2; }
squid -v | head -n 1
version=5.7-2+deb12u6
[ "$(dpkg-query -W -f '${Version}' squid)" = "$version" ] || echo "This is not Debian's squid=$version, which the above is said of."
folder=$(mktemp -d); chmod 777 "$folder"; pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
cat > server.mjs <<'JS'
// Says what arrived of the two headers.
import http from 'node:http';
const server = http.createServer(({ headers }, response) =>
  response.end(`authorization: ${headers.authorization ?? 'none'}, upgrade: ${headers.upgrade ?? 'none'}`));
server.on('upgrade', (request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'));
server.listen(18191, '127.0.0.1');
JS
node server.mjs & pids+=($!)
squid_with() { # port, options of the peer, name of the protocol
  cat > "$1.conf" <<CONF
http_port 127.0.0.1:$1 accel defaultsite=server.example no-vhost
cache_peer 127.0.0.1 parent 18191 0 no-query originserver $2
http_upgrade_request_protocols $3 allow all
http_access allow all
cache deny all
pid_filename $folder/$1.pid
cache_log $folder/$1.log
access_log none
coredump_dir $folder
shutdown_lifetime 1 seconds
CONF
  squid -N -f "$folder/$1.conf" >"$1.out" 2>&1 & pids+=($!)
  for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$1/" && break; sleep 0.3; done
}
bearer() { curl -s -H 'Authorization: Bearer token' "http://127.0.0.1:$1/" | sed 's/, .*//'; }
upgrade() {
  curl -s -m 10 -o /dev/null -w '%{http_code}' -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
    -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' "http://127.0.0.1:$1/" || true
}
squid_with 18192 '' WebSocket
squid_with 18193 login=PASSTHRU websocket
as_documented="$(bearer 18192); WebSocket: $(upgrade 18192)"
as_needed="$(bearer 18193); websocket: $(upgrade 18193)"
printf 'cache_peer without login=, WebSocket allowed: %s\nlogin=PASSTHRU, websocket allowed: %s\n' "$as_documented" "$as_needed"
[ "$as_documented" = 'authorization: none; WebSocket: 200' ] && [ "$as_needed" = 'authorization: Bearer token; websocket: 101' ]
