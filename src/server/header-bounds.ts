import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './http-errors.js';

/**
 * They are read with expressions and comparisons whose cost grows faster than what was sent; the addresses of the last are looked up
 * among trusted ones each time anybody asks for the client's.
 */
const PARSED = ['accept', 'accept-language', 'content-encoding', 'content-type', 'x-forwarded-for'] as const;
/** Several times as long as any that a browser sends. */
export const MAX_PARSED_HEADER_CHARACTERS = 1000;

/** The first header that is longer than anybody’s, before anything parses it; null where there is none. */
export function tooLongHeader(headers: FastifyRequest['headers']): string | null {
  for (const name of PARSED) if ((headers[name]?.length ?? 0) > MAX_PARSED_HEADER_CHARACTERS) return name;
  return null;
}

/** Says which header is too long. */
export function refuseHeader(request: FastifyRequest, reply: FastifyReply, name: string): void {
  // The refusal itself would look into them.
  for (const parsed of PARSED) delete request.headers[parsed];
  sendError(request, reply, 400, {
    code: 'BAD_REQUEST',
    message: `The header ${name} is longer than ${MAX_PARSED_HEADER_CHARACTERS} characters: send what you need of it.`,
  });
}
