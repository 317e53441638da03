import type { ExpressionBuilder } from 'kysely';
import type { Database, Tables } from './tables.js';

/** The right to deliver to a subscription, which one process has at a time. */
export interface Lease {
  subscriptionId: string;
  /** Its process is gone where it has not ended it by then. */
  leasedUntil: string;
}

/** False where somebody has it: of many processes on one database, one gets it. */
export async function takeLease(
  db: Database,
  { subscriptionId, leasedUntil }: Lease,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('webhookSubscription')
    .set({ leasedUntil })
    .where('id', '=', subscriptionId)
    .where((subscription) => isFree(subscription, now))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Lets the next one begin; not where it ran out, and somebody else has taken it since. */
export async function endLease(db: Database, { subscriptionId, leasedUntil }: Lease): Promise<void> {
  await db
    .updateTable('webhookSubscription')
    .set({ leasedUntil: null })
    .where('id', '=', subscriptionId)
    .where('leasedUntil', '=', leasedUntil)
    .execute();
}

/** Nobody delivers to it, or who did is gone. */
export function isFree(subscription: ExpressionBuilder<Tables, 'webhookSubscription'>, now: Date) {
  return subscription.or([
    subscription('webhookSubscription.leasedUntil', 'is', null),
    subscription('webhookSubscription.leasedUntil', '<=', now.toISOString()),
  ]);
}
