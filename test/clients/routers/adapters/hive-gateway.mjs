import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventsOf } from '../events.mjs';

const SERVE = join(
  env.ROUTER_FOLDER ?? fileURLToPath(new URL('../../../../deploy/router', import.meta.url)),
  'serve.mjs',
);

export const router = {
  title: 'Hive Gateway',
  packages: ['@graphql-hive/gateway-runtime', '@theguild/federation-composition'],
  from: SERVE,
  notes: [
    '[`deploy/router/serve.mjs`](../../deploy/router/serve.mjs) is the complete file: the runtime of Hive Gateway 2.15, its headers and its subscriptions over WebSocket.',
    'With `unifiedGraphHandler` of `@graphql-hive/router-runtime` 1.4.23, which uses the planner of Hive Router, written in Rust, the story passes too (tried once, 28 November 2026).',
  ],
};

export async function open({ vlensUrl, notesUrl }) {
  // set-up
  // node deploy/router/serve.mjs vlens=http://gateway:4000/graphql notes=http://notes:4001/graphql
  // end
  const child = spawn(execPath, [SERVE, `vlens=${vlensUrl}`, `notes=${notesUrl}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const url = `${line}/graphql`;
  return {
    url,
    watch: (query, variables, headers) => eventsOf(url, { query, variables }, headers),
    close: () => child.kill('SIGKILL'),
  };
}
