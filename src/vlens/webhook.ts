import { createHash, createHmac, hash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { webhooks } from '../openapi/vlens.js';
import { utcDate } from './read/dates.js';
import { statusOfName } from './read/status.js';
import { filledText, uuid } from './read/values.js';
import { objectAs } from './read/wire.js';
import type { RequestId, RequestStatus } from './types.js';

/** The content of an App.BusinessRequestStatusChange delivery. It is only a hint, no matter who signed it. */
export interface StatusHint {
  /** The same on each attempt of a delivery. Short, because it is remembered. */
  eventId: string;
  requestId: RequestId;
  status: RequestStatus;
  /** When Vlens made the body of this attempt, which is not before the change (ABP's WebhookPayload); null if it does not say. */
  changedAt: Date | null;
  /** The delivery is too old for its time to say anything about the present. It only starts a poll. */
  isOld?: true;
}

const MAX_EVENT_ID_CHARACTERS = 200;
const STATUS_CHANGE = 'App.BusinessRequestStatusChange';

/**
 * Whether the raw body was signed with this secret: `sha256=` and the HMAC in hex, with or without hyphens between its bytes, in any case
 * (vlens.yaml, webhooks). Compared in constant time.
 */
export function isSigned(body: Uint8Array, header: string | undefined, secret: string): boolean {
  const sent = /^sha256=([0-9a-f-]+)$/i
    .exec(header?.trim() ?? '')?.[1]
    ?.replaceAll('-', '')
    .toLowerCase();
  const given = Buffer.from(sent ?? '');
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Whether the last part of a path is the secret that only the subscription knows. Compared in constant time. */
export function isSecretPath(part: string, secret: string): boolean {
  const hashOf = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hashOf(part), hashOf(secret));
}

/** Reads a delivery; `other` if it is of another kind, null if it is no delivery. */
export function readDelivery(body: Uint8Array): StatusHint | 'other' | null {
  const sent = objectAs<SentDelivery>(parsed(body));
  if (!sent) return null;
  if (filledText(sent.WebhookEvent) !== null && sent.WebhookEvent !== STATUS_CHANGE) return 'other';
  // With the framework's "send exact same data", the body is Data alone, and its Id is the request's (ABP's WebhookSender).
  const isDataAlone = sent.Data === undefined && 'NewStatus' in sent;
  const data = objectAs<NonNullable<SentDelivery['Data']>>(isDataAlone ? sent : sent.Data);
  const requestId = uuid(data?.Id) as RequestId | null;
  if (!requestId) return null;
  const changedAt = utcDate(sent.CreationTimeUtc);
  return {
    // A delivery without an id and a time gets a random id, because nothing distinguishes it from another.
    eventId: short(
      (isDataAlone ? null : filledText(sent.Id)) ??
        `${requestId} ${filledText(data?.NewStatus)} ${changedAt?.getTime() ?? randomUUID()}`,
    ),
    requestId,
    status: statusOfName(data?.NewStatus),
    changedAt,
  };
}

/** Ten thousand ids are remembered, and a delivery may be 64 kB. */
function short(id: string): string {
  return id.length > MAX_EVENT_ID_CHARACTERS ? hash('sha256', id, 'base64url') : id;
}

type SentDelivery = NonNullable<
  webhooks['App.BusinessRequestStatusChange']['post']['requestBody']
>['content']['application/json'];

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
}
