import type { webhooks } from '../../../src/openapi/vlens.js';
import { netDate } from '../rules/dialects.js';
import { STATUSES, type Status } from '../rules/statuses.js';
import { waitAfter } from '../rules/webhook-retries.js';
import type { WebhookDeliveryRow } from '../store/webhook-tables.js';

const EVENT = 'App.BusinessRequestStatusChange';
type Operation = webhooks[typeof EVENT]['post'];
type Payload = NonNullable<Operation['requestBody']>['content']['application/json'];

/** What is sent at this attempt, as `vlens.yaml` says under `webhooks`. */
export function payloadOf(
  delivery: Pick<WebhookDeliveryRow, 'eventId' | 'attempts' | 'requestId' | 'newStatus' | 'createdAt'>,
): Payload {
  return {
    Id: delivery.eventId,
    WebhookEvent: EVENT,
    Attempt: delivery.attempts,
    Data: { Id: delivery.requestId, NewStatus: statusInWebhooks(delivery.newStatus) },
    CreationTimeUtc: netDate(builtAt(delivery)),
  };
}

/** Each attempt dates its body again, so a later one has a later time than that of the change (ABP, WebhookPayload). */
function builtAt({ attempts, createdAt }: Pick<WebhookDeliveryRow, 'attempts' | 'createdAt'>): string {
  let waitedMs = 0;
  for (let failed = 1; failed < attempts; failed += 1) waitedMs += waitAfter(failed) ?? 0;
  return new Date(Date.parse(createdAt) + waitedMs).toISOString();
}

/** Webhooks write a status in one word: PendingApproval. */
export function statusInWebhooks(status: Status): string {
  return STATUSES[status].name.replaceAll(' ', '');
}
