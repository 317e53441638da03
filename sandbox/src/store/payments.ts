import type { Random } from '../random.js';
import type { Database, PaymentRow, Work } from './tables.js';

export const PAYMENT_GATEWAYS = ['fawry', 'kashier'] as const;
export type PaymentGateway = (typeof PAYMENT_GATEWAYS)[number];

/** The payment that the locked request waits for: made at the first call, the same from then on. */
export async function openPayment(
  work: Work,
  { random, now }: { random: Random; now: Date },
  { requestId, amount, gateway }: { requestId: string; amount: string; gateway: string | null },
): Promise<PaymentRow> {
  await work
    .insertInto('payment')
    .values({ requestId, token: random.token(), amount, gateway, createdAt: now.toISOString(), paidAt: null })
    .onConflict((conflict) => conflict.column('requestId').doNothing())
    .execute();
  return work.selectFrom('payment').selectAll().where('requestId', '=', requestId).executeTakeFirstOrThrow();
}

export function paymentOf(db: Database | Work, requestId: string): Promise<PaymentRow | undefined> {
  return db.selectFrom('payment').selectAll().where('requestId', '=', requestId).executeTakeFirst();
}

export async function paymentsOf(db: Database, requestIds: readonly string[]): Promise<PaymentRow[]> {
  if (requestIds.length === 0) return [];
  return db.selectFrom('payment').selectAll().where('requestId', 'in', requestIds).execute();
}

export function paymentByToken(db: Database | Work, token: string): Promise<PaymentRow | undefined> {
  return db.selectFrom('payment').selectAll().where('token', '=', token).executeTakeFirst();
}

/** Pays, once: of many at the same time one answers true. */
export async function markPaid(
  work: Work,
  requestId: string,
  gateway: PaymentGateway,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await work
    .updateTable('payment')
    .set({ paidAt: now.toISOString(), gateway })
    .where('requestId', '=', requestId)
    .where('paidAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
