import type { FastifyInstance } from 'fastify';
import type { OpenSpan, Tracing } from '../../tracing/span.js';
import { isAlwaysAnswered } from '../load-shedder.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined if the request is not traced. */
    span: OpenSpan | undefined;
  }
}

/** A span for each HTTP request, from its headers to the end of its answer. Requests for health and metrics get none. */
export function traceHttp(server: FastifyInstance, tracing: Tracing | null): void {
  server.decorateRequest('span', undefined);
  if (!tracing) return;
  server.addHook('onRequest', async (request, reply) => {
    const { method, ws, headers, routeOptions } = request;
    // Operations over an upgraded connection have their own spans.
    if (ws || isAlwaysAnswered(request)) return;
    const route = routeOptions.url ?? 'none';
    const about = { 'http.request.method': method, 'http.route': route };
    const span = tracing.begin(`${method} ${route}`, 'server', about, traceparentIn(headers));
    request.span = span;
    reply.raw.once('close', () => {
      const status = reply.raw.statusCode;
      const hasLeft = !reply.raw.writableFinished;
      span.end(
        { 'http.response.status_code': status, ...(hasLeft ? { 'gateway.client_left': true } : {}) },
        status >= 500 ? String(status) : undefined,
      );
    });
  });
}

/** The caller's `traceparent` (W3C Trace Context). */
export function traceparentIn({ traceparent }: Record<string, unknown>): string | undefined {
  return typeof traceparent === 'string' ? traceparent : undefined;
}
