import type { Migration } from '../migrate.js';
import { tenantsAndCustomers } from './0001-tenants-and-customers.js';
import { businessRequests } from './0002-business-requests.js';
import { webhooks } from './0003-webhooks.js';
import { webhookLeases } from './0004-webhook-leases.js';
import { people } from './0005-people.js';
import { dialects } from './0006-dialects.js';
import { nationalIds } from './0007-national-ids.js';

/** Run in the order of their names, each once per database. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-tenants-and-customers': tenantsAndCustomers,
  '0002-business-requests': businessRequests,
  '0003-webhooks': webhooks,
  '0004-webhook-leases': webhookLeases,
  '0005-people': people,
  '0006-dialects': dialects,
  '0007-national-ids': nationalIds,
};
