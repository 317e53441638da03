import type { ExpressionBuilder } from 'kysely';
import { ATTEMPTS_IN_ORDER } from '../rules/webhook-retries.js';
import type { Database, Tables } from './tables.js';
import type { WebhookDeliveryRow } from './webhook-tables.js';

/** A delivery that is this process's alone until its lease ends; its attempt is counted already. */
export type ClaimedDelivery = WebhookDeliveryRow & { url: string; secret: string };

/** What an attempt came to. `retryAt` is null where there is none after it. */
export type AttemptEnd =
  | { at: Date; status: number; isDelivered: true }
  | { at: Date; status: number | null; error: string | null; isDelivered: false; retryAt: Date | null };

/**
 * Claims the next due delivery of each subscription, except of those where one is under way here. The claim is an
 * UPDATE that names the attempt it has seen: of many processes on one database, one gets the row.
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
    const attempts = delivery.attempts + 1;
    const { numUpdatedRows } = await db
      .updateTable('webhookDelivery')
      .set({ attempts, nextAttemptAt: leaseEnds.toISOString() })
      .where('eventId', '=', delivery.eventId)
      .where('subscriptionId', '=', delivery.subscriptionId)
      .where('attempts', '=', delivery.attempts)
      .where((delivery) => isDue(delivery, now))
      .executeTakeFirst();
    if (numUpdatedRows === 1n) claimed.push({ ...delivery, attempts });
  }
  return claimed;
}

/** An attempt that is not the newest any more says nothing about what is next; that it got through, always. */
export async function endAttempt(
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
function dueDeliveries(db: Database, now: Date): Promise<ClaimedDelivery[]> {
  return db
    .selectFrom('webhookDelivery')
    .innerJoin('webhookSubscription', 'webhookSubscription.id', 'webhookDelivery.subscriptionId')
    .selectAll('webhookDelivery')
    .select(['webhookSubscription.url', 'webhookSubscription.secret'])
    .where('webhookSubscription.deletedAt', 'is', null)
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
