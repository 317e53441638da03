import type { webhooks } from '../../../src/openapi/vlens.js';
import { STATUSES, type Status } from '../rules/statuses.js';
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
    CreationTimeUtc: delivery.createdAt,
  };
}

/** Webhooks write a status in one word: PendingApproval. */
export function statusInWebhooks(status: Status): string {
  return STATUSES[status].name.replaceAll(' ', '');
}
