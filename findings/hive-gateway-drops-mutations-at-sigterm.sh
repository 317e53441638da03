#!/usr/bin/env bash
# Guess: a router that is stopped with SIGTERM answers what is in flight, as a server of its own around it would wait for that.
# Seen (30 November 2026, @graphql-hive/gateway-runtime 2.12.1, Node 24): the runtime listens for SIGTERM by itself, as soon as it is made, and
# ends everything in the same moment: a mutation that its subgraph is working on is answered "data": null with SHUTTING_DOWN, and the subgraph
# completes it all the same. The server around it, which would wait, is told of nothing. There is no setting for it (disposeOnProcessTerminate is
# written into the runtime). Without its listeners (process.off) the same mutation is answered.
# For you: SHUTTING_DOWN says nothing of whether a mutation was done. In front of what must not be repeated take the runtime's listeners of
# SIGTERM and SIGINT off, let your own server close, and dispose of the runtime after that.
# Versions: @graphql-hive/gateway-runtime@2.12.1, @graphql-mesh/transport-http@1.2.1, @theguild/federation-composition@0.27.0, graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @graphql-hive/gateway-runtime@2.12.1 @graphql-mesh/transport-http@1.2.1 @theguild/federation-composition@0.27.0 graphql@16.15.0
cat > router.mjs <<'JS'
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import http from '@graphql-mesh/transport-http';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const typeDefs = parse('type Query { hello: String } type Mutation { sign: String }');
const { supergraphSdl } = composeServices([{ name: 'contracts', url: process.env.SUBGRAPH, typeDefs }]);
const runtime = createGatewayRuntime({ supergraph: () => supergraphSdl, transports: { http }, logging: false });
if (process.env.HOW === 'without') for (const each of process.listeners('SIGTERM')) process.off('SIGTERM', each);
const server = createServer(runtime).listen(0, '127.0.0.1', () => console.log(server.address().port));
process.once('SIGTERM', () => server.close(() => process.exit(0)));
JS
cat > run.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';

let done = 0;
let began = () => {};
const subgraph = createServer(async (request, response) => {
  for await (const _ of request);
  began();
  setTimeout(() => {
    done += 1;
    response.setHeader('content-type', 'application/json').end('{"data":{"sign":"signed"}}');
  }, 1500);
}).listen(0, '127.0.0.1');
await once(subgraph, 'listening');
for (const how of ['as it is', 'without']) {
  done = 0;
  const env = { ...process.env, SUBGRAPH: `http://127.0.0.1:${subgraph.address().port}/graphql`, HOW: how };
  const router = spawn(process.execPath, ['router.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(router.stdout, 'data');
  const isBegun = new Promise((resolve) => { began = resolve; });
  const answer = fetch(`http://127.0.0.1:${Number(port)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query: 'mutation { sign }' }),
  }).then((response) => response.text(), (error) => `no answer: ${error.cause?.code}`);
  await isBegun;
  router.kill('SIGTERM');
  console.log(`${how}: ${await answer}`);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  console.log(`${how}: the subgraph has done it ${done} time(s)`);
  router.kill('SIGKILL');
}
process.exit();
JS
node run.mjs | tee output.txt
grep -q '^as it is: .*SHUTTING_DOWN' output.txt &&
  grep -q '^as it is: the subgraph has done it 1 time' output.txt &&
  grep -q '^without: .*"sign":"signed"' output.txt &&
  grep -q '^without: the subgraph has done it 1 time' output.txt
