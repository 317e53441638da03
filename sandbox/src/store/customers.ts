import type { CustomerRow, Database, Work } from './tables.js';

export interface Place {
  latitude: number;
  longitude: number;
}

/** Stored in place of a hash for somebody without a password. */
export const NO_PASSWORD = '';

export function customerById(db: Database, tenantId: string, id: number): Promise<CustomerRow | undefined> {
  return db
    .selectFrom('customer')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export function customerByPhone(
  db: Database,
  tenantId: string,
  phoneNumber: string,
): Promise<CustomerRow | undefined> {
  return db
    .selectFrom('customer')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('phoneNumber', '=', phoneNumber)
    .executeTakeFirst();
}

/** The tenant's customers who have one of these phone numbers or national ids. */
export function customersNamed(
  db: Database | Work,
  tenantId: string,
  identifiers: readonly string[],
): Promise<CustomerRow[]> {
  return db
    .selectFrom('customer')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where((match) =>
      match.or([match('phoneNumber', 'in', identifiers), match('nationalId', 'in', identifiers)]),
    )
    .execute();
}

/** Until this work ends, no other work of the same customer gets past here: what it counts stays counted. */
export async function lockCustomer(work: Work, id: number): Promise<CustomerRow> {
  return work
    .updateTable('customer')
    .set((row) => ({ phoneNumber: row.ref('phoneNumber') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The last active device location; null before the first. */
export function lastActivePlace(customer: CustomerRow): Place | null {
  const { lastLatitude: latitude, lastLongitude: longitude } = customer;
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

export async function moveLastActivePlace(
  db: Database | Work,
  customerId: number,
  place: Place,
  now: Date,
): Promise<void> {
  await db
    .updateTable('customer')
    .set({
      lastLatitude: place.latitude,
      lastLongitude: place.longitude,
      lastActiveAt: now.toISOString(),
    })
    .where('id', '=', customerId)
    .execute();
}

export async function isKnownDevice(db: Database, customerId: number, deviceId: string): Promise<boolean> {
  const device = await db
    .selectFrom('device')
    .select('deviceId')
    .where('customerId', '=', customerId)
    .where('deviceId', '=', deviceId)
    .executeTakeFirst();
  return device !== undefined;
}

export async function rememberDevice(
  work: Work,
  customerId: number,
  deviceId: string,
  now: Date,
): Promise<void> {
  await work
    .insertInto('device')
    .values({ customerId, deviceId, firstSeenAt: now.toISOString() })
    .onConflict((conflict) => conflict.columns(['customerId', 'deviceId']).doNothing())
    .execute();
}
