import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const PAGE = 'index.html';
/** The page is served as it is written, so that it lies among the sources and not in `dist`. */
const FOLDER = dirname(createRequire(import.meta.url).resolve(`#console/${PAGE}`));

/** The console for developers: a page over the control API, whose files are served as they are. */
export async function consoleRoutes(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
      },
    },
    strictTransportSecurity: false,
  });
  await app.register(files, {
    root: FOLDER,
    prefix: '/console/',
    index: false,
    cacheControl: false,
    allowedPath: (path) => /\.(?:html|css|js|svg)$/.test(path),
    setHeaders: (reply) => reply.setHeader('cache-control', 'no-cache'),
  });
  app.get('/', { prefixTrailingSlash: 'no-slash' }, async (_request, reply) => reply.redirect('/sandbox/'));
  app.get('/', { prefixTrailingSlash: 'slash' }, async (_request, reply) => reply.sendFile(PAGE));
}
