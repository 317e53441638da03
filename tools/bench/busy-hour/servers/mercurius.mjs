import fastify from 'fastify';
import mercurius from 'mercurius';
import mercuriusCache from 'mercurius-cache';
import { changedRequest, resolvers, typeDefs, vlens } from './vlens.mjs';

/**
 * Mercurius with its JIT, mercurius-cache (a key for each token, dropped by reference when a webhook names it) and its own
 * subscriptions over WebSocket.
 */
/** Webhooks drop what changes, so that the rest may grow old. */
const TTL_SECONDS = 600;
const app = fastify();
const perCaller = (_source, _args, { authorization }) => authorization;
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: {
    ...resolvers,
    Subscription: {
      businessRequestStatusChanged: {
        async *subscribe(_, { requestId }, { authorization, pubsub }) {
          const changes = await pubsub.subscribe(`changed ${requestId}`);
          yield { businessRequestStatusChanged: await vlens.status(authorization, requestId) };
          for await (const _change of changes)
            yield { businessRequestStatusChanged: await vlens.status(authorization, requestId) };
        },
      },
    },
  },
  context: ({ headers }) => ({ authorization: headers.authorization }),
  subscription: {
    context: () => ({}),
    onConnect: ({ payload }) => ({ authorization: payload.Authorization }),
  },
  jit: 1,
});
await app.register(mercuriusCache, {
  ttl: TTL_SECONDS,
  storage: { type: 'memory', options: { size: 10_000, invalidation: true } },
  policy: {
    Query: {
      businessRequest: {
        extendKey: perCaller,
        references: (_asked, _key, request) => (request ? [`request:${request.id}`] : []),
      },
      businessRequests: {
        extendKey: perCaller,
        references: (_asked, _key, { nodes }) => nodes.map(({ id }) => `request:${id}`),
      },
    },
  },
});
await app.register(async (routes) => {
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  routes.post('/webhooks/vlens', async (request, reply) => {
    const id = changedRequest(request.body, request.headers['abp-webhook-signature']);
    if (!id) return reply.code(401).send();
    await app.graphql.cache.invalidate([`request:${id}`]);
    await app.graphql.pubsub.publish({ topic: `changed ${id}`, payload: id });
    return '';
  });
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
