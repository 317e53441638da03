import { createServer } from 'node:http';
import { createInMemoryCache, useResponseCache } from '@graphql-yoga/plugin-response-cache';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { changedRequest, resolvers, typeDefs, vlens } from './vlens.mjs';

/**
 * GraphQL Yoga with its response cache (a session for each token, dropped by entity when a webhook names it) and its PubSub over
 * server-sent events.
 */
/** Webhooks drop what changes, so that the rest may grow old. */
const TTL_MS = 600_000;
const pubSub = createPubSub();
const cache = createInMemoryCache({ max: 10_000 });
const yoga = createYoga({
  logging: false,
  schema: createSchema({
    typeDefs,
    resolvers: {
      ...resolvers,
      Subscription: {
        businessRequestStatusChanged: {
          async *subscribe(_, { requestId }, { authorization }) {
            const changes = pubSub.subscribe('changed', requestId);
            yield await vlens.status(authorization, requestId);
            for await (const _change of changes) yield await vlens.status(authorization, requestId);
          },
          resolve: (request) => request,
        },
      },
    },
  }),
  context: ({ request }) => ({ authorization: request.headers.get('authorization') }),
  plugins: [
    useResponseCache({ cache, ttl: TTL_MS, session: (request) => request.headers.get('authorization') }),
  ],
});
createServer(async (request, response) => {
  if (request.url !== '/webhooks/vlens') return yoga(request, response);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const id = changedRequest(Buffer.concat(chunks), request.headers['abp-webhook-signature']);
  if (id) {
    await cache.invalidate([{ typename: 'BusinessRequest', id }]);
    pubSub.publish('changed', id, id);
  }
  response.writeHead(id ? 200 : 401).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
