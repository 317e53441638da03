import { type Kysely, type Migration, sql } from 'kysely';
import { optional, required } from './columns.js';

/** The webhook subscriptions of tenants, and the outbox: the deliveries to send. */
export const webhooks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('webhookSubscription')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('tenantId', 'text', (column) => column.notNull().references('tenant.id'))
      .$call(required('text', 'url', 'secret', 'createdAt'))
      .$call(optional('deletedAt'))
      .execute();
    await db.schema
      .createTable('eventCounter')
      .addColumn('tenantId', 'text', (column) => column.primaryKey().references('tenant.id'))
      .$call(required('integer', 'last'))
      .execute();
    await createDeliveries(db);
  },
};

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhookDelivery')
    .addColumn('subscriptionId', 'text', (column) => column.notNull().references('webhookSubscription.id'))
    .addColumn('requestId', 'text', (column) => column.notNull().references('businessRequest.id'))
    .$call(required('text', 'eventId', 'newStatus', 'createdAt'))
    .$call(required('integer', 'sequence', 'attempts'))
    .addColumn('lastStatus', 'integer')
    .$call(optional('nextAttemptAt', 'deliveredAt', 'givenUpAt', 'lastError'))
    .addPrimaryKeyConstraint('webhookDeliveryKey', ['eventId', 'subscriptionId'])
    .execute();
  await db.schema
    .createIndex('webhookDeliveryLog')
    .on('webhookDelivery')
    .columns(['subscriptionId', 'sequence'])
    .execute();
  await db.schema
    .createIndex('webhookDeliveryWaiting')
    .on('webhookDelivery')
    .columns(['subscriptionId', 'sequence'])
    .where(sql.ref('deliveredAt'), 'is', null)
    .where(sql.ref('givenUpAt'), 'is', null)
    .execute();
}
