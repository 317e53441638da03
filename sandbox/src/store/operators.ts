import type { Passwords } from '../passwords.js';
import type { OperatorRow } from './people-tables.js';
import type { Database, Work } from './tables.js';
import { inTransaction, lockTables } from './transaction.js';

/** Who may do what operators do, in each tenant with the sample data. */
export const SAMPLE_OPERATOR = {
  userName: 'admin',
  emailAddress: 'admin@example.com',
  password: 'Operator-2026!',
};

export function operatorById(db: Database, tenantId: string, id: number): Promise<OperatorRow | undefined> {
  return db
    .selectFrom('operator')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export function operatorNamed(
  db: Database,
  tenantId: string,
  name: string,
): Promise<OperatorRow | undefined> {
  return db
    .selectFrom('operator')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where((match) => match.or([match('userName', '=', name), match('emailAddress', '=', name)]))
    .executeTakeFirst();
}

export async function addSampleOperator(work: Work, tenantId: string, passwordHash: string): Promise<void> {
  const { last } = await work
    .selectFrom('operator')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  const { userName, emailAddress } = SAMPLE_OPERATOR;
  await work
    .insertInto('operator')
    .values({ id: (last ?? 0) + 1, tenantId, userName, emailAddress, passwordHash })
    .execute();
}

/** Tenants from before there were operators. */
export async function addMissingOperators(db: Database, passwords: Passwords): Promise<void> {
  const without = await db
    .selectFrom('tenant')
    .leftJoin('operator', 'operator.tenantId', 'tenant.id')
    .select('tenant.id')
    .where('operator.id', 'is', null)
    .execute();
  if (without.length === 0) return;
  const passwordHash = await passwords.hash(SAMPLE_OPERATOR.password);
  for (const { id } of without) {
    await inTransaction(db, async (work) => {
      await lockTables(work, ['tenant']);
      const taken = await work
        .selectFrom('operator')
        .select('id')
        .where('tenantId', '=', id)
        .executeTakeFirst();
      if (!taken) await addSampleOperator(work, id, passwordHash);
    });
  }
}
