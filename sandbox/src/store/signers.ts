import type { CustomerRow, Database, SignerRow, Work } from './tables.js';

export interface SignerOfRequest extends SignerRow {
  customer: CustomerRow;
}

/** The signers of these requests with their persons, in signing order; the creator is the first. */
export async function signersOf(
  db: Database | Work,
  requestIds: readonly string[],
): Promise<SignerOfRequest[]> {
  if (requestIds.length === 0) return [];
  const signers = await db
    .selectFrom('signer')
    .selectAll()
    .where('requestId', 'in', requestIds)
    .orderBy('position')
    .execute();
  const customers = await db
    .selectFrom('customer')
    .selectAll()
    .where('id', 'in', [...new Set(signers.map(({ customerId }) => customerId))])
    .execute();
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  return signers.flatMap((signer) => {
    const customer = byId.get(signer.customerId);
    return customer ? [{ ...signer, customer }] : [];
  });
}

/** Of a locked request. */
export function signerRow(work: Work, requestId: string, customerId: number): Promise<SignerRow> {
  return work
    .selectFrom('signer')
    .selectAll()
    .where('requestId', '=', requestId)
    .where('customerId', '=', customerId)
    .executeTakeFirstOrThrow();
}

export async function markOtpValidated(work: Work, signer: SignerRow, now: Date): Promise<void> {
  await work
    .updateTable('signer')
    .set({ otpValidatedAt: now.toISOString() })
    .where('requestId', '=', signer.requestId)
    .where('customerId', '=', signer.customerId)
    .execute();
}

/** Answers how many have signed the locked request now. */
export async function markSigned(work: Work, signer: SignerRow, now: Date): Promise<number> {
  await work
    .updateTable('signer')
    .set({ signedAt: now.toISOString() })
    .where('requestId', '=', signer.requestId)
    .where('customerId', '=', signer.customerId)
    .where('signedAt', 'is', null)
    .execute();
  const { signatures } = await work
    .selectFrom('signer')
    .select(({ fn }) => fn.countAll<number | string>().as('signatures'))
    .where('requestId', '=', signer.requestId)
    .where('signedAt', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(signatures);
}
