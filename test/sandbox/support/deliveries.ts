import { eventually } from './eventually.js';
import type { TestSandbox } from './sandbox.js';

/** As the control API tells of it. */
export interface LoggedDelivery {
  eventId: string;
  requestId: string;
  newStatus: string;
  url: string;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  createdAt: string;
  deliveredAt: string | null;
  nextAttemptAt: string | null;
  givenUpAt: string | null;
}

/** The delivery log, newest first. */
export async function deliveries(sandbox: TestSandbox, tenant = 'sandbox'): Promise<LoggedDelivery[]> {
  return (await sandbox.control('GET', `webhooks/deliveries?tenant=${tenant}`)).body.deliveries;
}

/** The log once nothing in it waits any more. */
export function settledDeliveries(sandbox: TestSandbox): Promise<LoggedDelivery[]> {
  return eventually(
    () => deliveries(sandbox),
    (log) => log.every(({ deliveredAt, givenUpAt }) => deliveredAt !== null || givenUpAt !== null),
  );
}
