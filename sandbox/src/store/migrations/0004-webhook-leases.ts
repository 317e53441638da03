import type { Kysely, Migration } from 'kysely';

/** One delivery at a time to each subscription, also from many processes. */
export const webhookLeases: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('webhookSubscription').addColumn('leasedUntil', 'text').execute();
  },
};
