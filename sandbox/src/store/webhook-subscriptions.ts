import { nextEvent } from './outbox.js';
import { SAMPLE_TENANT } from './seed.js';
import type { Database, Work } from './tables.js';
import type { WebhookSubscriptionRow } from './webhook-tables.js';

/** What the ids of subscriptions begin with that the one who started the sandbox has, and no customer of its API. */
const WIRED = 'wired';

/** Where to send to, and what to sign with. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** The public part of a subscription: all but its secret. */
export type PublicSubscription = Pick<WebhookSubscriptionRow, 'id' | 'url' | 'createdAt'>;

/** One more: it hears of every move that is committed from now on. A move that is under way has not seen it, and is waited for. */
export async function addSubscription(
  work: Work,
  { id, tenantId, now, ...target }: WebhookTarget & { id: string; tenantId: string; now: Date },
): Promise<PublicSubscription> {
  await nextEvent(work, tenantId);
  return work
    .insertInto('webhookSubscription')
    .values({ ...target, id, tenantId, createdAt: now.toISOString(), deletedAt: null, leasedUntil: null })
    .returning(['id', 'url', 'createdAt'])
    .executeTakeFirstOrThrow();
}

/** Oldest first. */
export function subscriptionsOf(db: Database, tenantId: string): Promise<PublicSubscription[]> {
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

/** A subscription of the one who started a sandbox on this database. */
export type WiredTarget = WebhookTarget & { id: string };

/** Makes a wired subscription of the sample tenant, or moves the one of this id: what waits goes to the new address. */
export async function wireSubscription(
  work: Work,
  { id, url, secret }: WiredTarget,
  now: Date,
): Promise<void> {
  await nextEvent(work, SAMPLE_TENANT.id);
  await work
    .insertInto('webhookSubscription')
    .values({
      id,
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

/** Where the wired subscriptions go: one for each gateway that was started on this database, but for those deleted since. */
export function wiredTargets(work: Database | Work): Promise<WiredTarget[]> {
  return work
    .selectFrom('webhookSubscription')
    .select(['id', 'url', 'secret'])
    .where('id', 'like', `${WIRED}%`)
    .where('deletedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
}

/** A new id for a wired subscription. */
export function wiredId(random: string): string {
  return `${WIRED}-${random}`;
}

export function isWired(id: string): boolean {
  return id === WIRED || id.startsWith(`${WIRED}-`);
}
