import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sets the answer's entity tag. A client that polls by GET may send back the tag of the last answer, and gets 304 without a body if the
 * answer is still the same (RFC 9110, section 13.1.2). Browsers store no answers (`no-store`), so this helps only clients that keep one
 * themselves.
 * @returns whether the body is left out
 */
export function isUnchanged({ method, headers }: FastifyRequest, reply: FastifyReply, body: string): boolean {
  if (method !== 'GET') return false;
  const tag = `"${hash('sha256', body, 'base64url')}"`;
  // Answers to other origins already have `Vary: Origin`.
  const vary = [reply.getHeader('vary'), 'Accept-Language'].filter((each) => each !== undefined).join(', ');
  void reply.headers({ etag: tag, vary });
  return (
    headers['if-none-match']?.split(',').some((sent) => sent.trim().replace(/^W\//, '') === tag) ?? false
  );
}
