#!/usr/bin/env bash
# Guess: Fastify's HEAD route, which it adds to each GET by itself, lets go of a stream that the handler sends, as it does when a client leaves.
# Seen (30 November 2026, fastify 5.6.2 and 5.12.8, Node 20.20 and 24.21): it reads the stream to its end and drops each byte. A client that
# sends HEAD has its answer and leaves, and the source is read on, as fast as it comes and with nothing that holds it back; a limit that
# ends with the response counts it as over. A GET whose client leaves destroys the stream.
# For you: where GET streams something dear (a download from elsewhere, a file of gigabytes), destroy the stream for HEAD yourself, or
# set exposeHeadRoute: false.
# Versions: fastify@5.6.2, fastify@5.12.8.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund old@npm:fastify@5.6.2 new@npm:fastify@5.12.8
cat > run.mjs <<'JS'
import http from 'node:http';
import { Readable } from 'node:stream';

const MEGABYTE = Buffer.alloc(2 ** 20);
const WHOLE = 200;
for (const name of ['old', 'new']) {
  const { fastify } = await import(name);
  const server = fastify();
  let read = 0;
  let over = () => {};
  server.get('/file', (_request, reply) => {
    read = 0;
    const source = Readable.from((async function* () {
      for (; read < WHOLE; read += 1) {
        await new Promise(setImmediate);
        yield MEGABYTE;
      }
    })());
    source.once('close', () => over());
    return reply.type('application/pdf').send(source);
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const ask = async (method, leave) => {
    const closed = new Promise((done) => { over = done; });
    const request = http.request({ port: server.server.address().port, path: '/file', method, agent: false }, (response) => {
      if (leave) response.destroy();
      else response.resume();
    });
    request.on('error', () => {}).end();
    await closed;
    return read === WHOLE ? 'read to its end' : 'let go of';
  };
  console.log(`fastify ${server.version}: HEAD ${await ask('HEAD', true)}, a GET whose client leaves ${await ask('GET', true)}, a GET ${await ask('GET', false)}`);
  await server.close();
}
JS
result=$(node run.mjs)
echo "$result"
each='HEAD read to its end, a GET whose client leaves let go of, a GET read to its end'
[ "$result" = "fastify 5.6.2: $each
fastify 5.12.8: $each" ]
