import type { FastifyRequest } from 'fastify';

/**
 * How the client names this gateway: the Host header, empty where there is none. Never `request.host`, which is `X-Forwarded-Host`
 * behind a trusted proxy: most proxies pass on whatever the client wrote in that.
 */
export function hostOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  return headers.host ?? '';
}
