#!/usr/bin/env bash
# Guessed: a request with `Connection: close`, as Varnish sends it for all that it pipes, gets `connection: close` back.
# Seen: graphql-sse's adapter for Node writes `connection: keep-alive` into every stream, and Node lets that stand. Node's parser
# has closed the connection for itself all the same: the next request on it gets 400 ("Data after `Connection: close`").
# Versions: graphql-sse 2.6.1, Node 20 and later; 2026-11-28.
# For you: behind a proxy that pipes (Varnish) a client's next request fails after each stream. Leave `connection` to Node.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --prefix . --silent --no-audit --no-fund graphql@16.15.0 graphql-sse@2.6.1
cat > try.mjs <<'JS'
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { buildSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';

const schema = buildSchema('type Query { a: String }');
const server = createServer(createHandler({ schema, authenticate: () => null }));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const body = '{"query":"{ a }"}';
const request = (connection) =>
  `POST / HTTP/1.1\r\nhost: x\r\nconnection: ${connection}\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
const socket = connect(server.address().port, '127.0.0.1');
let text = '';
socket.on('data', (bytes) => (text += bytes));
const until = async (pattern) => {
  while (!pattern.test(text)) await new Promise((resolve) => setTimeout(resolve, 10));
};
socket.write(request('close'));
await until(/event: complete/);
const kept = /^connection: (\S+)/im.exec(text)?.[1];
text = '';
socket.write(request('keep-alive'));
await until(/HTTP\/1\.1 \d+/);
const next = /HTTP\/1\.1 (\d+)/.exec(text)?.[1];
console.log(`asked for close, told: ${kept}; the next request on that connection: ${next}`);
process.exit(kept === 'keep-alive' && next === '400' ? 0 : 1);
JS
timeout 20 node try.mjs
