import { nextEvent } from './outbox.js';
import { SAMPLE_TENANT } from './seed.js';
import type { Database, Work } from './tables.js';
import type { WebhookSubscriptionRow } from './webhook-tables.js';

/** The subscription of whoever started the sandbox: there is one, whatever its address was the last time. */
const WIRED = 'wired';

/** Where to send to, and what to sign with. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** What may be told of a subscription: all but its secret. */
export type ToldSubscription = Pick<WebhookSubscriptionRow, 'id' | 'url' | 'createdAt'>;

/** One more: it hears of every move that is committed from now on. */
export async function addSubscription(
  db: Database,
  { id, tenantId, now, ...target }: WebhookTarget & { id: string; tenantId: string; now: Date },
): Promise<ToldSubscription> {
  return db
    .insertInto('webhookSubscription')
    .values({ ...target, id, tenantId, createdAt: now.toISOString(), deletedAt: null, leasedUntil: null })
    .returning(['id', 'url', 'createdAt'])
    .executeTakeFirstOrThrow();
}

/** Oldest first. */
export function subscriptionsOf(db: Database, tenantId: string): Promise<ToldSubscription[]> {
  return db
    .selectFrom('webhookSubscription')
    .select(['id', 'url', 'createdAt'])
    .where('tenantId', '=', tenantId)
    .where('deletedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
}

/** Nothing is sent to it from now on, what waits included; false where the tenant has no such subscription. */
export async function deleteSubscription(
  work: Work,
  { id, tenantId, now }: { id: string; tenantId: string; now: Date },
): Promise<boolean> {
  await nextEvent(work, tenantId);
  const { numUpdatedRows } = await work
    .updateTable('webhookSubscription')
    .set({ deletedAt: now.toISOString(), secret: '' })
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await work
    .updateTable('webhookDelivery')
    .set({ givenUpAt: now.toISOString(), nextAttemptAt: null, lastStatus: null, lastError: 'deleted' })
    .where('subscriptionId', '=', id)
    .where('deliveredAt', 'is', null)
    .where('givenUpAt', 'is', null)
    .execute();
  return true;
}

/** Makes or moves the sample tenant's wired subscription; what waits goes to the new address. */
export async function wireSubscription(
  db: Database | Work,
  { url, secret }: WebhookTarget,
  now: Date,
): Promise<void> {
  await db
    .insertInto('webhookSubscription')
    .values({
      id: WIRED,
      tenantId: SAMPLE_TENANT.id,
      url,
      secret,
      createdAt: now.toISOString(),
      deletedAt: null,
      leasedUntil: null,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ url, secret, deletedAt: null }))
    .execute();
}

/** Where the wired subscription goes; undefined where none was wired, or it was deleted since. */
export function wiredTarget(work: Work): Promise<WebhookTarget | undefined> {
  return work
    .selectFrom('webhookSubscription')
    .select(['url', 'secret'])
    .where('id', '=', WIRED)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
}
