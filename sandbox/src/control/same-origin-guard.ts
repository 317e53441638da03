import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from './answers.js';

/**
 * Turns away what another site's page sends from somebody's browser: the control API asks for no credentials, and a
 * browser on this machine reaches it. Anybody who is no browser may call it as before.
 */
export function sameOriginGuard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isPrivateName(request.hostname)) {
      return refuse(
        reply,
        403,
        'This name may be anybody’s: reach the sandbox as localhost or by its IP address.',
      );
    }
    if (isFromAnotherSite(request)) {
      return refuse(reply, 403, 'Pages of other sites may not use the control API.');
    }
  });
}

/** A name that nobody can buy and point at this machine (DNS rebinding): an address, one word, or of a private zone. */
export function isPrivateName(hostname: string): boolean {
  const name = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return isIP(name) !== 0 || /^[a-z\d_-]+$/.test(name) || /\.(?:localhost|local|internal)$/.test(name);
}

function isFromAnotherSite({ headers, host, method }: FastifyRequest): boolean {
  const { origin } = headers;
  if (origin !== undefined) return !URL.canParse(origin) || new URL(origin).host !== host;
  const site = headers['sec-fetch-site'];
  const isLinkFollowed = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return (site === 'cross-site' || site === 'same-site') && !isLinkFollowed;
}
