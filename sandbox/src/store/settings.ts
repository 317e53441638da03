import type { Database } from './tables.js';

const SECRET = 'secret';
const CLOCK_OFFSET = 'clockOffsetMs';

/** This database's own secret, made by `make` at the first start. */
export async function ownSecret(db: Database, make: () => string): Promise<string> {
  await db
    .insertInto('setting')
    .values({ name: SECRET, value: make() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', SECRET)
    .executeTakeFirstOrThrow();
  return value;
}

/** How far the sandbox's clock is ahead of the real one, in milliseconds. */
export async function readClockOffset(db: Database): Promise<number> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', CLOCK_OFFSET)
    .executeTakeFirst();
  return Number(row?.value ?? 0);
}

export async function writeClockOffset(db: Database, milliseconds: number): Promise<void> {
  const value = String(milliseconds);
  await db
    .insertInto('setting')
    .values({ name: CLOCK_OFFSET, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
