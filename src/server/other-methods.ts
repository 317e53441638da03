import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { sendError } from './http-errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** No answer shows that there is such a route. */
    isHidden?: boolean;
  }
}

/** No route of this server does anything by another method. */
const SERVED: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);
/**
 * A method that a path does not have is answered with 405 and `Allow`, before its body or what it asks for is looked at (RFC 9110,
 * section 15.5.6), and OPTIONS with what there is (section 9.3.7). Preflights are left to CORS, which has to come after this.
 * @returns to be called once all routes are there
 */
export function answerOtherMethods(server: FastifyInstance): () => void {
  const routed = new Map<string, Set<HTTPMethods>>();
  const allowed = new Map<string, string>();
  server.addHook('onRoute', ({ url, method, config }) => {
    if (config?.isHidden) return;
    const known = routed.get(url) ?? new Set();
    routed.set(url, known);
    for (const each of [method].flat()) known.add(each);
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS' || isPreflight(request)) return done();
    const methods = allowed.get(request.routeOptions.url ?? '');
    if (methods === undefined) sendError(request, reply, 404);
    else reply.header('allow', methods).code(204).send();
  });
  return () => {
    // Whatever Fastify routes: QUERY (RFC 10008) too, where Node can parse it. What else Node can parse gets 404.
    const { supportedMethods } = server;
    for (const [url, known] of [...routed]) {
      const methods = [...known].filter((each) => SERVED.has(each)).join(', ');
      if (methods === '') continue;
      allowed.set(url, methods);
      server.route({
        method: supportedMethods.filter((each) => !known.has(each)),
        url,
        onRequest: refuse,
        handler: refuse,
      });
    }
  };

  function refuse(request: FastifyRequest, reply: FastifyReply): void {
    void reply.header('allow', allowed.get(request.routeOptions.url ?? ''));
    sendError(request, reply, 405);
  }
}

function isPreflight({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}
