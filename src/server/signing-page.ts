import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { toLoggableError } from '../log.js';
import { sendError } from './http-errors.js';
import { namedPlugin } from './named-plugin.js';
import { type PageHtml, pageHtml, sendHtml } from './page-html.js';
import type { SigningLinks } from './signing-link.js';

export interface SigningPage {
  /** Where the built page lies. */
  folder: string;
  /** Brings the page up to date before it is served; absent where it came built. */
  build?: (() => Promise<boolean>) | undefined;
  /** Origins of host apps that may frame the page and hand it a customer's token. */
  hostOrigins: readonly string[];
  /** Keeps over a reload what opened the page. */
  links: SigningLinks;
  logger: Logger;
}

/** What the pages have in the place of the allowed origins. */
const HOST_ORIGINS = '%HOST_ORIGINS%';
const SIGN = 'index.html';
const JOIN = 'join.html';
const NOT_BUILT =
  'The pages /sign and /join can’t be built: mend the errors that the terminal of the gateway shows, and load this again. ' +
  'Where packages are missing, run `npm ci`.';
const NO_PAGE =
  'This gateway has no pages /sign and /join: they were not built. Run `npm run build` and start it again.';

/**
 * GET /sign: the signing page. Its address holds what opens a contract: the page is never cached, and its address never sent
 * as a referrer. GET /join: the page from nothing to a request, which shares its files. What they load is named by its content
 * and kept for good, but for the notices, which have one name.
 */
export async function signingPage(
  server: FastifyInstance,
  { folder, build, hostOrigins, links, logger }: SigningPage,
) {
  if (build) await mkdir(join(folder, 'assets'), { recursive: true });
  const read = (file: string) => builtPage(folder, file, hostOrigins);
  const built = new Map(
    build ? [] : await Promise.all([SIGN, JOIN].map(async (file) => [file, await read(file)] as const)),
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
          const message = build ? NOT_BUILT : NO_PAGE;
          logger.error({ requestId: request.id }, message);
          sendError(request, reply, build ? 500 : 404, { code: 'PAGE_NOT_BUILT', message });
          return reply;
        }
        // Its policy says who may frame it, and this knows no origins.
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

/** What the page loads, compressed when it was built (scripts/build-page.mjs). */
async function assets(server: FastifyInstance, { folder }: { folder: string }) {
  // @fastify/static 9.3 does not say that its answer depends on what the client takes: a cache would give it to every other one.
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

/** Null where the page was not built; the gateway serves the rest anyway. */
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
      // And what stands in the page itself, by its hash.
      ["script-src 'self'", ...scripts].join(' '),
      ["style-src 'self'", ...styles].join(' '),
      "img-src 'self' data: blob:",
      "font-src 'self'",
      // The WebSocket of the same host included (Content Security Policy 3, section 6.7.2.8).
      "connect-src 'self'",
      // The contract's PDF and its HTML documents, once they were fetched; the HTML runs nothing, under this policy too.
      'frame-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${hosts}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=()',
    'referrer-policy': 'no-referrer',
    // A host app that opened the page has to be able to speak to it.
    'cross-origin-opener-policy': hostOrigins.length > 0 ? 'unsafe-none' : 'same-origin',
    'cache-control': 'no-store',
  };
}
