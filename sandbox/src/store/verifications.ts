import type { CardFront } from '../cards/card.js';
import { lockCustomer } from './customers.js';
import type { ImageStep, VerificationImageRow, VerificationRow } from './people-tables.js';
import type { CustomerRow, Database, Work } from './tables.js';

/** Whose verification it is; null: done with the ApiKey alone, and nobody's yet. */
export interface Verifier {
  tenantId: string;
  customer: CustomerRow | null;
}

/**
 * The same with the customer as they are now, locked before the verification is: another one of theirs may have been
 * completed since the call was admitted. Nobody's stays nobody's.
 */
export async function lockVerifier(work: Work, verifier: Verifier): Promise<Verifier> {
  const { tenantId, customer } = verifier;
  return customer ? { tenantId, customer: await lockCustomer(work, customer.id) } : verifier;
}

/** What is noted of the device at the start. */
export interface VerificationDevice {
  deviceId: string | null;
  ipAddress: string;
  latitude: number | null;
  longitude: number | null;
}

/** The verification of that id, made where it is new (SDKs make the ids), locked; null where it can't be gone on with. */
export async function openVerification(
  work: Work,
  { tenantId, customer }: Verifier,
  asked: { id: string; clientTransactionId: string | null; device: VerificationDevice; now: Date },
): Promise<VerificationRow | null> {
  await work
    .insertInto('verification')
    .values({
      id: asked.id,
      tenantId,
      customerId: customer?.id ?? null,
      clientTransactionId: asked.clientTransactionId,
      createdAt: asked.now.toISOString(),
      device: JSON.stringify(asked.device),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const found = await lockVerification(work, { tenantId, customer }, asked.id);
  return found?.completedAt === null ? found : null;
}

/** An own verification that was not cancelled, locked. */
export async function lockVerification(
  work: Work,
  { tenantId, customer }: Verifier,
  id: string,
): Promise<VerificationRow | null> {
  const found = await work
    .updateTable('verification')
    .set((row) => ({ createdAt: row.ref('createdAt') }))
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .where('cancelledAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return found && found.customerId === (customer?.id ?? null) ? found : null;
}

export async function changeVerification(
  work: Work,
  id: string,
  change: Partial<
    Pick<VerificationRow, 'front' | 'back' | 'customerId' | 'livenessAt' | 'completedAt' | 'cancelledAt'>
  >,
): Promise<VerificationRow> {
  return work
    .updateTable('verification')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Keeps a step's picture, in place of an earlier one. */
export async function keepImage(
  work: Work,
  verificationId: string,
  { step, bytes, now }: { step: ImageStep; bytes: Buffer; now: Date },
): Promise<void> {
  const kind = bytes[0] === 0xff ? 'jpg' : 'png';
  const image = {
    fileName: `${verificationId}_${step}.${kind}`,
    content: bytes.toString('base64'),
    takenAt: now.toISOString(),
  };
  await work
    .insertInto('verificationImage')
    .values({ verificationId, step, ...image })
    .onConflict((conflict) => conflict.columns(['verificationId', 'step']).doUpdateSet(image))
    .execute();
}

/** Whether another customer of the tenant is verified with this national id. */
export async function isNationalIdTaken(
  work: Work,
  { tenantId, customer }: Verifier,
  nationalId: string,
): Promise<boolean> {
  const other = await work
    .selectFrom('customer')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('nationalId', '=', nationalId)
    .where('id', '!=', customer?.id ?? -1)
    .executeTakeFirst();
  return other !== undefined;
}

/** Front, back and liveness passed: the customer is who the card says. */
export async function validateCustomer(
  work: Work,
  customerId: number,
  verified: { id: string; front: CardFront; isVerified: boolean },
): Promise<CustomerRow> {
  const { nationalId, nameEnglish, address } = verified.front;
  const [name = '', ...rest] = nameEnglish.split(' ');
  return work
    .updateTable('customer')
    .set({
      name,
      surname: rest.join(' '),
      address,
      nationalId,
      transactionId: verified.id,
      isValidated: 1,
      isVerified: verified.isVerified ? 1 : 0,
    })
    .where('id', '=', customerId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Back to Registered; @returns whether there was anything to cancel. */
export async function cancelIdentity(
  work: Work,
  tenantId: string,
  customerId: number,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await work
    .updateTable('customer')
    .set({ isValidated: 0, isVerified: 0, nationalId: null, transactionId: null })
    .where('tenantId', '=', tenantId)
    .where('id', '=', customerId)
    .where((match) => match.or([match('isValidated', '=', 1), match('isVerified', '=', 1)]))
    .executeTakeFirst();
  // A refusal leaves everything as it was, a verification that is under way too.
  if (numUpdatedRows === 0n) return false;
  await work
    .updateTable('verification')
    .set({ cancelledAt: now.toISOString() })
    .where('customerId', '=', customerId)
    .where('cancelledAt', 'is', null)
    .execute();
  return true;
}

export function verificationById(
  db: Database,
  tenantId: string,
  id: string,
): Promise<VerificationRow | undefined> {
  return db
    .selectFrom('verification')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The one that the customer is verified by, else the newest. */
export async function verificationOf(
  db: Database,
  customer: CustomerRow,
): Promise<VerificationRow | undefined> {
  const all = await db
    .selectFrom('verification')
    .selectAll()
    .where('customerId', '=', customer.id)
    .orderBy('createdAt', 'desc')
    .execute();
  return all.find(({ id }) => id === customer.transactionId) ?? all[0];
}

type ImageName = Omit<VerificationImageRow, 'content'>;

export function imagesOf(db: Database, verificationId: string): Promise<ImageName[]> {
  return db
    .selectFrom('verificationImage')
    .select(['verificationId', 'step', 'fileName', 'takenAt'])
    .where('verificationId', '=', verificationId)
    .orderBy('takenAt')
    .orderBy('step')
    .execute();
}

/** Its content is empty where it is of a sample customer's verification: it is drawn when it is asked for. */
export async function imageNamed(
  db: Database,
  verificationId: string,
  fileName: string,
): Promise<{ step: ImageStep; content: string } | undefined> {
  return db
    .selectFrom('verificationImage')
    .select(['step', 'content'])
    .where('verificationId', '=', verificationId)
    .where('fileName', '=', fileName)
    .executeTakeFirst();
}
