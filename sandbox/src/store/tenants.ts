import { createHash } from 'node:crypto';
import type { UpdateObject } from 'kysely';
import type { PasswordRule } from '../rules/password-rule.js';
import type { Database, Tables, TenantRow, Work } from './tables.js';

/** What is stored of an ApiKey. */
export function apiKeyHash(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex');
}

export function tenantByApiKey(db: Database, apiKey: string): Promise<TenantRow | undefined> {
  return db.selectFrom('tenant').selectAll().where('apiKeyHash', '=', apiKeyHash(apiKey)).executeTakeFirst();
}

export function tenantById(db: Database, id: string): Promise<TenantRow> {
  return db.selectFrom('tenant').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Changes what is given; answers the tenant as it is then. */
export async function changeTenant(
  db: Database | Work,
  id: string,
  change: UpdateObject<Tables, 'tenant'>,
): Promise<TenantRow> {
  return db.updateTable('tenant').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

export function passwordRuleOf({ passwordRule }: TenantRow): PasswordRule {
  return JSON.parse(passwordRule) as PasswordRule;
}

/** For calls that name a tenant without its ApiKey: those of the control API. */
export async function tenantExists(db: Database, id: string): Promise<boolean> {
  const tenant = await db.selectFrom('tenant').select('id').where('id', '=', id).executeTakeFirst();
  return tenant !== undefined;
}
