import type { FastifyRequest } from 'fastify';

/**
 * The Host header, empty if there is none. Never use `request.host`: behind a trusted proxy it is `X-Forwarded-Host`, and most proxies pass
 * on whatever the client wrote there.
 */
export function hostOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  return headers.host ?? '';
}
