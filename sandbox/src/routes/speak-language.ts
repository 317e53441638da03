import type { FastifyReply, FastifyRequest } from 'fastify';
import { inArabic } from '../arabic/in-arabic.js';
import { wantsArabic } from '../arabic/wants-arabic.js';

/** Says in Arabic what was asked for in Arabic. */
export async function speakLanguage(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  reply.header('vary', 'Accept-Language');
  return wantsArabic(request.headers) ? inArabic(payload) : payload;
}
