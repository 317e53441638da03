import type { Kysely } from 'kysely';
import type { Migration } from '../migrate.js';
import { required } from './columns.js';

/** The tenant, what it sells, and who its customers are. A migration that has run anywhere is never edited. */
export const tenantsAndCustomers: Migration = {
  async up(db: Kysely<unknown>) {
    await createTenants(db);
    await createCustomers(db);
  },
};

async function createTenants(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('tenant')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('apiKeyHash', 'text', (column) => column.notNull().unique())
    .$call(required('text', 'name'))
    .$call(
      required('integer', 'approvesByItself', 'requiresConfirmedEmail', 'quotaPerSecond', 'quotaPerMinute'),
    )
    .execute();
  await db.schema
    .createTable('product')
    .addColumn('tenantId', 'text', (column) => column.notNull().references('tenant.id'))
    .$call(required('integer', 'id', 'typeCode', 'hasPayment', 'minimumSigners'))
    .$call(required('text', 'name', 'nameAr', 'typeName', 'fee', 'form', 'texts'))
    .addPrimaryKeyConstraint('productKey', ['tenantId', 'id'])
    .execute();
}

async function createCustomers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('customer')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('tenantId', 'text', (column) => column.notNull().references('tenant.id'))
    .$call(required('text', 'phoneNumber', 'passwordHash', 'name', 'surname', 'emailAddress', 'address'))
    .$call(required('integer', 'isEmailConfirmed', 'isVerified'))
    .addColumn('nationalId', 'text')
    .addColumn('transactionId', 'text', (column) => column.unique())
    .addColumn('lastLatitude', 'double precision')
    .addColumn('lastLongitude', 'double precision')
    .addColumn('lastActiveAt', 'text')
    .addUniqueConstraint('customerPhone', ['tenantId', 'phoneNumber'])
    .addUniqueConstraint('customerNationalId', ['tenantId', 'nationalId'])
    .execute();
  await db.schema
    .createTable('device')
    .addColumn('customerId', 'integer', (column) => column.notNull().references('customer.id'))
    .$call(required('text', 'deviceId', 'firstSeenAt'))
    .addPrimaryKeyConstraint('deviceKey', ['customerId', 'deviceId'])
    .execute();
}
