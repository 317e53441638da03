import type { ExpressionBuilder } from 'kysely';
import { ATTEMPTS_IN_ORDER } from '../rules/webhook-retries.js';
import type { Database, Tables } from './tables.js';
import { endLease, isFree, type Lease, takeLease } from './webhook-leases.js';
import type { WebhookDeliveryRow } from './webhook-tables.js';

/** A delivery, and where it goes to. */
type DueDelivery = WebhookDeliveryRow & { url: string; secret: string };

/** It and its subscription are this process's alone until the lease ends; its attempt is counted already. */
export type ClaimedDelivery = DueDelivery & Lease;

/** What an attempt came to. `retryAt` is null where there is none after it. */
export type AttemptEnd =
  | { at: Date; status: number; isDelivered: true }
  | { at: Date; status: number | null; error: string | null; isDelivered: false; retryAt: Date | null };

/**
 * Claims the next due delivery of each subscription, except of those where one is under way, here or in another process
 * on this database. A claim is an UPDATE that names what it has seen: of many processes, one gets the row.
 */
export async function claimDue(
  db: Database,
  { now, leaseEnds, except }: { now: Date; leaseEnds: Date; except: readonly string[] },
): Promise<ClaimedDelivery[]> {
  const claimed: ClaimedDelivery[] = [];
  const taken = new Set(except);
  for (const delivery of await dueDeliveries(db, now)) {
    if (taken.has(delivery.subscriptionId)) continue;
    taken.add(delivery.subscriptionId);
    const lease = { subscriptionId: delivery.subscriptionId, leasedUntil: leaseEnds.toISOString() };
    if (!(await takeLease(db, lease, now))) continue;
    const attempts = delivery.attempts + 1;
    const { numUpdatedRows } = await db
      .updateTable('webhookDelivery')
      .set({ attempts, nextAttemptAt: lease.leasedUntil })
      .where('eventId', '=', delivery.eventId)
      .where('subscriptionId', '=', delivery.subscriptionId)
      .where('attempts', '=', delivery.attempts)
      .where((delivery) => isDue(delivery, now))
      .executeTakeFirst();
    if (numUpdatedRows === 1n) claimed.push({ ...delivery, ...lease, attempts });
    else await endLease(db, lease);
  }
  return claimed;
}

/** The attempt goes on: nobody else is to take it for lost. Notes on the delivery until when it is held now. */
export async function renewLease(db: Database, delivery: ClaimedDelivery, until: Date): Promise<void> {
  const { eventId, subscriptionId, attempts, leasedUntil } = delivery;
  const renewed = until.toISOString();
  const { numUpdatedRows } = await db
    .updateTable('webhookSubscription')
    .set({ leasedUntil: renewed })
    .where('id', '=', subscriptionId)
    .where('leasedUntil', '=', leasedUntil)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return;
  delivery.leasedUntil = renewed;
  await db
    .updateTable('webhookDelivery')
    .set({ nextAttemptAt: renewed })
    .where('eventId', '=', eventId)
    .where('subscriptionId', '=', subscriptionId)
    .where('attempts', '=', attempts)
    .where('nextAttemptAt', '=', leasedUntil)
    .execute();
}

/** Writes down what the attempt came to, and lets the subscription's next one begin. */
export async function endAttempt(db: Database, delivery: ClaimedDelivery, end: AttemptEnd): Promise<void> {
  await logAttempt(db, delivery, end);
  await endLease(db, delivery);
}

/** An attempt that is not the newest any more says nothing about what is next; that it got through, always. */
async function logAttempt(
  db: Database,
  { eventId, subscriptionId, attempts }: ClaimedDelivery,
  end: AttemptEnd,
): Promise<void> {
  const at = end.at.toISOString();
  const update = db
    .updateTable('webhookDelivery')
    .where('eventId', '=', eventId)
    .where('subscriptionId', '=', subscriptionId)
    .where('deliveredAt', 'is', null);
  if (end.isDelivered) {
    await update
      .set({ deliveredAt: at, givenUpAt: null, nextAttemptAt: null, lastStatus: end.status, lastError: null })
      .execute();
    return;
  }
  await update
    .set({
      givenUpAt: end.retryAt ? null : at,
      nextAttemptAt: end.retryAt?.toISOString() ?? null,
      lastStatus: end.status,
      lastError: end.error,
    })
    .where('attempts', '=', attempts)
    .where('givenUpAt', 'is', null)
    .execute();
}

/** When the next delivery becomes due. Those that are due already wait for one that is under way. */
export async function nextDueAt(db: Database, now: Date): Promise<Date | null> {
  const { first } = await db
    .selectFrom('webhookDelivery')
    .select(({ fn }) => fn.min('nextAttemptAt').as('first'))
    .where('deliveredAt', 'is', null)
    .where('givenUpAt', 'is', null)
    .where('nextAttemptAt', '>', now.toISOString())
    .executeTakeFirstOrThrow();
  return first === null ? null : new Date(first);
}

/** In their order; those that have failed too often to be waited for come after the others. */
function dueDeliveries(db: Database, now: Date): Promise<DueDelivery[]> {
  return db
    .selectFrom('webhookDelivery')
    .innerJoin('webhookSubscription', 'webhookSubscription.id', 'webhookDelivery.subscriptionId')
    .selectAll('webhookDelivery')
    .select(['webhookSubscription.url', 'webhookSubscription.secret'])
    .where('webhookSubscription.deletedAt', 'is', null)
    .where((subscription) => isFree(subscription, now))
    .where((delivery) => isDue(delivery, now))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('webhookDelivery as earlier')
            .select('earlier.eventId')
            .whereRef('earlier.subscriptionId', '=', 'webhookDelivery.subscriptionId')
            .whereRef('earlier.sequence', '<', 'webhookDelivery.sequence')
            .where('earlier.deliveredAt', 'is', null)
            .where('earlier.givenUpAt', 'is', null)
            .where('earlier.attempts', '<', ATTEMPTS_IN_ORDER),
        ),
      ),
    )
    .orderBy((delivery) =>
      delivery.case().when('webhookDelivery.attempts', '<', ATTEMPTS_IN_ORDER).then(0).else(1).end(),
    )
    .orderBy('webhookDelivery.sequence')
    .execute();
}

function isDue(delivery: ExpressionBuilder<Tables, 'webhookDelivery'>, now: Date) {
  return delivery.and([
    delivery('webhookDelivery.deliveredAt', 'is', null),
    delivery('webhookDelivery.givenUpAt', 'is', null),
    delivery.or([
      delivery('webhookDelivery.nextAttemptAt', 'is', null),
      delivery('webhookDelivery.nextAttemptAt', '<=', now.toISOString()),
    ]),
  ]);
}
