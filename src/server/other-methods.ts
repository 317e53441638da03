import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { sendError } from './http-errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers do not reveal that this route exists. */
    isHidden?: boolean;
  }
}

/** The only methods for which this server has routes. */
const SERVED: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);
/**
 * Answers a method that a path does not support with 405 and `Allow`, before anything reads the body or the parameters (RFC 9110, section
 * 15.5.6). Answers OPTIONS with the supported methods (section 9.3.7). Preflight requests are left to CORS, which must be registered after
 * this.
 * @returns a function to call when all routes exist
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
    // All methods that Fastify can route, including QUERY (RFC 10008) if Node can parse it. Other methods that Node can parse get 404.
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
