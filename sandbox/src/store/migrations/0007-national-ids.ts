import type { Kysely } from 'kysely';
import type { Migration } from '../migrate.js';

/** Whether a tenant's forms take a real national id alone. */
export const nationalIds: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('tenant')
      .addColumn('checksNationalIds', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
