import { eventId } from '../rules/event-id.js';
import type { Status } from '../rules/statuses.js';
import type { Database, Work } from './tables.js';
import type { WebhookDeliveryRow } from './webhook-tables.js';

const LOGGED = 100;

/** A row of the audit trail that changed a request's status. */
export interface Move {
  requestId: string;
  position: number;
  newStatus: Status;
  at: Date;
}

/** One delivery for each of the tenant's subscriptions, in the work that makes the move. */
export async function writeToOutbox(work: Work, { requestId, position, newStatus, at }: Move): Promise<void> {
  const { tenantId } = await work
    .selectFrom('businessRequest')
    .select('tenantId')
    .where('id', '=', requestId)
    .executeTakeFirstOrThrow();
  const sequence = await nextEvent(work, tenantId);
  const subscriptions = await work
    .selectFrom('webhookSubscription')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('deletedAt', 'is', null)
    .execute();
  if (subscriptions.length === 0) return;
  await work
    .insertInto('webhookDelivery')
    .values(
      subscriptions.map(({ id: subscriptionId }) => ({
        eventId: eventId(requestId, position),
        subscriptionId,
        requestId,
        newStatus,
        createdAt: at.toISOString(),
        sequence,
        attempts: 0,
      })),
    )
    .execute();
}

/**
 * The tenant's next event number. The counter stays locked until this work ends: events are numbered in the order in
 * which they are committed, and what changes a subscription waits for them.
 */
export async function nextEvent(work: Work, tenantId: string): Promise<number> {
  const { last } = await work
    .insertInto('eventCounter')
    .values({ tenantId, last: 1 })
    .onConflict((conflict) =>
      conflict.column('tenantId').doUpdateSet((row) => ({ last: row('eventCounter.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return last;
}

/** The tenant's newest deliveries, newest first, each with where it goes to. */
export function deliveryLog(
  db: Database,
  tenantId: string,
): Promise<(WebhookDeliveryRow & { url: string })[]> {
  return db
    .selectFrom('webhookDelivery')
    .innerJoin('webhookSubscription', 'webhookSubscription.id', 'webhookDelivery.subscriptionId')
    .selectAll('webhookDelivery')
    .select('webhookSubscription.url')
    .where('webhookSubscription.tenantId', '=', tenantId)
    .orderBy('webhookDelivery.sequence', 'desc')
    .orderBy('webhookDelivery.subscriptionId')
    .limit(LOGGED)
    .execute();
}
