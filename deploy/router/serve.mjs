import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { argv, env } from 'node:process';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import http from '@graphql-mesh/transport-http';
import ws from '@graphql-mesh/transport-ws';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/**
 * Composes the subgraphs that it is told of, `name=url` each, as they describe themselves, or `name=url=file` where they do not
 * tell their schema, and serves them at HOST and PORT; prints its address, or what does not compose.
 */
const subgraphs = argv.slice(2).map((argument) => argument.split('='));
const services = await Promise.all(
  subgraphs.map(async ([name, url, file]) => ({
    name,
    url,
    typeDefs: parse(file ? readFileSync(file, 'utf8') : await sdlOf(url)),
  })),
);
const { supergraphSdl, errors = [] } = composeServices(services);
for (const { message } of errors) process.stderr.write(`${message}\n`);
if (!supergraphSdl) process.exit(1);

/** The caller's own, and what leads from one log to the next. */
const PASSED_ON = ['authorization', 'accept-language', 'x-request-id', 'traceparent', 'tracestate'];

const router = createGatewayRuntime({
  supergraph: () => supergraphSdl,
  transports: { http, ws },
  logging: false,
  graphiql: false,
  landingPage: false,
  // No upstreamRetry: whether a signing step may be sent again is the gateway's to say.
  propagateHeaders: {
    fromClientToSubgraphs: ({ request, context }) => ({
      ...Object.fromEntries(PASSED_ON.map((name) => [name, request.headers.get(name)])),
      // A client can write whatever it likes into its own: only a load balancer's (TRUST_PROXY=1) is passed on.
      'x-forwarded-for': [
        env.TRUST_PROXY === '1' && request.headers.get('x-forwarded-for'),
        context.req?.socket.remoteAddress,
      ]
        .filter(Boolean)
        .join(', '),
    }),
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
/** What has no whole answer yet. */
const open = new Set();
const server = createServer((request, response) => {
  open.add(response);
  response.once('close', () => open.delete(response));
  router(request, response);
}).listen(Number(env.PORT ?? 0), env.HOST ?? '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});

// The runtime's own listener ends what is in flight at once: a step would be told as SHUTTING_DOWN though Vlens takes it.
for (const ownListener of process.listeners('SIGTERM')) process.off('SIGTERM', ownListener);
// A step is waited for; a stream of events never ends by itself, and its client subscribes again.
process.once('SIGTERM', () => {
  server.close();
  const looking = setInterval(async () => {
    server.closeIdleConnections();
    if ([...open].some((response) => !isEventStream(response))) return;
    clearInterval(looking);
    await router[Symbol.asyncDispose]();
    process.exit(0);
  }, 100);
});

/** The runtime writes its headers so that Node does not know them by name. */
function isEventStream({ headersSent, req }) {
  return headersSent && /\btext\/event-stream\b/.test(req.headers.accept);
}

async function sdlOf(url) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  return (await answer.json()).data._service.sdl;
}
