#!/usr/bin/env bash
# Guess: Caddy never sends a POST a second time to the same back end by itself.
# Seen (28 November 2026, Caddy 2.6.2 of Debian 12): where a kept back-end connection ends without an answer, a POST is answered with 502,
# also with an Idempotency-Key header, but a POST that has that header and no body goes out again and the client sees 200.
# Go's own HTTP transport, which Caddy uses, counts a request with that header as one that may be repeated, and can do so
# only while nothing of a body has been read. A GET is repeated in any case.
# For you: the header's name alone changes what a Go proxy does. Put a key into the body where a POST must not be repeated.
# Needs: caddy, curl, node.
set -euo pipefail
command -v caddy >/dev/null || { echo 'caddy is not installed'; exit 2; }
printf 'Caddy %s\n' "$(caddy version)"
folder=$(mktemp -d); pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; sleep 0.3; rm -rf "$folder"' EXIT; cd "$folder"
cat > backend.mjs <<'JS'
// Answers the first request of each connection; reads the second to its end and then closes without a byte.
import net from 'node:net';
const paths = [];
net.createServer((socket) => {
  let text = '';
  let count = 0;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    text += data;
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    const path = text.split(' ')[1];
    text = text.slice(end + 4 + length);
    count += 1;
    if (path !== '/up' && path !== '/paths') paths.push(path);
    const answer = path === '/paths' ? paths.join(' ') : 'ok';
    if (count > 1) socket.destroy();
    else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n${path === '/paths' ? 'Connection: close\r\n' : ''}\r\n${answer}`);
  });
}).listen(18183, '127.0.0.1');
JS
printf '{\n  admin off\n  auto_https off\n}\nhttp://127.0.0.1:18184 {\n  reverse_proxy 127.0.0.1:18183\n}\n' > Caddyfile
node backend.mjs & pids+=($!)
HOME=$folder caddy run --config Caddyfile --adapter caddyfile >caddy.log 2>&1 & pids+=($!)
for _ in $(seq 60); do curl -s -o /dev/null --fail http://127.0.0.1:18184/up && break; sleep 0.3; done
post() { local path=$1; shift; curl -s -o /dev/null -w '%{http_code}' -X POST "$@" "http://127.0.0.1:18184/$path"; }
plain=$(post plain -d step)
post warm-1 -d step >/dev/null
keyed=$(post keyed -d step -H 'Idempotency-Key: one')
post warm-2 -d step >/dev/null
empty=$(post empty -H 'Idempotency-Key: one' -H 'Content-Length: 0')
paths=$(curl -s http://127.0.0.1:18183/paths)
printf 'with a body: %s\nwith a body and a key: %s\nwith a key and no body: %s\nread by the back end: %s\n' "$plain" "$keyed" "$empty" "$paths"
[ "$plain $keyed $empty" = '502 502 200' ] && [ "$paths" = '/plain /warm-1 /keyed /warm-2 /empty /empty' ]
