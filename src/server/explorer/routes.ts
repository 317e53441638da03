import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { SampleOperation } from '../../sample-operations.js';
import { namedPlugin } from '../named-plugin.js';

export interface Explorer {
  /** Where `scripts/copy-explorer.mjs` has put GraphiQL. */
  libraryFolder: string;
  /** What it opens with, a tab each; asked for at each opening, since some hold the time. */
  operations: () => SampleOperation[];
  /** The code of the newest SMS, where the sandbox is at hand. */
  newestCode?: (() => Promise<string | null>) | undefined;
}

const PAGE = 'index.html';
/** GraphiQL writes its styles into the page; scripts come from files alone, and nothing from anywhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FILES = { index: false, cacheControl: false } as const;

/** GET /explorer: GraphiQL, served from this process alone, for machines without internet. */
export async function explorerRoutes(
  server: FastifyInstance,
  { libraryFolder, operations, newestCode }: Explorer,
): Promise<void> {
  await server.register(
    namedPlugin('explorer', async (routes) => {
      routes.addHook('onSend', async (_request, reply) => {
        reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-cache' });
      });
      await routes.register(files, { ...FILES, root: explorerPageFolder(), prefix: '/explorer/page/' });
      await routes.register(files, {
        ...FILES,
        root: libraryFolder,
        prefix: '/explorer/library/',
        decorateReply: false,
      });
      routes.get('/explorer', async (_request, reply) => reply.sendFile(PAGE));
      routes.get('/explorer/', async (_request, reply) => reply.redirect('/explorer'));
      routes.get('/explorer/tabs.json', async () => operations());
      routes.get('/explorer/newest-code.json', async () => ({ code: (await newestCode?.()) ?? null }));
    }),
  );
}

/**
 * The page is served as it is written, so that it lies among the sources and not in `dist`.
 * @throws MODULE_NOT_FOUND where it is not installed
 */
export function explorerPageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve(`#explorer/${PAGE}`));
}
