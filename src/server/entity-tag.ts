import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Anybody who polls by GET may send the tag of the last answer back, and gets 304 without a body where it would be the same again
 * (RFC 9110, section 13.1.2). Answers are stored nowhere by themselves (`no-store`): it is for clients that keep one.
 * @returns whether the body is left out
 */
export function isUnchanged({ method, headers }: FastifyRequest, reply: FastifyReply, body: string): boolean {
  if (method !== 'GET') return false;
  const tag = `"${hash('sha256', body, 'base64url')}"`;
  // Cross-origin answers vary by their origin already.
  const vary = [reply.getHeader('vary'), 'Accept-Language'].filter((each) => each !== undefined).join(', ');
  void reply.headers({ etag: tag, vary });
  return (
    headers['if-none-match']?.split(',').some((sent) => sent.trim().replace(/^W\//, '') === tag) ?? false
  );
}
