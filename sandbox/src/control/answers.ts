import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

/** Control calls answer plain JSON: what was asked for, or an `error` with an HTTP status that fits. */
export function refuse(reply: FastifyReply, status: 400 | 403 | 404 | 409, error: string): FastifyReply {
  return reply.code(status).send({ error });
}

/** What was sent, if it has the shape; else the sentence that says what is wrong. */
export function readControl<T>(shape: z.ZodType<T>, sent: unknown): { value: T } | { error: string } {
  const result = shape.safeParse(sent ?? {});
  if (result.success) return { value: result.data };
  const { path, message } = result.error.issues[0] ?? { path: [], message: 'Not valid.' };
  return { error: path.length > 0 ? `${path.join('.')}: ${message}` : message };
}
