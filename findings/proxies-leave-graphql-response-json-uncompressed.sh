#!/usr/bin/env bash
# Guess: a proxy that compresses JSON also compresses application/graphql-response+json, the media type of GraphQL over HTTP.
# Seen (28 November 2026, Caddy 2.6.2 and nginx 1.22.1 of Debian 12): neither does. Caddy's `encode` has a list of its own that holds
# application/json and no +json type; nginx compares the whole type with gzip_types. The same body as application/json is compressed.
# For you: answers of a client that asks for the newer media type are several times as large behind such a proxy. Name the type:
# `gzip_types application/json application/graphql-response+json;`, in Caddy `match { header Content-Type application/*json* }`.
# Needs: caddy, nginx, curl, node.
set -euo pipefail
for program in caddy nginx; do command -v $program >/dev/null || { echo "$program is not installed"; exit 2; }; done
printf 'Caddy %s, %s\n' "$(caddy version)" "$(nginx -v 2>&1)"
folder=$(mktemp -d); chmod 755 "$folder"; pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
cat > backend.mjs <<'JS'
import http from 'node:http';
http.createServer((request, response) => {
  response.writeHead(200, { 'content-type': decodeURIComponent(request.url.slice(1)) });
  response.end(JSON.stringify({ data: 'x'.repeat(5000) }));
}).listen(18185, '127.0.0.1');
JS
printf '{\n  admin off\n  auto_https off\n}\nhttp://127.0.0.1:18186 {\n  encode gzip\n  reverse_proxy 127.0.0.1:18185\n}\n' > Caddyfile
cat > nginx.conf <<NGINX
daemon off;
pid $folder/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path $folder; proxy_temp_path $folder; fastcgi_temp_path $folder; uwsgi_temp_path $folder; scgi_temp_path $folder;
  server {
    listen 127.0.0.1:18187;
    gzip on; gzip_proxied any; gzip_types application/json;
    location / { proxy_pass http://127.0.0.1:18185; }
  }
}
NGINX
node backend.mjs & pids+=($!)
HOME=$folder caddy run --config Caddyfile --adapter caddyfile >caddy.log 2>&1 & pids+=($!)
nginx -p "$folder" -c nginx.conf 2>nginx.log & pids+=($!)
for port in 18186 18187; do
  for _ in $(seq 60); do curl -s -o /dev/null --fail "http://127.0.0.1:$port/text%2Fplain" && break; sleep 0.3; done
done
coding() { curl -s -o /dev/null -D - -H 'Accept-Encoding: gzip' "http://127.0.0.1:$1/$2" | tr -d '\r' | sed -n 's/^content-encoding: //Ip' | grep . || echo none; }
seen=''
for port in 18186 18187; do
  for type in application%2Fjson application%2Fgraphql-response%2Bjson; do
    coding=$(coding $port $type)
    printf '%s %s: %s\n' "$([ $port = 18186 ] && echo Caddy || echo nginx)" "$type" "$coding"
    seen+="$coding "
  done
done
[ "$seen" = 'gzip none gzip none ' ]
