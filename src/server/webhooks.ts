import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { isSigned, readDelivery, type StatusHint } from '../vlens/webhook.js';
import { sendError } from './http-errors.js';

export interface WebhookSettings {
  /** What deliveries may be signed with: two while the operator changes the secret; null: there is no such route. */
  secrets: string[] | null;
  /** Whether others than the embedded sandbox may know of the route: else it is not there for who can't sign. */
  isPublic: boolean;
  /** Resolves when the hint is safely taken over. */
  takeOver: (hint: StatusHint) => Promise<void>;
  logger: Logger;
  now?: () => Date;
}

const MAX_DELIVERY_BYTES = 64 * 1024;
/** Vlens dates each attempt anew (ABP's WebhookPayload): an older one is no late delivery, but one that somebody sends again. */
const MAX_DELIVERY_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * `POST /webhooks/vlens`: App.BusinessRequestStatusChange (vlens.yaml, webhooks). 200 once the change is taken over, 401
 * where the signature is not that of the secret, 400 where the delivery can't be read. Deliveries of other events
 * are taken and left alone, so that nobody sends them again; so is one that is older than a day.
 */
export async function webhooks(server: FastifyInstance, settings: WebhookSettings): Promise<void> {
  const { secrets, isPublic, takeOver, logger, now = () => new Date() } = settings;
  if (secrets === null) return;
  await server.register(async (route) => {
    // The signature is over the bytes as they came.
    route.removeAllContentTypeParsers();
    const parserOptions = { parseAs: 'buffer', bodyLimit: MAX_DELIVERY_BYTES } as const;
    route.addContentTypeParser('*', parserOptions, (_request, body, done) => done(null, body));
    route.setErrorHandler(async (error, request, reply) => {
      if (!isTooLarge(error)) throw error;
      sendError(request, reply, 413, {
        code: 'BAD_REQUEST',
        message: `A delivery is at most ${MAX_DELIVERY_BYTES / 1024} kB.`,
      });
      return reply;
    });
    route.post('/webhooks/vlens', async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const header = request.headers['abp-webhook-signature'];
      const signature = typeof header === 'string' ? header : undefined;
      if (!secrets.some((secret) => isSigned(body, signature, secret))) {
        logger.warn({ requestId: request.id }, 'webhook refused: not signed with WEBHOOK_SECRET');
        if (!isPublic) {
          sendError(request, reply, 404);
          return reply;
        }
        sendError(request, reply, 401, {
          code: 'UNAUTHENTICATED',
          message: 'The signature is missing or wrong.',
        });
        return reply;
      }
      const hint = readDelivery(body);
      if (hint === null) {
        sendError(request, reply, 400, {
          code: 'BAD_REQUEST',
          message: 'The delivery can’t be read: see App.BusinessRequestStatusChange.',
        });
        return reply;
      }
      if (hint === 'other') return { received: true };
      const ageMs = now().getTime() - (hint.changedAt ?? now()).getTime();
      // The embedded sandbox has a clock that a developer moves.
      if (!isPublic || ageMs <= MAX_DELIVERY_AGE_MS) await takeOver(hint);
      else logger.warn({ requestId: request.id, ageMs }, 'webhook ignored: it is older than a day');
      return { received: true };
    });
  });
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 413;
}
