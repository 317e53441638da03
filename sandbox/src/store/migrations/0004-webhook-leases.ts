import type { Kysely } from 'kysely';
import type { Migration } from '../migrate.js';

/** One delivery at a time to each subscription, also from many processes. */
export const webhookLeases: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('webhookSubscription').addColumn('leasedUntil', 'text').execute();
  },
};
