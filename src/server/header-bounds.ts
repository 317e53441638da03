import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './http-errors.js';

/**
 * These headers are parsed with regular expressions and comparisons whose cost grows faster than the header. The addresses in
 * X-Forwarded-For are compared with the trusted ones each time that code reads the client's address.
 */
const PARSED = ['accept', 'accept-language', 'content-encoding', 'content-type', 'x-forwarded-for'] as const;
/** Several times as long as any of them from a browser. */
export const MAX_PARSED_HEADER_CHARACTERS = 1000;

/** The first header that is too long, found before any code parses it; null if there is none. */
export function tooLongHeader(headers: FastifyRequest['headers']): string | null {
  for (const name of PARSED) if ((headers[name]?.length ?? 0) > MAX_PARSED_HEADER_CHARACTERS) return name;
  return null;
}

/** Refuses the request and names the header that is too long. */
export function refuseHeader(request: FastifyRequest, reply: FastifyReply, name: string): void {
  // Sending the error would parse these headers.
  for (const parsed of PARSED) delete request.headers[parsed];
  sendError(request, reply, 400, {
    code: 'BAD_REQUEST',
    message: `The header ${name} is longer than ${MAX_PARSED_HEADER_CHARACTERS} characters: send what you need of it.`,
  });
}
