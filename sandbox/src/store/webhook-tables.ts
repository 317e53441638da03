import type { Selectable } from 'kysely';
import type { Status } from '../rules/statuses.js';

/** The part of the tables that webhooks are kept in. */
export interface WebhookTables {
  webhookSubscription: WebhookSubscriptionTable;
  /** How many events a tenant has had: what was written first has the lower number. */
  eventCounter: { tenantId: string; last: number };
  webhookDelivery: WebhookDeliveryTable;
}

interface WebhookSubscriptionTable {
  id: string;
  tenantId: string;
  url: string;
  /** As it is, since it must sign; empty once the subscription is deleted. */
  secret: string;
  createdAt: string;
  /** Deleted ones stay for the delivery log's sake. */
  deletedAt: string | null;
  /** Until then one process delivers to it and no other does; null: nobody does. */
  leasedUntil: string | null;
}

/** The outbox. `createdAt` is by the sandbox's clock, which may be moved; all other times are real. */
interface WebhookDeliveryTable {
  eventId: string;
  subscriptionId: string;
  requestId: string;
  newStatus: Status;
  createdAt: string;
  /** The event's number in its tenant. */
  sequence: number;
  /** Those that were begun, also where their end is not known. */
  attempts: number;
  /** Null: at once. While an attempt is under way, when it counts as lost: until then it is nobody else's. */
  nextAttemptAt: string | null;
  deliveredAt: string | null;
  givenUpAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
}

export type WebhookSubscriptionRow = Selectable<WebhookSubscriptionTable>;
export type WebhookDeliveryRow = Selectable<WebhookDeliveryTable>;
