import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { argv, env } from 'node:process';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import http from '@graphql-mesh/transport-http';
import ws from '@graphql-mesh/transport-ws';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/**
 * Composes the subgraphs in its arguments, and serves them at HOST and PORT. An argument is `name=url`, or `name=url=file` for a subgraph
 * that does not serve its schema. Prints the router's address, or the composition errors.
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

/** Headers that are passed on: the caller's token and language, and the ids that connect log entries. */
const PASSED_ON = ['authorization', 'accept-language', 'x-request-id', 'traceparent', 'tracestate'];

const router = createGatewayRuntime({
  supergraph: () => supergraphSdl,
  transports: { http, ws },
  logging: false,
  graphiql: false,
  landingPage: false,
  // No upstreamRetry: only the gateway knows whether a signing step may be sent again.
  propagateHeaders: {
    fromClientToSubgraphs: ({ request, context }) => ({
      ...Object.fromEntries(PASSED_ON.map((name) => [name, request.headers.get(name)])),
      // A client can send any X-Forwarded-For. So the header is passed on only from a load balancer (TRUST_PROXY=1).
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
/** Responses that are not complete yet. */
const open = new Set();
const server = createServer((request, response) => {
  open.add(response);
  response.once('close', () => open.delete(response));
  router(request, response);
}).listen(Number(env.PORT ?? 0), env.HOST ?? '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});

// Remove the runtime's own listener, which ends requests in flight at once: a step would fail with SHUTTING_DOWN though Vlens takes it.
for (const ownListener of process.listeners('SIGTERM')) process.off('SIGTERM', ownListener);
// Wait for steps, but not for event streams: these never end by themselves, and their clients subscribe again.
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

/** Uses the request's Accept header, because the runtime writes response headers in a way that hides their names from Node. */
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
