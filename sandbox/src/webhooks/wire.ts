import { randomUUID } from 'node:crypto';
import { SAMPLE_TENANT } from '../store/seed.js';
import type { Database } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import {
  deleteSubscription,
  type WebhookTarget,
  wiredId,
  wiredTargets,
  wireSubscription,
} from '../store/webhook-subscriptions.js';
import { isListening } from './is-listening.js';

/**
 * Subscribes the gateway that was started with this sandbox. Where it was started before, or another one is gone, it takes over
 * that subscription and what waits there; a gateway that runs beside it on the same database keeps its own.
 */
export async function wire(db: Database, target: WebhookTarget, now: Date): Promise<void> {
  const before = await wiredTargets(db);
  const same = before.find(({ url }) => url === target.url);
  const others = before.filter((other) => other !== same);
  const gone = [];
  for (const other of others) if (!(await isListening(other.url))) gone.push(other);
  const [taken, ...rest] = same ? [same, ...gone] : gone;
  const wired = { ...target, id: taken?.id ?? wiredId(randomUUID()) };
  await inTransaction(db, (work) => wireSubscription(work, wired, now));
  for (const { id } of rest)
    await inTransaction(db, (work) => deleteSubscription(work, { id, tenantId: SAMPLE_TENANT.id, now }));
}
