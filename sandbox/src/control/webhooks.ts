import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { deliveryLog } from '../store/outbox.js';
import { SAMPLE_TENANT } from '../store/seed.js';
import { tenantExists } from '../store/tenants.js';
import { inTransaction } from '../store/transaction.js';
import { addSubscription, deleteSubscription, subscriptionsOf } from '../store/webhook-subscriptions.js';
import type { WebhookDeliveryRow } from '../store/webhook-tables.js';
import { statusInWebhooks } from '../webhooks/payload.js';
import { webhookTargetShape } from '../webhooks/target-shape.js';
import { readControl, refuse } from './answers.js';
import type { OfTenant, WithId } from './routes.js';

const newSubscriptionShape = webhookTargetShape.partial({ secret: true });

/** The webhooks of a tenant, and their deliveries. */
export function webhookControl(app: FastifyInstance, { db, random, realTime }: AppContext): void {
  app.get<OfTenant>('/webhooks', async ({ query: { tenant = SAMPLE_TENANT.id } }, reply) => {
    if (!(await tenantExists(db, tenant))) return refuse(reply, 404, 'There is no such tenant.');
    return { webhooks: await subscriptionsOf(db, tenant) };
  });

  app.post<OfTenant>('/webhooks', async ({ query: { tenant = SAMPLE_TENANT.id }, body }, reply) => {
    const sent = readControl(newSubscriptionShape, body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    if (!(await tenantExists(db, tenant))) return refuse(reply, 404, 'There is no such tenant.');
    const { url, secret = random.token() } = sent.value;
    const subscription = { id: random.uuid(), tenantId: tenant, url, secret, now: realTime.now() };
    return { ...(await inTransaction(db, (work) => addSubscription(work, subscription))), secret };
  });

  app.delete<OfTenant & WithId>('/webhooks/:id', async ({ params: { id }, query }, reply) => {
    const { tenant: tenantId = SAMPLE_TENANT.id } = query;
    const subscription = { id, tenantId, now: realTime.now() };
    const isDeleted =
      (await tenantExists(db, tenantId)) &&
      (await inTransaction(db, (work) => deleteSubscription(work, subscription)));
    return isDeleted ? { deleted: true } : refuse(reply, 404, 'There is no such subscription.');
  });

  app.get<OfTenant>('/webhooks/deliveries', async ({ query: { tenant = SAMPLE_TENANT.id } }, reply) => {
    if (!(await tenantExists(db, tenant))) return refuse(reply, 404, 'There is no such tenant.');
    return { deliveries: (await deliveryLog(db, tenant)).map(deliveryView) };
  });
}

function deliveryView(delivery: WebhookDeliveryRow & { url: string }) {
  return {
    eventId: delivery.eventId,
    requestId: delivery.requestId,
    newStatus: statusInWebhooks(delivery.newStatus),
    url: delivery.url,
    attempts: delivery.attempts,
    lastStatus: delivery.lastStatus,
    lastError: delivery.lastError,
    createdAt: delivery.createdAt,
    deliveredAt: delivery.deliveredAt,
    nextAttemptAt: delivery.nextAttemptAt,
    givenUpAt: delivery.givenUpAt,
  };
}
