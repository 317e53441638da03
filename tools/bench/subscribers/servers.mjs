import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '../contenders/process.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const ROOT = path('../../../');

/** This gateway over undici as the images have it; of the settings only the tenant's quota and the places are lifted. */
const gateway = (name, root, over) => ({
  name,
  over,
  start: async (upstreamUrl, env) => ({
    ...(await startProcess(() => [join(root, 'dist/gateway/main.js')], {
      env: {
        NODE_ENV: 'production',
        VLENS_API_URL: upstreamUrl,
        VLENS_API_KEY: 'bench',
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

/** Who takes part, with another build of the gateway where one is named. */
export const SERVERS = (before) => [
  gateway('this gateway', ROOT),
  gateway('this gateway, SSE', ROOT, 'sse'),
  ...(before ? [gateway('before', before), gateway('before, SSE', before, 'sse')] : []),
];
