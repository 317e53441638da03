/** The borders between the rooms (CONTRIBUTING.md, "The folders"): each knows only the one below it. */
const border = (name, comment, from, to, toNot) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to, ...(toNot ? { pathNot: toNot } : {}) },
});
const OURS = '^(src|schema|resolvers|sandbox|tools|test|scripts)/';

module.exports = {
  forbidden: [
    border(
      'sandbox-stands-alone',
      'The sandbox is a package of its own.',
      '^sandbox/',
      OURS,
      '^sandbox/|^src/openapi/vlens\\.ts$',
    ),
    {
      name: 'sandbox-shares-types-only',
      comment:
        'Of the upstream contract the sandbox takes the generated types: nothing that it would have to load.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    border(
      'vlens-knows-no-one',
      'The pipeline knows how Vlens speaks, not who asks.',
      '^src/vlens/(?!middleware/idempotency)',
      OURS,
      '^src/(vlens|openapi|pictures)/|^src/(clock|first-event|in-flight|json-text)\\.ts$',
    ),
    border(
      'idempotency-in-one-middleware',
      'One middleware alone knows where it is remembered what steps came to.',
      '^src/vlens/middleware/idempotency',
      OURS,
      '^src/(vlens|idempotency)/',
    ),
    border(
      'vlens-no-graphql',
      'The client knows no GraphQL.',
      '^src/(vlens|loaders)/',
      'node_modules/(graphql|type-graphql|@apollo)/',
    ),
    border(
      'loaders-over-vlens',
      'Loaders know the client below them and nothing else.',
      '^src/loaders/',
      OURS,
      '^src/(loaders|vlens)/',
    ),
    border(
      'idempotency-over-vlens',
      'What remembers steps knows nothing of Vlens but its faults.',
      '^src/idempotency/',
      OURS,
      '^src/(idempotency|vlens)/',
    ),
    border(
      'redis-behind-interfaces',
      'What replicas share stands behind the interfaces of the rooms that need it.',
      '^src/redis/',
      OURS,
      '^src/((redis|idempotency|live|vlens)/|config/redis-url)',
    ),
    {
      name: 'redis-in-one-room',
      comment:
        'Only src/upstream.ts (and the check of a start) chooses between this process alone and Redis.',
      severity: 'error',
      from: { path: '^(src|schema|resolvers)/', pathNot: '^src/(redis/|upstream|bounds|check-start)' },
      to: { path: '^src/redis/|node_modules/ioredis/' },
    },
    border(
      'live-over-loaders',
      'Live status reads through the loaders and knows no GraphQL and no transport.',
      '^src/live/',
      OURS,
      '^src/(live|loaders|vlens)/|^src/clock\\.ts$',
    ),
    border(
      'loaders-no-http',
      'Loaders speak no HTTP.',
      '^src/loaders/',
      'node_modules/(node-fetch|fastify)/|^(node:)?https?$',
    ),
    border(
      'schema-is-wording',
      'The schema fetches nothing and holds no rule of Vlens; what it tells customers stands with all sentences.',
      '^schema/',
      OURS,
      '^schema/|^src/pictures/structure\\.ts$|^src/vlens/messages/',
    ),
    border(
      'pictures-know-pictures',
      'What decodes pictures knows neither Vlens nor GraphQL.',
      '^src/pictures/',
      OURS,
      '^src/(pictures/|vlens/quota/fair-queue)',
    ),
    border(
      'resolvers-are-thin',
      'Resolvers see the schema, the context, the loaders and what Vlens answers.',
      '^resolvers/',
      OURS,
      '^(resolvers|schema|src/loaders|src/live|src/vlens)/|^src/context\\.ts$',
    ),
    border(
      'resolvers-no-http',
      'Resolvers speak no HTTP.',
      '^resolvers/',
      'node_modules/(node-fetch|fastify)/|^src/vlens/(http|transports)/',
    ),
    border(
      'server-knows-no-rules',
      'The server knows transports, not Vlens, the sandbox or resolvers.',
      '^src/server/',
      '^(sandbox|src/(loaders|openapi)|resolvers)/',
    ),
    border(
      'client-stands-alone',
      'The client is published: it knows the schema by what was generated of it, and nothing of the gateway.',
      '^client/src/',
      `${OURS}|^node_modules/`,
      '^node_modules/(graphql|@graphql-typed-document-node)/',
    ),
    {
      name: 'subgraph-only-when-asked',
      comment: 'What makes the gateway a subgraph takes long to load: only FEDERATION=true pays for it.',
      severity: 'error',
      from: { pathNot: '^resolvers/federation/' },
      to: {
        path: '^resolvers/federation/|node_modules/@apollo/subgraph/',
        dependencyTypesNot: ['dynamic-import'],
      },
    },
    {
      name: 'tracing-only-when-asked',
      comment: 'OpenTelemetry takes long to load: only OTEL_EXPORTER_OTLP_ENDPOINT pays for it.',
      severity: 'error',
      from: { pathNot: '^src/tracing/otlp' },
      to: {
        path: '^src/tracing/otlp|node_modules/@opentelemetry/',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'nobody-imports-sandbox',
      comment: 'Only what the start and its check call loads the sandbox; everything else speaks HTTP to it.',
      severity: 'error',
      from: { path: '^(src|schema|resolvers)/', pathNot: '^src/load-sandbox' },
      to: { path: '^sandbox/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: { pathNot: '^schema/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
