import type { Passwords } from '../passwords.js';
import { addSampleOperator, SAMPLE_OPERATOR } from './operators.js';
import { SAMPLE_CUSTOMERS, type SampleCustomer } from './samples/customers.js';
import { SAMPLE_PRODUCTS } from './samples/products.js';
import { seedVerification } from './samples/verification.js';
import type { Tables, Work } from './tables.js';
import { apiKeyHash } from './tenants.js';
import { lockTables } from './transaction.js';

export const SAMPLE_TENANT = { id: 'sandbox', name: 'Sandbox', apiKey: 'sandbox-api-key' };

/** Passwords are hashed slowly on purpose: before the work that stores them, not within. */
export async function hashSamplePasswords(passwords: Passwords): Promise<SampleHashes> {
  const hashed = SAMPLE_CUSTOMERS.map(
    async (customer) => [customer, await passwords.hash(customer.password)] as const,
  );
  return {
    customers: new Map(await Promise.all(hashed)),
    operator: await passwords.hash(SAMPLE_OPERATOR.password),
  };
}

/** What is stored of the samples' passwords. */
interface SampleHashes {
  customers: Map<SampleCustomer, string>;
  operator: string;
}

/** A tenant with the sample products and customers, all with the same ids each time in an empty database. */
export async function seedTenant(
  work: Work,
  tenant: { id: string; name: string; apiKey: string },
  { hashes, now, newId }: { hashes: SampleHashes; now: Date; newId?: () => string },
): Promise<void> {
  const { id: tenantId, name, apiKey } = tenant;
  await work
    .insertInto('tenant')
    .values({
      id: tenantId,
      name,
      apiKeyHash: apiKeyHash(apiKey),
      approvesByItself: 1,
      requiresConfirmedEmail: 0,
      quotaPerSecond: 0,
      quotaPerMinute: 0,
    })
    .execute();
  await work
    .insertInto('product')
    .values(
      SAMPLE_PRODUCTS.map(({ form, texts, hasPayment, ...product }) => ({
        ...product,
        tenantId,
        hasPayment: hasPayment ? 1 : 0,
        form: JSON.stringify(form),
        texts: JSON.stringify(texts),
      })),
    )
    .execute();
  for (const [customer, passwordHash] of hashes.customers) {
    await seedCustomer(work, tenantId, customer, { passwordHash, now, newId });
  }
  await addSampleOperator(work, tenantId, hashes.operator);
}

async function seedCustomer(
  work: Work,
  tenantId: string,
  sample: SampleCustomer,
  { passwordHash, now, newId }: { passwordHash: string; now: Date; newId: (() => string) | undefined },
): Promise<void> {
  const { last } = await work
    .selectFrom('customer')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  const id = (last ?? 0) + 1;
  const { name, surname, phoneNumber, emailAddress, address, registeredAt, identity, deviceId } = sample;
  const transactionId = identity && (newId?.() ?? identity.transactionId);
  await work
    .insertInto('customer')
    .values({
      id,
      tenantId,
      phoneNumber,
      passwordHash,
      name,
      surname,
      emailAddress,
      address,
      isEmailConfirmed: 1,
      isVerified: identity ? 1 : 0,
      isValidated: identity ? 1 : 0,
      nationalId: identity?.nationalId ?? null,
      transactionId,
      lastLatitude: registeredAt.latitude,
      lastLongitude: registeredAt.longitude,
      lastActiveAt: now.toISOString(),
    })
    .execute();
  await work
    .insertInto('device')
    .values({ customerId: id, deviceId, firstSeenAt: now.toISOString() })
    .execute();
  if (transactionId)
    await seedVerification(work, sample, { id: transactionId, tenantId, customerId: id, now });
}

/** In this order nothing refers to what is gone. */
const EMPTIED: (keyof Tables)[] = [
  'webhookDelivery',
  'webhookSubscription',
  'eventCounter',
  'payment',
  'oneTimeCode',
  'contactCode',
  'embeddedSession',
  'verificationImage',
  'verification',
  'audit',
  'signer',
  'businessRequest',
  'requestCounter',
  'device',
  'customer',
  'product',
  'operator',
  'tenant',
];

/** Until this work ends nobody else writes: before it, so that what is to stay is read as the last one has left it. */
export function lockForReset(work: Work): Promise<void> {
  return lockTables(work, [...EMPTIED].reverse());
}

/** Everything but the database's own secret, its clock, and the sessions of those who exist in the seed too; after `lockForReset`. */
export async function emptyTables(work: Work): Promise<void> {
  for (const table of EMPTIED) await work.deleteFrom(table).execute();
  const others = work
    .selectFrom('session')
    .select('id')
    .where((match) =>
      match.or([
        match('tenantId', '!=', SAMPLE_TENANT.id),
        match('customerId', '>', SAMPLE_CUSTOMERS.length),
        match('operatorId', '>', 1),
      ]),
    );
  await work.deleteFrom('refreshToken').where('sessionId', 'in', others).execute();
  await work.deleteFrom('session').where('id', 'in', others).execute();
}
