import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import http from '@graphql-mesh/transport-http';
import ws from '@graphql-mesh/transport-ws';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/**
 * Composes the subgraphs that it is told of, `name=url` each, as they describe themselves, and serves them on a port of its
 * own; prints its address, or what does not compose.
 */
const subgraphs = process.argv.slice(2).map((argument) => argument.split('='));
const services = await Promise.all(
  subgraphs.map(async ([name, url]) => ({ name, url, typeDefs: parse(await sdlOf(url)) })),
);
const { supergraphSdl, errors = [] } = composeServices(services);
for (const { message } of errors) process.stderr.write(`${message}\n`);
if (!supergraphSdl) process.exit(1);

const router = createGatewayRuntime({
  supergraph: () => supergraphSdl,
  transports: { http, ws },
  logging: false,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => {
      const authorization = request.headers.get('authorization');
      return authorization ? { authorization } : {};
    },
  },
  transportEntries: {
    vlens: {
      options: {
        subscriptions: {
          kind: 'ws',
          location: '/graphql',
          options: { connectionParams: { Authorization: '{context.headers.authorization}' } },
        },
      },
    },
  },
});
const server = createServer(router).listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});

async function sdlOf(url) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  return (await answer.json()).data._service.sdl;
}
