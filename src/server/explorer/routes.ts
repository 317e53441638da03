import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { SampleOperation } from '../../sample-operations.js';
import { namedPlugin } from '../named-plugin.js';

export interface Explorer {
  /** The folder into which `scripts/copy-explorer.mjs` copies GraphiQL. */
  libraryFolder: string;
  /**
   * The operations that GraphiQL opens with, one tab each. The explorer asks for them on each load, since some contain the current time.
   */
  operations: () => SampleOperation[];
  /** The code of the newest SMS; only available with the sandbox. */
  newestCode?: (() => Promise<string | null>) | undefined;
}

const PAGE = 'index.html';
/** GraphiQL writes its styles into the page. Scripts come only from files, and nothing comes from another host. */
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

/** GET /explorer: GraphiQL, served entirely by this process, for machines without internet access. */
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
 * The folder of the explorer's page. The page is not compiled, so it is among the sources and not in `dist`.
 * @throws MODULE_NOT_FOUND if the page is not installed
 */
export function explorerPageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve(`#explorer/${PAGE}`));
}
