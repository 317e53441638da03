import type { Kysely, Migration } from 'kysely';
import { optional, required } from './columns.js';

/** Sessions, operators, registration and identity verification, and what a tenant decides about them. */
export const people: Migration = {
  async up(db: Kysely<unknown>) {
    await extendTenants(db);
    await createSessions(db);
    await createContactCodes(db);
    await createVerifications(db);
  },
};

async function extendTenants(db: Kysely<unknown>): Promise<void> {
  for (const [name, fallback] of [
    ['ntra', 'off'],
    ['cso', 'off'],
    ['passwordRule', '{"minimumLength":8,"lowerCase":true,"upperCase":true,"digit":true,"symbol":false}'],
  ] as const) {
    await db.schema
      .alterTable('tenant')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(fallback))
      .execute();
  }
  for (const [table, name, fallback] of [
    ['tenant', 'asksTwoFactor', 0],
    ['tenant', 'allowsOauth', 1],
    ['customer', 'isValidated', 0],
  ] as const) {
    await db.schema
      .alterTable(table)
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(fallback))
      .execute();
  }
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('operator')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('tenantId', 'text', (column) => column.notNull().references('tenant.id'))
    .$call(required('text', 'userName', 'emailAddress', 'passwordHash'))
    .addUniqueConstraint('operatorName', ['tenantId', 'userName'])
    .execute();
  // No references: sessions of the seed's customers outlive a reset.
  await db.schema
    .createTable('session')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .$call(required('text', 'tenantId', 'startedAt'))
    .addColumn('customerId', 'integer')
    .addColumn('operatorId', 'integer')
    .$call(optional('endedAt', 'endReason'))
    .execute();
  await db.schema
    .createTable('refreshToken')
    .addColumn('tokenHash', 'text', (column) => column.primaryKey())
    .addColumn('sessionId', 'text', (column) => column.notNull().references('session.id'))
    .$call(required('text', 'expiresAt'))
    .$call(optional('usedAt'))
    .execute();
  await db.schema
    .createTable('embeddedSession')
    .addColumn('tokenHash', 'text', (column) => column.primaryKey())
    .addColumn('tenantId', 'text', (column) => column.notNull().references('tenant.id'))
    .$call(required('text', 'kind', 'permissions', 'fields', 'createdAt', 'expiresAt'))
    .$call(optional('phoneNumber', 'emailAddress'))
    .execute();
}

async function createContactCodes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('contactCode')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenantId', 'text', (column) => column.notNull().references('tenant.id'))
    .$call(required('text', 'purpose', 'contact', 'codeHash', 'sentAt', 'expiresAt'))
    .$call(required('integer', 'triesLeft'))
    .$call(optional('confirmedAt', 'usedAt', 'replacedAt'))
    .execute();
  await db.schema
    .createIndex('contactCodeOf')
    .on('contactCode')
    .columns(['tenantId', 'contact', 'purpose'])
    .execute();
}

async function createVerifications(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('verification')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenantId', 'text', (column) => column.notNull().references('tenant.id'))
    .addColumn('customerId', 'integer', (column) => column.references('customer.id'))
    .$call(required('text', 'createdAt'))
    .$call(optional('clientTransactionId', 'front', 'back', 'device'))
    .$call(optional('livenessAt', 'completedAt', 'cancelledAt'))
    .execute();
  await db.schema.createIndex('verificationOf').on('verification').columns(['customerId']).execute();
  await db.schema
    .createTable('verificationImage')
    .addColumn('verificationId', 'text', (column) => column.notNull().references('verification.id'))
    .$call(required('text', 'step', 'fileName', 'content', 'takenAt'))
    .addPrimaryKeyConstraint('verificationImageKey', ['verificationId', 'step'])
    .execute();
}
