#!/usr/bin/env bash
# Guess: @fastify/static with `preCompressed` says `Vary: Accept-Encoding`, since what it sends depends on what the client takes.
# Seen (28 November 2026): @fastify/static 9.3.0 sends the .br file with `content-encoding: br` and no Vary. Behind nginx 1.22.1 with
# proxy_cache, whoever asks after a browser gets the browser's brotli, also a client that takes no coding at all. 10.1.11 says Vary.
# For you: with 9, add the header yourself (an onSend hook) before the files meet a shared cache.
# Versions: fastify@5.12.8; nginx of Debian 12.
set -euo pipefail
command -v nginx >/dev/null || { echo 'nginx is not installed'; exit 2; }
folder=$(mktemp -d); chmod 755 "$folder"; pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
nginx -v
npm install --prefix . --silent --no-audit --no-fund fastify@5.12.8 static9@npm:@fastify/static@9.3.0 static10@npm:@fastify/static@10.1.11
mkdir files cache
node -e "
const text = 'let a = 1;'.repeat(100);
require('fs').writeFileSync('files/a.js', text);
require('fs').writeFileSync('files/a.js.br', require('zlib').brotliCompressSync(text));"
cat > serve.mjs <<'JS'
import fastify from 'fastify';
for (const [name, port] of [['static9', 18188], ['static10', 18189]]) {
  const { default: files } = await import(name);
  const app = fastify();
  await app.register(files, { root: `${process.cwd()}/files`, preCompressed: true, maxAge: '1d', immutable: true });
  await app.listen({ host: '127.0.0.1', port });
}
JS
cat > nginx.conf <<NGINX
daemon off;
pid $folder/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path $folder; proxy_temp_path $folder; fastcgi_temp_path $folder; uwsgi_temp_path $folder; scgi_temp_path $folder;
  proxy_cache_path $folder/cache keys_zone=files:1m;
  server {
    listen 127.0.0.1:18190;
    proxy_cache files;
    location /9/ { proxy_pass http://127.0.0.1:18188/; }
    location /10/ { proxy_pass http://127.0.0.1:18189/; }
  }
}
NGINX
chmod 777 cache
node serve.mjs & pids+=($!)
nginx -p "$folder" -c nginx.conf 2>nginx.log & pids+=($!)
for _ in $(seq 60); do curl -s -o /dev/null http://127.0.0.1:18189/ && curl -s -o /dev/null http://127.0.0.1:18190/ && break; sleep 0.3; done
header() { curl -s -o /dev/null -D - -H "Accept-Encoding: $2" "$1" | tr -d '\r' | sed -n "s/^$3: //Ip" | grep . || echo none; }
seen=''
for at in 9:18188 10:18189; do
  version=${at%%:*}
  vary=$(header "http://127.0.0.1:${at##*:}/a.js" br vary)
  browser=$(header "http://127.0.0.1:18190/$version/a.js" br content-encoding)
  plain=$(header "http://127.0.0.1:18190/$version/a.js" identity content-encoding)
  printf '@fastify/static %s: vary %s; through the cache a browser gets %s, then a client that takes no coding gets %s\n' "$version" "$vary" "$browser" "$plain"
  seen+="$vary $browser $plain;"
done
[ "$seen" = 'none br br;accept-encoding br none;' ]
