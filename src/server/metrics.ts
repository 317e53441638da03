import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CurrentRequest } from './current-request.js';
import type { UpstreamHealth } from './health.js';

/** Counts what a request cost upstream and what it was spared; nothing of what was asked. */
export type CountUpstream = (request: Pick<CurrentRequest, 'upstreamCalls' | 'savedCalls'>) => void;

export interface Measured {
  upstreamHealth: UpstreamHealth;
  live: { readonly subscriberCount: number };
  traffic: { readonly underWay: number };
}

const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

/** `GET /metrics` for the operator, in Prometheus's text format, and the counting of what it tells. */
export function metrics(server: FastifyInstance, { upstreamHealth, live, traffic }: Measured): CountUpstream {
  const registry = new Registry();
  const registers = [registry];
  const calls = new Counter({
    name: 'vlens_upstream_calls_total',
    help: 'Calls to Vlens, by operation of its contract and by what they came to.',
    labelNames: ['endpoint', 'outcome'] as const,
    registers,
  });
  const saved = new Counter({
    name: 'vlens_upstream_saved_total',
    help: 'Reads that cost no call: shared with one under way, or cached from an earlier one.',
    labelNames: ['endpoint', 'origin'] as const,
    registers,
  });
  const waited = new Histogram({
    name: 'vlens_upstream_quota_wait_seconds',
    help: 'How long calls waited for a place in the tenant’s quota.',
    buckets: [0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10],
    registers,
  });
  new Gauge({
    name: 'vlens_upstream_breaker_state',
    help: 'The breaker before Vlens: 1 for the state that it is in.',
    labelNames: ['state'] as const,
    registers,
    collect() {
      for (const state of BREAKER_STATES)
        this.set({ state }, upstreamHealth.breakerState() === state ? 1 : 0);
    },
  });
  if (upstreamHealth.sharedState?.()) {
    new Gauge({
      name: 'vlens_redis_up',
      help: 'Whether what the replicas share can be reached: 1, or 0.',
      registers,
      collect() {
        this.set(upstreamHealth.sharedState?.()?.state === 'up' ? 1 : 0);
      },
    });
    new Gauge({
      name: 'vlens_redis_failures',
      help: 'How often Redis went away or did not answer in time, since the start.',
      registers,
      collect() {
        this.set(upstreamHealth.sharedState?.()?.failures ?? 0);
      },
    });
  }
  new Gauge({
    name: 'vlens_live_subscribers',
    help: 'Subscriptions to status changes that are open.',
    registers,
    collect() {
      this.set(live.subscriberCount);
    },
  });
  new Gauge({
    name: 'vlens_requests_under_way',
    help: 'Requests that are being answered, streams not among them.',
    registers,
    collect() {
      this.set(traffic.underWay);
    },
  });
  server.get('/metrics', async (_request, reply) => {
    reply.header('cache-control', 'no-store').type(registry.contentType);
    return registry.metrics();
  });
  return ({ upstreamCalls, savedCalls }) => {
    for (const { endpoint, outcome, waitedMs } of upstreamCalls) {
      calls.inc({ endpoint, outcome });
      waited.observe(waitedMs / 1000);
    }
    for (const { endpoint, origin } of savedCalls) saved.inc({ endpoint, origin });
  };
}
