#!/usr/bin/env bash
# Guess: a ServerResponse always ends with `close`, whether it was sent or its client left, so that requests in flight can be counted by it.
# Seen (28 November 2026): of three requests that a client sends over one connection before it leaves, Node 20.20.2 and 22.23.3 close the
# first response alone. The others, which had not had their connection's turn, tell neither `close` nor `finish`, also once their handler has
# ended them. Their requests close. Node 24.21.0 closes all three.
# For you: below Node 24 count by `close` of the request or the socket; else requests that were pipelined stay in flight for ever.
# Versions: npm's node@20.20.2, node@22.23.3, node@24.21.0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > server.mjs <<'JS'
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const told = { responses: [], requests: [] };
const held = [];
const server = createServer((request, response) => {
  const name = request.url.slice(1);
  request.once('close', () => told.requests.push(name));
  response.once('close', () => told.responses.push(name));
  held.push(response);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const client = connect(server.address().port, '127.0.0.1');
for (const name of ['first', 'second', 'third']) client.write(`GET /${name} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
while (held.length < 3) await pause(10);
client.destroy();
await pause(300);
for (const response of held) response.end('late');
await pause(300);
server.close();
console.log(`Node ${process.version}: closed requests ${told.requests}; closed responses ${told.responses}`);
const expected = process.version.startsWith('v24.') ? 'first,second,third' : 'first';
process.exitCode = told.requests.length === 3 && String(told.responses) === expected ? 0 : 1;
JS

changed=0
for version in 20.20.2 22.23.3 24.21.0; do
  mkdir "node-$version"
  (cd "node-$version" && npm init -y >/dev/null && npm install --no-audit --no-fund --silent "node@$version" >/dev/null)
  "node-$version/node_modules/node/bin/node" server.mjs || changed=1
done
exit "$changed"
