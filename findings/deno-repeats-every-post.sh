#!/usr/bin/env bash
# Guess: of the three server runtimes Bun repeats a POST whose kept connection ended without an answer, and Deno and Node do not.
# Seen (28 November 2026, Deno 2.9.6, Bun 1.4.5, Node 20.20): Deno sends it a second time, with text, bytes or a form as its body, and
# fetch answers 200; only a streamed body is sent once and fails. Bun fails for every POST, and repeats GET and PUT. Node's fetch fails.
# The server had read the first one to its end, so it may have acted on it.
# For you: a backend for frontends on Deno cannot promise that a POST is sent once. Put a key into the body by which the server knows
# it again; retry rules of your own do not help, since fetch says nothing of the second one.
# Versions: deno@2.9.6, bun@1.4.5 of npm; Node is whichever runs this.
set -euo pipefail
folder=$(mktemp -d); server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true }' > package.json
npm install --prefix . --silent --no-audit --no-fund deno@2.9.6 bun@1.4.5
cat > server.mjs <<'JS'
// Answers the first request of each connection; reads any other to its end, counts it, and closes without a byte.
import net from 'node:net';
import { writeFileSync } from 'node:fs';
const seen = {};
const server = net.createServer((socket) => {
  let bytes = Buffer.alloc(0);
  let count = 0;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    bytes = Buffer.concat([bytes, data]);
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = bytes.subarray(0, end).toString();
      const chunked = /transfer-encoding: chunked/i.test(head);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      const last = chunked ? bytes.indexOf('0\r\n\r\n', end + 4) : 0;
      if (last < 0) return;
      const total = chunked ? last + 5 : end + 4 + length;
      if (bytes.length < total) return;
      bytes = bytes.subarray(total);
      const [method, path] = head.split(' ');
      count += 1;
      if (path === '/seen') return void socket.end(answer(JSON.stringify(seen), 'close'));
      if (method !== 'GET') seen[path] = (seen[path] ?? 0) + 1;
      if (count > 1) return void socket.destroy();
      socket.write(answer('ok', 'keep-alive'));
    }
  });
}).listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)));
function answer(text, connection) {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\nConnection: ${connection}\r\n\r\n${text}`;
}
JS
cat > client.mjs <<'JS'
const [runtime, port] = process.argv.slice(2);
const call = async (path, init) => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    await response.text();
    return response.status;
  } catch {
    return 'failed';
  }
};
const bodies = {
  text: () => '{"step":1}',
  bytes: () => new TextEncoder().encode('{"step":1}'),
  form: () => new URLSearchParams({ step: '1' }),
  stream: () => new ReadableStream({ start: (c) => (c.enqueue(new TextEncoder().encode('{}')), c.close()) }),
};
const told = {};
for (const [name, body] of Object.entries(bodies)) {
  // Until a connection is kept and the next request is surely on it: a runtime that opens another one has its first answered.
  await call(`/warm-${name}`);
  await new Promise((settled) => setTimeout(settled, 50));
  told[name] = await call(`/${runtime}-${name}`, { method: 'POST', body: body(), ...(name === 'stream' ? { duplex: 'half' } : {}) });
}
const seen = await (await fetch(`http://127.0.0.1:${port}/seen`)).json().catch(() => ({}));
console.log(runtime, Object.keys(bodies).map((name) => `${name} ${told[name]} sent ${seen[`/${runtime}-${name}`] ?? 0}x`).join(', '));
JS
node server.mjs & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
{
  node client.mjs node "$(cat port)"
  ./node_modules/.bin/bun client.mjs bun "$(cat port)"
  ./node_modules/.bin/deno run --quiet --allow-net client.mjs deno "$(cat port)"
} | tee told
grep -qx 'deno text 200 sent 2x, bytes 200 sent 2x, form 200 sent 2x, stream failed sent 1x' told
grep -qx 'bun text failed sent 1x, bytes failed sent 1x, form failed sent 1x, stream failed sent 1x' told
grep -q '^node .*sent 1x' told && ! grep -q '^node .*sent 2x' told
