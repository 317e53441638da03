import { type Kysely, type Migration, sql } from 'kysely';
import { optional, required } from './columns.js';

/** Business requests, their audit trail, and what signing one leaves behind. */
export const businessRequests: Migration = {
  async up(db: Kysely<unknown>) {
    await createRequests(db);
    await createSigning(db);
  },
};

async function createRequests(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('requestCounter')
    .addColumn('tenantId', 'text', (column) => column.notNull().references('tenant.id'))
    .$call(required('integer', 'year', 'last'))
    .addPrimaryKeyConstraint('requestCounterKey', ['tenantId', 'year'])
    .execute();
  await db.schema
    .createTable('businessRequest')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenantId', 'text', (column) => column.notNull())
    .$call(required('integer', 'productId', 'sequence', 'requiredSignatures'))
    .addColumn('creatorId', 'integer', (column) => column.notNull().references('customer.id'))
    .addColumn('contractStorageId', 'text', (column) => column.notNull().unique())
    .$call(required('text', 'requestNumber', 'status', 'fields', 'createdAt', 'updatedAt'))
    .addForeignKeyConstraint('requestProduct', ['tenantId', 'productId'], 'product', ['tenantId', 'id'])
    .addUniqueConstraint('requestNumber', ['tenantId', 'requestNumber'])
    .execute();
  await db.schema
    .createIndex('oneOpenRequestPerCreator')
    .unique()
    .on('businessRequest')
    .column('creatorId')
    .where(sql.ref('status'), 'in', ['PENDING_APPROVAL', 'APPROVED', 'CUSTOMER_PARTIALLY_SIGNED'])
    .execute();
  await db.schema
    .createTable('audit')
    .addColumn('requestId', 'text', (column) => column.notNull().references('businessRequest.id'))
    .$call(required('integer', 'position'))
    .$call(required('text', 'at', 'who', 'step', 'toStatus'))
    .addColumn('fromStatus', 'text')
    .addColumn('latitude', 'double precision')
    .addColumn('longitude', 'double precision')
    .addPrimaryKeyConstraint('auditKey', ['requestId', 'position'])
    .execute();
}

async function createSigning(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signer')
    .addColumn('requestId', 'text', (column) => column.notNull().references('businessRequest.id'))
    .addColumn('customerId', 'integer', (column) => column.notNull().references('customer.id'))
    .$call(required('integer', 'position'))
    .addColumn('otpValidatedAt', 'text')
    .addColumn('signedAt', 'text')
    .addPrimaryKeyConstraint('signerKey', ['requestId', 'customerId'])
    .execute();
  await db.schema.createIndex('signerCustomer').on('signer').column('customerId').execute();
  await db.schema
    .createTable('oneTimeCode')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('customerId', 'integer', (column) => column.notNull().references('customer.id'))
    .addColumn('requestId', 'text', (column) => column.references('businessRequest.id'))
    .$call(required('text', 'purpose', 'codeHash', 'sentAt', 'expiresAt'))
    .$call(required('integer', 'triesLeft'))
    .$call(optional('transactionId', 'deviceId', 'paymentGateway', 'usedAt', 'replacedAt'))
    .execute();
  await db.schema
    .createIndex('oneTimeCodeSent')
    .on('oneTimeCode')
    .columns(['customerId', 'purpose', 'sentAt'])
    .execute();
  await db.schema
    .createTable('payment')
    .addColumn('requestId', 'text', (column) => column.primaryKey().references('businessRequest.id'))
    .addColumn('token', 'text', (column) => column.notNull().unique())
    .$call(required('text', 'amount', 'createdAt'))
    .$call(optional('gateway', 'paidAt'))
    .execute();
}
