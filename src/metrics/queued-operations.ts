import { Counter, type Registry } from 'prom-client';

/**
 * The outcome of an operation, a request or a message that waited for a later turn of the event loop. If its client left while it waited,
 * it has no outcome.
 */
export type QueuedOutcome = 'begun' | 'refused';

export type CountQueued = (outcome: QueuedOutcome) => void;

/** Each outcome exists from the start, so that its first event shows as an increase. */
export function queuedCounts(registry: Registry): CountQueued {
  const queued = new Counter({
    name: 'vlens_queued_operations_total',
    help: 'Operations, requests and messages that waited for a later turn of the event loop, by what became of them; refused: they waited too long, or too many did.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  for (const outcome of ['begun', 'refused'] as const) queued.inc({ outcome }, 0);
  return (outcome) => queued.inc({ outcome });
}
