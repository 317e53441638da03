import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHive } from '../contenders/hive-gateway.mjs';
import { startProcess } from '../contenders/process.mjs';
import { requestIdOf } from '../counting-upstream.mjs';
import { graphqlRequest, isAnswered, MOMENT } from './operations.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const json = (body) => ({ method: 'POST', path: '/graphql', body: JSON.stringify(body) });

/** A server of `contenders/servers/`, which speaks GraphQL with as much of our schema as is measured. */
const handWritten = (name, file, env = {}) => ({
  name,
  start: (upstreamUrl, cpu) =>
    startProcess(() => [path(file)], {
      cpu,
      env: { NODE_ENV: 'production', UPSTREAM_URL: upstreamUrl, ...env },
    }),
  requestOf: (operation, options) => json(graphqlRequest(operation, options)),
  isAnswered,
  hasOurSchema: true,
});

/** This gateway as shipped: limits, log and metrics on; of the settings only the tenant's quota is lifted. `root`: of a checkout that was built. */
export const ours = (name, env = {}, root = path('../../../')) => ({
  name,
  hasSubscriptions: true,
  /** @param more settings besides */
  start: (upstreamUrl, cpu, more = {}) =>
    startProcess(() => [join(root, 'dist/gateway/main.js')], {
      cpu,
      env: {
        NODE_ENV: 'production',
        VLENS_API_URL: upstreamUrl,
        VLENS_API_KEY: 'bench',
        UPSTREAM_RATE_PER_SECOND: '0',
        UPSTREAM_RATE_PER_MINUTE: '0',
        ...env,
        ...more,
      },
    }),
  requestOf: (operation, options) => json(graphqlRequest(operation, options)),
  isAnswered,
  hasOurSchema: true,
});

const REST = {
  list: (_serial, size) => ({
    method: 'GET',
    path: `/api/BusinessRequest/CurrentListIds?SkipCount=0&MaxResultCount=${size}`,
  }),
  one: (serial) => ({
    method: 'GET',
    path: `/api/BusinessRequest/GetBusinessRequestById/${requestIdOf(serial)}`,
  }),
  step: (serial) => ({
    method: 'POST',
    path: '/api/BusinessRequest/CustomerSign/StepRequestOtp',
    body: JSON.stringify({ requestId: requestIdOf(serial), ...MOMENT }),
  }),
};

/** No GraphQL at all: the client would send the REST call itself. */
const rawProxy = {
  name: 'raw node:http proxy',
  start: (upstreamUrl, cpu) =>
    startProcess(() => [path('../contenders/servers/raw-proxy.mjs')], {
      cpu,
      env: { UPSTREAM_URL: upstreamUrl },
      isUp: (url) =>
        fetch(new URL(REST.list(0, 1).path, url)).then(
          ({ ok }) => ok,
          () => false,
        ),
    }),
  requestOf: (operation, { serial, size = 50 }) => REST[operation](serial, size),
  isAnswered: (_operation, body) => JSON.parse(body).error_code === null,
};

const MESH = {
  list: {
    query:
      'query List($first: PositiveInt) { listBusinessRequestIds(MaxResultCount: $first, SkipCount: 0) ' +
      '{ data { id requestNumber requeststatus requestStatusName typeName fullName creationTime } totalCount } }',
    variables: (_id, size) => ({ first: size }),
  },
  one: {
    query:
      'query One($id: UUID!) { getBusinessRequestById(id: $id) { data { id requestNumber requeststatus fullName creationTime ' +
      'requestFields { key displayText value } documents { title content isHtml } hasPaymentCheckPerRequestFeature } } }',
    variables: (id) => ({ id }),
  },
  step: {
    query:
      'mutation Otp($input: stepRequestOtp_request_Input) { stepRequestOtp(input: $input) { error_code data { otpRequestId } } }',
    variables: (requestId) => ({ input: { requestId, ...MOMENT } }),
  },
};

/** Hive Gateway over the same OpenAPI file: GraphQL without knowing Vlens. */
const hive = {
  name: 'Hive Gateway (Mesh)',
  start: (upstreamUrl, cpu) => startHive(upstreamUrl, { cpu, env: { NODE_ENV: 'production' } }),
  requestOf(operation, { serial, size = 50 }) {
    const { query, variables } = MESH[operation];
    return json({ query, variables: variables(requestIdOf(serial), size) });
  },
  isAnswered: (operation, body) => {
    const { data } = JSON.parse(body);
    if (operation === 'list') return data?.listBusinessRequestIds?.data?.length === 50;
    return operation === 'one'
      ? data?.getBusinessRequestById?.data?.requestFields?.length === 8
      : data?.stepRequestOtp?.data?.otpRequestId === 'otp-1';
  },
};

export const OURS = 'this gateway';
export const OURS_UNDICI = 'this gateway, UPSTREAM_HTTP_CLIENT=undici';

/** Over undici too; its setting had another name once. */
export const BEFORE = 'the build before';
export const before = (root) => ours(BEFORE, { UPSTREAM_HTTP: 'undici' }, root);

export const OURS_UNCACHED = `${OURS}, CACHE_MAX_AGE_MS=0`;
export const OURS_UNDICI_UNCACHED = `${OURS_UNDICI}, CACHE_MAX_AGE_MS=0`;
const UNDICI = { UPSTREAM_HTTP_CLIENT: 'undici' };
const UNCACHED = { CACHE_MAX_AGE_MS: '0' };

/** In the order of the table. Inlined values are measured of those whose schema is ours. */
export const CONTENDERS = [
  ours(OURS),
  ours(OURS_UNDICI, UNDICI),
  rawProxy,
  handWritten('Mercurius, jit, undici', '../contenders/servers/mercurius.mjs'),
  handWritten('GraphQL Yoga', '../contenders/servers/yoga.mjs'),
  handWritten(
    'Apollo Server + type-graphql, as one writes it first',
    '../dist/contenders/servers/first-draft.js',
  ),
  ...[
    ['the same on Fastify, without CacheControl, with graphql-jit', { ON: 'fastify' }],
    ['the same with undici', { ON: 'fastify', OVER: 'undici' }],
    [
      'the same on node:http, by dispatch, with JIT stringify where it goes',
      { ON: 'node', OVER: 'dispatch' },
    ],
    ['the same with a memo of equal bytes', { ON: 'node', OVER: 'dispatch', MEMO: 'yes' }],
  ].map(([name, env]) => handWritten(name, '../dist/contenders/servers/compiled-apollo.js', env)),
  hive,
];

/** For some of the measures: reads that are asked of the upstream each time, and polls that are shared by others too. */
export const VARIANTS = [
  { ...ours(OURS_UNCACHED, UNCACHED), variantFor: ['repeated'] },
  { ...ours(OURS_UNDICI_UNCACHED, { ...UNDICI, ...UNCACHED }), variantFor: ['repeated', 'polls'] },
  {
    ...handWritten('Mercurius, sharing reads under way', '../contenders/servers/mercurius.mjs', {
      SHARE: 'yes',
    }),
    variantFor: ['polls'],
  },
];
