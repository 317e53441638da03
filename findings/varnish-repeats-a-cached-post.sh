#!/usr/bin/env bash
# Guess: Varnish never sends a POST a second time; only GET is tried again when a kept connection turns out to be closed.
# Seen (28 November 2026, varnish 7.1.1-2+deb12u1): a POST that is merely passed is answered with 503 when its kept
# back-end connection ends without an answer. With std.cache_req_body() in vcl_recv the same POST goes out a second time on a new
# connection, and the client sees 200: the back end had read both.
# For you: std.cache_req_body (used to hash or log bodies, or to restart) makes every POST a request that may be sent twice.
# Keep it away from requests that must not be repeated, or send an idempotency key with them.
# Needs: varnishd, curl, node.
set -euo pipefail
command -v varnishd >/dev/null || { echo 'varnish is not installed'; exit 2; }
varnishd -V 2>&1 | head -n 1
folder=$(mktemp -d); chmod 755 "$folder"; pids=()   # varnishd reads as a user of its own
trap 'kill "${pids[@]}" 2>/dev/null || true; sleep 0.3; rm -rf "$folder"' EXIT; cd "$folder"
cat > backend.mjs <<'JS'
// Answers the first request of each connection; reads the second to its end and then closes without a byte.
import net from 'node:net';
const posts = [];
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
    const [method, path] = text.split(' ');
    text = text.slice(end + 4 + length);
    count += 1;
    if (method === 'POST') posts.push(path);
    const answer = path === '/posts' ? posts.join(' ') : 'ok';
    if (count > 1 && path !== '/posts') socket.destroy();
    else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`);
  });
}).listen(18181, '127.0.0.1');
JS
cat > pass.vcl <<'VCL'
vcl 4.1;
import std;
backend default { .host = "127.0.0.1"; .port = "18181"; }
sub vcl_recv {
  if (req.url ~ "cached") { std.cache_req_body(100KB); }
  return (pass);
}
VCL
node backend.mjs & pids+=($!)
varnishd -F -n "$folder/varnish" -a 127.0.0.1:18182 -f "$folder/pass.vcl" -s malloc,10m >varnish.log 2>&1 & pids+=($!)
for _ in $(seq 100); do curl -s -o /dev/null http://127.0.0.1:18182/up && break; sleep 0.3; done
post() { curl -s -o /dev/null -w '%{http_code}' -d step "http://127.0.0.1:18182/$1"; }
plain=$(post plain)      # the second request of the connection that /up opened
post warm >/dev/null     # the first of a new one
cached=$(post cached)    # the second of it
posts=$(curl -s http://127.0.0.1:18181/posts)
printf 'passed: %s\nwith std.cache_req_body: %s\nPOSTs that the back end read: %s\n' "$plain" "$cached" "$posts"
[ "$plain" = 503 ] && [ "$cached" = 200 ] && [ "$posts" = '/plain /warm /cached /cached' ]
