import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type GatewayGauges, gatewayGauges } from './gateway.js';
import { countHttp } from './http.js';
import { type CountOperation, operationCounts } from './operations.js';
import { type CountStream, streamCounts } from './streams.js';
import { type CountUpstream, upstreamCounts } from './upstream.js';

/** What the parts of the server tell the metrics: counts and codes, nothing of what was asked. */
export interface Metrics {
  countUpstream: CountUpstream;
  countOperation: CountOperation;
  countStream: CountStream;
}

/** For an operator who asks for none. */
export const UNCOUNTED: Metrics = {
  countUpstream: () => undefined,
  countOperation: () => undefined,
  countStream: () => undefined,
};

/** How often the event loop's lateness is looked at. */
const EVENT_LOOP_PRECISION_MS = 50;

/** `GET /metrics` for the operator, in Prometheus's text format, and the counting of what it tells. */
export function metrics(server: FastifyInstance, measured: GatewayGauges): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS });
  gatewayGauges(registry, measured);
  countHttp(registry, server);
  server.get('/metrics', async (_request, reply) => {
    reply.header('cache-control', 'no-store').type(registry.contentType);
    return registry.metrics();
  });
  return {
    countUpstream: upstreamCounts(registry),
    countOperation: operationCounts(registry),
    countStream: streamCounts(registry),
  };
}
