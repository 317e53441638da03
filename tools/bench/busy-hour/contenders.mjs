import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '../contenders/process.mjs';
import { BY_HAND, MESH, OURS, SUBSCRIPTION } from './documents.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Vlens, its ApiKey and its quota, as each contender gets them. */
const gateway = (name, client) => ({
  name,
  documents: OURS,
  subscription: SUBSCRIPTION.ours,
  over: 'ws',
  start: (vlens, cpu) =>
    startProcess(() => [path('../../../dist/gateway/main.js')], {
      cpu,
      env: {
        NODE_ENV: 'production',
        VLENS_API_URL: vlens.url,
        VLENS_API_KEY: vlens.apiKey,
        WEBHOOK_SECRET: vlens.secret,
        STATE_FOLDER: mkdtempSync(join(tmpdir(), 'state-')),
        UPSTREAM_HTTP_CLIENT: client,
        // A thousand who poll under 60 calls a minute: webhooks drop what changes, so that the rest may grow old.
        STATUS_MAX_AGE_MS: '600000',
        // A stall of the machine is no overload.
        MAX_EVENT_LOOP_DELAY_MS: '60000',
        UPSTREAM_RATE_PER_SECOND: String(vlens.quota.perSecond),
        UPSTREAM_RATE_PER_MINUTE: String(vlens.quota.perMinute),
      },
    }),
});

const byHand = (name, file, over) => ({
  name,
  documents: BY_HAND,
  subscription: SUBSCRIPTION.byHand,
  over,
  start: (vlens, cpu) =>
    startProcess(() => [path(file)], {
      cpu,
      env: {
        NODE_ENV: 'production',
        UPSTREAM_URL: vlens.url,
        API_KEY: vlens.apiKey,
        WEBHOOK_SECRET: vlens.secret,
      },
    }),
});

/** GraphQL Mesh knows no subscription in an OpenAPI file without callbacks: all who watch poll. */
const hive = {
  name: 'Hive Gateway (Mesh)',
  documents: MESH,
  subscription: null,
  start(vlens, cpu) {
    const supergraph = join(mkdtempSync(join(tmpdir(), 'hive-')), 'supergraph.graphql');
    execFileSync(path('../node_modules/.bin/mesh-compose'), ['-c', 'mesh.config.ts', '-o', supergraph], {
      cwd: path('..'),
      env: { ...process.env, UPSTREAM_URL: vlens.url, API_KEY: vlens.apiKey },
      stdio: 'pipe',
    });
    const args = (port) => [
      path('../node_modules/.bin/hive-gateway'),
      '--config-path',
      path('hive.config.ts'),
      'supergraph',
      supergraph,
      '--port',
      String(port),
    ];
    return startProcess(args, { cpu, cwd: path('..'), env: { NODE_ENV: 'production' } });
  },
};

export const CONTENDERS = [
  gateway('this gateway', 'node-fetch'),
  gateway('this gateway, UPSTREAM_HTTP_CLIENT=undici', 'undici'),
  byHand('GraphQL Yoga, response cache, SSE', 'servers/yoga.mjs', 'sse'),
  byHand('Mercurius, mercurius-cache, JIT', 'servers/mercurius.mjs', 'ws'),
  byHand(
    'Apollo Server, type-graphql, dataloader, response cache',
    '../dist/busy-hour/servers/apollo.js',
    'ws',
  ),
  hive,
];
