import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { MonotonicClock } from '../clock.js';
import { toLoggableError } from '../log.js';
import { sendError } from './http-errors.js';
import { namedPlugin } from './named-plugin.js';
import { atMostOnceAMinute } from './once-a-minute.js';
import { type PageHtml, pageHtml, sendHtml } from './page-html.js';
import type { SigningLinks } from './signing-link.js';

export interface SigningPage {
  /** The folder of the built page. */
  folder: string;
  /** Updates the page before it is served; absent if the page is already built. */
  build?: (() => Promise<boolean>) | undefined;
  /** Origins of host apps that may frame the page and hand it a customer's token. */
  hostOrigins: readonly string[];
  /** Keeps the link that opened the page across a reload. */
  links: SigningLinks;
  logger: Logger;
  clock: MonotonicClock;
}

/** The placeholder for the allowed origins in the pages. */
const HOST_ORIGINS = '%HOST_ORIGINS%';
const SIGN = 'index.html';
const JOIN = 'join.html';
const NOT_BUILT =
  'The pages /sign and /join can’t be built: mend the errors that the terminal of the gateway shows, and load this again. ' +
  'Where packages are missing, run `npm ci`.';
const NO_PAGE =
  'This gateway has no pages /sign and /join: they were not built. Run `npm run build` and start it again.';

/**
 * GET /sign: the signing page. Its URL opens a contract, so the page is never cached, and its URL is never sent as a referrer. GET /join:
 * the page for new customers, from the phone number to a request. It shares the signing page's files. Their names contain a hash of their
 * content, so browsers cache them permanently. The license notices keep one name and are not cached in that way.
 */
export async function signingPage(
  server: FastifyInstance,
  { folder, build, hostOrigins, links, logger, clock }: SigningPage,
) {
  if (build) await mkdir(join(folder, 'assets'), { recursive: true });
  const read = (file: string) => builtPage(folder, file, hostOrigins);
  const built = new Map(
    build ? [] : await Promise.all([SIGN, JOIN].map(async (file) => [file, await read(file)] as const)),
  );
  const notBuilt = build ? NOT_BUILT : NO_PAGE;
  const logNotBuilt = atMostOnceAMinute(
    (suppressed) => logger.error({ suppressed }, notBuilt),
    () => clock.monotonicNow(),
  );
  links.serve(server);
  await server.register(
    namedPlugin('signing page', async (routes) => {
      if (build || built.get(SIGN))
        await routes.register(namedPlugin('signing page assets', assets), { folder: join(folder, 'assets') });
      const isUpToDate = async (): Promise<boolean> => {
        if (!build) return true;
        try {
          return await build();
        } catch (error) {
          logger.error({ error: toLoggableError(error) }, 'the build of /sign and /join failed');
          return false;
        }
      };
      const send = async (
        request: FastifyRequest,
        reply: FastifyReply,
        file: string,
        cookie: string | null = null,
      ) => {
        const page = (await isUpToDate()) ? (build ? await read(file) : (built.get(file) ?? null)) : null;
        if (page === null) {
          logNotBuilt();
          sendError(request, reply, build ? 500 : 404, { code: 'PAGE_NOT_BUILT', message: notBuilt });
          return reply;
        }
        // The page's policy says who may frame it; `X-Frame-Options` can't name origins.
        reply.removeHeader('x-frame-options').headers(pageHeaders(hostOrigins, page));
        if (cookie !== null) reply.header('set-cookie', cookie);
        return sendHtml(request, reply, page);
      };
      for (const path of ['/sign', '/sign/'])
        routes.get(path, (request, reply) => send(request, reply, SIGN, links.cookieFor(request)));
      for (const path of ['/join', '/join/'])
        routes.get(path, (request, reply) => send(request, reply, JOIN));
    }),
  );
}

/** The files that the page loads, compressed at build time (scripts/build-page.mjs). */
async function assets(server: FastifyInstance, { folder }: { folder: string }) {
  // @fastify/static 9.3 sets no `Vary` header for encodings, so a cache would send one client's encoding to every other client.
  server.addHook('onSend', async (_request, reply) => {
    const vary = reply.getHeader('vary');
    reply.header('vary', vary ? `${vary}, Accept-Encoding` : 'Accept-Encoding');
  });
  await server.register(files, {
    root: folder,
    prefix: '/sign/assets/',
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isNamedByContent = !/\.txt(\.\w+)?$/.test(path);
      reply.setHeader('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
    preCompressed: true,
    decorateReply: false,
  });
}

/** The built page; null if it was not built. The gateway serves everything else anyway. */
async function builtPage(
  folder: string,
  file: string,
  hostOrigins: readonly string[],
): Promise<PageHtml | null> {
  const html = await readFile(join(folder, file), 'utf8').catch(() => null);
  return html === null ? null : pageHtml(html.replace(HOST_ORIGINS, hostOrigins.join(' ')));
}

function pageHeaders(hostOrigins: readonly string[], { scripts, styles }: PageHtml): Record<string, string> {
  const hosts = hostOrigins.length > 0 ? hostOrigins.join(' ') : "'none'";
  return {
    'content-security-policy': [
      "default-src 'none'",
      // Also the inline scripts of the page, by hash.
      ["script-src 'self'", ...scripts].join(' '),
      ["style-src 'self'", ...styles].join(' '),
      "img-src 'self' data: blob:",
      "font-src 'self'",
      // This includes the WebSocket on the same host (Content Security Policy 3, section 6.7.2.8).
      "connect-src 'self'",
      // The contract's PDF and its HTML documents after they were fetched. This policy also applies to the HTML, which runs no scripts.
      'frame-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${hosts}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=()',
    'referrer-policy': 'no-referrer',
    // A host app that opened the page must be able to send messages to it.
    'cross-origin-opener-policy': hostOrigins.length > 0 ? 'unsafe-none' : 'same-origin',
    'cache-control': 'no-store',
  };
}
