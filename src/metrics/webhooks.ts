import { Counter, type Registry } from 'prom-client';

/** `ignored`: a delivery of an event other than App.BusinessRequestStatusChange. */
export type WebhookOutcome = 'taken' | 'ignored' | 'unreadable' | 'refused';

export type CountWebhook = (outcome: WebhookOutcome) => void;

/** Counts deliveries. Each outcome exists from the start, so that its first event shows as an increase. */
export function webhookCounts(registry: Registry): CountWebhook {
  const deliveries = new Counter({
    name: 'vlens_webhooks_total',
    help: 'Webhooks that came in, by what became of them; refused: their signature or path proves nothing.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  for (const outcome of ['taken', 'ignored', 'unreadable', 'refused'] as const)
    deliveries.inc({ outcome }, 0);
  return (outcome) => deliveries.inc({ outcome });
}
