import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '../contenders/process.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const ROOT = path('../../../');
const COLLECTING = ['--expose-gc', '--require', path('collect.cjs')];

/** This gateway over undici as the images have it; of the settings only the tenant's quota and the places are lifted. */
const gateway = (name, root, over) => ({
  name,
  over,
  document: OURS,
  start: async (upstreamUrl, env) => ({
    ...(await startProcess(() => [...COLLECTING, join(root, 'dist/gateway/main.js')], {
      env: {
        NODE_ENV: 'production',
        VLENS_API_URL: upstreamUrl,
        VLENS_API_KEY: 'bench',
        STATE_FOLDER: mkdtempSync(join(tmpdir(), 'state-')),
        UPSTREAM_HTTP_CLIENT: 'undici',
        UPSTREAM_HTTP: 'undici',
        UPSTREAM_RATE_PER_SECOND: '0',
        UPSTREAM_RATE_PER_MINUTE: '0',
        MAX_SUBSCRIBERS: '20000',
        MAX_EVENT_LOOP_DELAY_MS: '60000',
        ...env,
      },
    })),
    ssePath: '/graphql/stream',
  }),
});

const OURS = 'subscription Watch($id: UUID!) { businessRequestStatusChanged(requestId: $id) { status } }';

/** Of the busy hour: each reads with the subscriber's own token before it publishes, as this gateway does. */
const byHand = (name, file, over) => ({
  name,
  over,
  document: OURS.replace('UUID', 'ID'),
  start: (upstreamUrl, env) =>
    startProcess(() => [...COLLECTING, path(`../busy-hour/servers/${file}`)], {
      env: { NODE_ENV: 'production', UPSTREAM_URL: upstreamUrl, API_KEY: 'bench', ...env },
    }),
});

/** Who takes part, with another build of the gateway where one is named. */
export const SERVERS = (before) => [
  gateway('this gateway, WebSocket', ROOT),
  gateway('this gateway, SSE', ROOT, 'sse'),
  byHand('graphql-ws and graphql-js', 'graphql-ws.mjs'),
  byHand('Mercurius', 'mercurius.mjs'),
  byHand('GraphQL Yoga, SSE', 'yoga.mjs', 'sse'),
  ...(before ? [gateway('before, WebSocket', before), gateway('before, SSE', before, 'sse')] : []),
];
