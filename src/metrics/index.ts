import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type CountConnectionEnd, connectionCounts, connectionGauges } from './connections.js';
import { type GatewayGauges, gatewayGauges } from './gateway.js';
import { countHttp } from './http.js';
import { onceATurn } from './once-a-turn.js';
import { type BeginOperations, type CountOperation, operationCounts } from './operations.js';
import { type CountQueued, queuedCounts } from './queued-operations.js';
import { type CountStream, streamCounts } from './streams.js';
import { type CountLateAnswer, type CountUpstream, lateAnswerCounts, upstreamCounts } from './upstream.js';
import { type CountWebhook, webhookCounts } from './webhooks.js';

/** What the parts of the server report to the metrics: counts and codes, and nothing of what clients asked for. */
export interface Metrics {
  /** Null if metrics are off. */
  registry: Registry | null;
  countUpstream: CountUpstream;
  countLateAnswer: CountLateAnswer;
  countOperation: CountOperation;
  beginOperations: BeginOperations;
  countStream: CountStream;
  countWebhook: CountWebhook;
  countConnectionEnd: CountConnectionEnd;
  countQueued: CountQueued;
}

/** The metrics of a gateway whose metrics are off. */
export const UNCOUNTED: Metrics = {
  registry: null,
  countUpstream: () => undefined,
  countLateAnswer: () => undefined,
  countOperation: () => undefined,
  beginOperations: () => undefined,
  countStream: () => undefined,
  countWebhook: () => undefined,
  countConnectionEnd: () => undefined,
  countQueued: () => undefined,
};

/** The resolution at which the event loop's delay is measured. */
const EVENT_LOOP_PRECISION_MS = 50;

/** Creates the counters that run from the start of the gateway. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  return {
    registry,
    countUpstream: upstreamCounts(registry),
    countLateAnswer: lateAnswerCounts(registry),
    ...operationCounts(registry),
    countStream: streamCounts(registry),
    countWebhook: webhookCounts(registry),
    countConnectionEnd: connectionCounts(registry),
    countQueued: queuedCounts(registry),
  };
}

/** `GET /metrics` for the operator, in Prometheus's text format, if metrics are on. */
export function exposeMetrics(
  server: FastifyInstance,
  { registry }: Pick<Metrics, 'registry'>,
  measured: GatewayGauges & { connections: Parameters<typeof connectionGauges>[1] },
): void {
  if (!registry) return;
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS });
  gatewayGauges(registry, measured);
  connectionGauges(registry, measured.connections);
  countHttp(registry, server);
  // Each text takes a millisecond of CPU: hundreds that are asked for at once kept everybody else waiting.
  const metrics = onceATurn(() => registry.metrics());
  server.get('/metrics', async (_request, reply) => {
    reply.header('cache-control', 'no-store').type(registry.contentType);
    return metrics();
  });
}
