import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { DIALECTS } from '../rules/dialects.js';
import { hashSamplePasswords, SAMPLE_TENANT, seedTenant } from '../store/seed.js';
import type { TenantRow } from '../store/tables.js';
import { apiKeyHash, changeTenant, passwordRuleOf, tenantById, tenantExists } from '../store/tenants.js';
import { inTransaction, lockTables } from '../store/transaction.js';
import { readControl, refuse } from './answers.js';
import type { OfTenant } from './routes.js';

const authorityShape = z.enum(['off', 'yes', 'no']);
const passwordRuleShape = z.object({
  minimumLength: z.number().int().min(1).max(100),
  lowerCase: z.boolean(),
  upperCase: z.boolean(),
  digit: z.boolean(),
  symbol: z.boolean(),
});
/** As an integer column of PostgreSQL can hold it. */
const quotaShape = z.int32().min(0);
const settingsShape = z
  .object({
    approvesByItself: z.boolean(),
    requiresConfirmedEmail: z.boolean(),
    asksTwoFactor: z.boolean(),
    allowsOauth: z.boolean(),
    ntra: authorityShape,
    cso: authorityShape,
    passwordRule: passwordRuleShape,
    quotaPerSecond: quotaShape,
    quotaPerMinute: quotaShape,
    dialect: z.enum(DIALECTS),
    answersCreateInFull: z.boolean(),
    needsLivenessAt80Km: z.boolean(),
    checksNationalIds: z.boolean(),
  })
  .partial();
const newTenantShape = z.object({
  tenant: z.string().regex(/^[a-z0-9-]{1,40}$/, 'Lower-case letters, digits and hyphens are expected.'),
  apiKey: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, 'At least 8 characters that a header may hold are expected.'),
});

/** A tenant's settings, and further tenants with the sample products and customers. */
export function tenantControl(app: FastifyInstance, { db, clock, random, passwords }: AppContext): void {
  app.get<OfTenant>('/tenant', async ({ query }, reply) => {
    const { tenant = SAMPLE_TENANT.id } = query;
    if (!(await tenantExists(db, tenant))) return refuse(reply, 404, 'There is no such tenant.');
    return tenantView(await tenantById(db, tenant));
  });

  app.post<OfTenant>('/tenant', async ({ query, body }, reply) => {
    const sent = readControl(settingsShape, body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    const { tenant = SAMPLE_TENANT.id } = query;
    if (!(await tenantExists(db, tenant))) return refuse(reply, 404, 'There is no such tenant.');
    const change = Object.entries(sent.value).map(([name, value]) => [name, stored(value)]);
    // An UPDATE has to change something.
    return tenantView(
      change.length === 0
        ? await tenantById(db, tenant)
        : await changeTenant(db, tenant, Object.fromEntries(change)),
    );
  });

  app.get('/tenants', async () => {
    const tenants = await db.selectFrom('tenant').selectAll().orderBy('id').execute();
    const isSample = ({ id }: TenantRow) => Number(id === SAMPLE_TENANT.id);
    return { tenants: tenants.sort((one, other) => isSample(other) - isSample(one)).map(tenantView) };
  });

  app.post('/tenants', async ({ body }, reply) => {
    const sent = readControl(newTenantShape, body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    const { tenant: id, apiKey } = sent.value;
    const hashes = await hashSamplePasswords(passwords);
    const isNew = await inTransaction(db, async (work) => {
      await lockTables(work, ['tenant']);
      const taken = await work
        .selectFrom('tenant')
        .select('id')
        .where((match) => match.or([match('id', '=', id), match('apiKeyHash', '=', apiKeyHash(apiKey))]))
        .executeTakeFirst();
      if (taken) return false;
      const tenant = { id, name: id, apiKey };
      await seedTenant(work, tenant, { hashes, now: clock.now(), newId: () => random.uuid() });
      return true;
    });
    return isNew
      ? tenantView(await tenantById(db, id))
      : refuse(reply, 409, 'This tenant or its ApiKey exists.');
  });
}

/** A setting as its column has it: a flag, a number, a text, or JSON. Of others nothing is written: two calls at once change both. */
function stored(value: boolean | number | string | object): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function tenantView(tenant: TenantRow) {
  return {
    tenant: tenant.id,
    approvesByItself: tenant.approvesByItself === 1,
    requiresConfirmedEmail: tenant.requiresConfirmedEmail === 1,
    asksTwoFactor: tenant.asksTwoFactor === 1,
    allowsOauth: tenant.allowsOauth === 1,
    ntra: tenant.ntra,
    cso: tenant.cso,
    passwordRule: passwordRuleOf(tenant),
    quotaPerSecond: tenant.quotaPerSecond,
    quotaPerMinute: tenant.quotaPerMinute,
    dialect: tenant.dialect,
    answersCreateInFull: tenant.answersCreateInFull === 1,
    needsLivenessAt80Km: tenant.needsLivenessAt80Km === 1,
    checksNationalIds: tenant.checksNationalIds === 1,
  };
}
