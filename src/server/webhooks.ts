import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { MonotonicClock } from '../clock.js';
import type { CountWebhook } from '../metrics/webhooks.js';
import { isSecretPath, isSigned, readDelivery, type StatusHint } from '../vlens/webhook.js';
import { CHALLENGE, sendError } from './http-errors.js';
import { namedPlugin } from './named-plugin.js';
import { atMostOnceAMinute } from './once-a-minute.js';

export interface WebhookSettings {
  /** The secrets that deliveries may be signed with: two while the operator changes the secret. `null`: the signed route does not exist. */
  secrets: string[] | null;
  /** The last path segment, which proves a delivery without a signature. `null`: there is no such path. */
  pathSecret: string | null;
  /** Whether clients other than the embedded sandbox may know that the route exists. If not, an unsigned delivery gets 404. */
  isPublic: boolean;
  /** Resolves when the hint is safely published. */
  publishHint: (hint: StatusHint) => Promise<void>;
  count: CountWebhook;
  logger: Logger;
  clock: MonotonicClock;
  now?: () => Date;
}

/** Without Vlens's signature, an answer does not reveal that the route exists. */
const HIDDEN = { config: { isHidden: true } };

const MAX_DELIVERY_BYTES = 64 * 1024;
/**
 * Vlens gives each delivery attempt its own date (ABP's WebhookPayload), so an older one is not a late delivery. Someone replays it, or a
 * clock is wrong; a read from Vlens shows which.
 */
const MAX_DELIVERY_AGE_MS = 24 * 60 * 60 * 1000;

const UNREADABLE = {
  code: 'BAD_REQUEST',
  message: 'The delivery can’t be read: see App.BusinessRequestStatusChange.',
};
const TOO_LARGE = {
  code: 'BAD_REQUEST',
  message: `A delivery is at most ${MAX_DELIVERY_BYTES / 1024} kB.`,
};
/** There is no registered authentication scheme for this signature, so the challenge names its header. */
const SIGNATURE_HEADER = 'abp-webhook-signature';
const NOT_SIGNED = { code: 'UNAUTHENTICATED', message: 'The signature is missing or wrong.' };

/**
 * `POST /webhooks/vlens` receives App.BusinessRequestStatusChange (vlens.yaml, webhooks). It answers 200 when the change is published, 401
 * if the signature does not match the secret, and 400 if the delivery can't be read. Deliveries of other events get 200 and are ignored, so
 * that Vlens does not send them again. `POST /webhooks/vlens/<secret>` is for tenants whose portal has no signing secret.
 */
export async function webhooks(server: FastifyInstance, settings: WebhookSettings): Promise<void> {
  const {
    secrets,
    pathSecret,
    isPublic,
    publishHint,
    count,
    logger,
    clock,
    now = () => new Date(),
  } = settings;
  if (secrets === null && pathSecret === null) return;
  const warn = (fact: string) =>
    atMostOnceAMinute(
      (suppressed) => logger.warn({ suppressed }, fact),
      () => clock.monotonicNow(),
    );
  const warnOfForgery = warn('webhook refused: not signed with WEBHOOK_SECRET');
  const warnOfPath = warn('webhook refused: its path does not end with WEBHOOK_PATH_SECRET');
  const warnOfAge = warn('webhook is older than a day: only a hint to look');
  await server.register(
    namedPlugin('webhooks', async (route) => {
      // The signature covers the exact bytes of the body.
      route.removeAllContentTypeParsers();
      const parserOptions = { parseAs: 'buffer', bodyLimit: MAX_DELIVERY_BYTES } as const;
      route.addContentTypeParser('*', parserOptions, (_request, body, done) => done(null, body));
      route.setErrorHandler(async (error, request, reply) => {
        if (!isTooLarge(error)) throw error;
        return refuse(request, reply, 413, TOO_LARGE);
      });
      const take = async (request: FastifyRequest, reply: FastifyReply) => {
        const hint = readDelivery(bodyOf(request));
        if (hint === null) {
          count('unreadable');
          return refuse(request, reply, 400, UNREADABLE);
        }
        if (hint === 'other') {
          count('ignored');
          return { received: true };
        }
        const ageMs = now().getTime() - (hint.changedAt ?? now()).getTime();
        // A developer can move the embedded sandbox's clock.
        const isOld = isPublic && ageMs > MAX_DELIVERY_AGE_MS;
        if (isOld) warnOfAge();
        await publishHint(isOld ? { ...hint, changedAt: null, isOld } : hint);
        count('taken');
        return { received: true };
      };
      route.post<{ Params: { proof: string } }>('/webhooks/vlens/:proof', HIDDEN, async (request, reply) => {
        if (pathSecret !== null && isSecretPath(request.params.proof, pathSecret))
          return take(request, reply);
        count('refused');
        if (pathSecret !== null) warnOfPath();
        return refuse(request, reply, 404);
      });
      if (secrets === null) return;
      route.post('/webhooks/vlens', isPublic ? {} : HIDDEN, async (request, reply) => {
        const body = bodyOf(request);
        const header = request.headers[SIGNATURE_HEADER];
        const signature = typeof header === 'string' ? header : undefined;
        if (!secrets.some((secret) => isSigned(body, signature, secret))) {
          count('refused');
          warnOfForgery();
          if (!isPublic) return refuse(request, reply, 404);
          return refuse(request, reply.header(CHALLENGE, SIGNATURE_HEADER), 401, NOT_SIGNED);
        }
        return take(request, reply);
      });
    }),
  );
}

function refuse(...[request, reply, ...why]: Parameters<typeof sendError>): FastifyReply {
  sendError(request, reply, ...why);
  return reply;
}

function bodyOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 413;
}
