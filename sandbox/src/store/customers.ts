import { sql } from 'kysely';
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

/** @param email lower-case. */
export function customerByEmail(
  db: Database | Work,
  tenantId: string,
  email: string,
): Promise<CustomerRow | undefined> {
  return db
    .selectFrom('customer')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('emailAddress', '=', email)
    .where('emailAddress', '!=', '')
    .executeTakeFirst();
}

/** A customer about whom only the phone number or address is known; the caller holds the table's lock. */
export async function addCustomer(
  work: Work,
  customer: Pick<
    CustomerRow,
    'tenantId' | 'phoneNumber' | 'passwordHash' | 'emailAddress' | 'isEmailConfirmed'
  > & {
    deviceId: string | null;
    place: Place | null;
    now: Date;
  },
): Promise<CustomerRow> {
  const { deviceId, place, now, ...own } = customer;
  const { last } = await work
    .selectFrom('customer')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  const added = await work
    .insertInto('customer')
    .values({
      ...own,
      id: (last ?? 0) + 1,
      name: '',
      surname: '',
      address: '',
      isVerified: 0,
      nationalId: null,
      transactionId: null,
      lastLatitude: place?.latitude ?? null,
      lastLongitude: place?.longitude ?? null,
      lastActiveAt: place && now.toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (deviceId !== null) await rememberDevice(work, added.id, deviceId, now);
  return added;
}

export async function confirmEmailOf(work: Work, id: number): Promise<void> {
  await work.updateTable('customer').set({ isEmailConfirmed: 1 }).where('id', '=', id).execute();
}

export async function setPassword(work: Work, id: number, passwordHash: string): Promise<void> {
  await work.updateTable('customer').set({ passwordHash }).where('id', '=', id).execute();
}

/** An id as `customer.id` can hold it: a longer text of digits is a national id. */
const USER_ID = /^\d{1,9}$/;

/** The tenant's customers who have one of these phone numbers, e-mail addresses, ids or national ids. */
export function customersNamed(
  db: Database | Work,
  tenantId: string,
  identifiers: readonly string[],
): Promise<CustomerRow[]> {
  const emails = identifiers.filter((text) => text !== '').map((text) => text.toLowerCase());
  const ids = identifiers.filter((text) => USER_ID.test(text)).map(Number);
  return db
    .selectFrom('customer')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where((match) =>
      match.or([
        match('phoneNumber', 'in', identifiers),
        match('nationalId', 'in', identifiers),
        ...(emails.length > 0 ? [match('emailAddress', 'in', emails)] : []),
        ...(ids.length > 0 ? [match('id', 'in', ids)] : []),
      ]),
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

/** The device that the customer was first seen on most lately. */
export async function newestDevice(db: Database, customerId: number): Promise<string | null> {
  const device = await db
    .selectFrom('device')
    .select('deviceId')
    .where('customerId', '=', customerId)
    .orderBy('firstSeenAt', 'desc')
    .executeTakeFirst();
  return device?.deviceId ?? null;
}

/** A page of the tenant's customers, in the order of their ids, whose name, phone number, e-mail address or national id has `filter` in it. */
export async function usersOf(
  db: Database,
  tenantId: string,
  { filter, skipCount, maxResultCount }: { filter: string; skipCount: number; maxResultCount: number },
): Promise<{ users: CustomerRow[]; total: number }> {
  const pattern = `%${filter.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const columns = ['name', 'surname', 'phoneNumber', 'emailAddress', 'nationalId'] as const;
  const found = db
    .selectFrom('customer')
    .where('tenantId', '=', tenantId)
    .where((match) =>
      match.or(
        columns.map(
          (column) => sql<boolean>`lower(coalesce(${sql.ref(column)}, '')) like ${pattern} escape '\\'`,
        ),
      ),
    );
  const users = await found.selectAll().orderBy('id').limit(maxResultCount).offset(skipCount).execute();
  const { total } = await found
    .select(({ fn }) => fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow();
  return { users, total: Number(total) };
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
