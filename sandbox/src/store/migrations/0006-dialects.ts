import type { Kysely } from 'kysely';
import type { Migration } from '../migrate.js';

/** How a tenant's Vlens answers, where what is published differs. */
export const dialects: Migration = {
  async up(db: Kysely<unknown>) {
    const tenant = () => db.schema.alterTable('tenant');
    await tenant()
      .addColumn('dialect', 'text', (column) => column.notNull().defaultTo('current'))
      .execute();
    for (const name of ['answersCreateInFull', 'needsLivenessAt80Km'])
      await tenant()
        .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
  },
};
