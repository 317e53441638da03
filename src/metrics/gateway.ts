import { Gauge, type Registry } from 'prom-client';
import type { UpstreamHealth, UpstreamState } from '../server/health.js';
import { gatewayVersion } from '../version.js';
import type { QuotaUse } from '../vlens/quota/governor.js';
import { problemGauges } from './problems.js';

/** The sources that are read for each scrape of the metrics. */
export interface GatewayGauges {
  upstreamHealth: UpstreamHealth;
  watch?: UpstreamState;
  /** The problems that `/health/ready` reports. */
  problems: () => readonly string[];
  live: { readonly subscriberCount: number };
  loadShedder: { readonly inFlight: number };
  /** The most subscribers at once. */
  maxSubscribers: number;
}

const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

/** Gauges of the gateway's current state. */
export function gatewayGauges(
  registry: Registry,
  { upstreamHealth, watch, problems, live, loadShedder, maxSubscribers }: GatewayGauges,
): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  new Gauge({
    name: 'vlens_build_info',
    help: 'This gateway’s version and its Node: always 1.',
    labelNames: ['version', 'node'] as const,
    registers: [registry],
  }).set({ version: gatewayVersion(), node: process.version }, 1);
  if (watch) {
    gauge('vlens_upstream_up', 'Whether the last call reached Vlens: 1, or 0.', () =>
      Number(watch.isReachable),
    );
    gauge(
      'vlens_upstream_api_key_refused',
      'Whether Vlens answered 401 to the last five calls with the ApiKey alone, no token or password beside it: 1, or 0.',
      () => Number(watch.isApiKeyRefused),
    );
  }
  new Gauge({
    name: 'vlens_upstream_breaker_state',
    help: 'The breaker before Vlens: 1 for the state that it is in.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      for (const state of BREAKER_STATES)
        this.set({ state }, upstreamHealth.breakerState() === state ? 1 : 0);
    },
  });
  problemGauges(registry, problems);
  quotaGauges(registry, () => upstreamHealth.quotaUse?.() ?? { windows: [], waiting: 0, heldForMs: 0 });
  if (upstreamHealth.sharedState?.()) {
    const redis = () => upstreamHealth.sharedState?.();
    gauge('vlens_redis_up', 'Whether what the replicas share can be reached: 1, or 0.', () =>
      redis()?.state === 'up' ? 1 : 0,
    );
    gauge(
      'vlens_redis_failures',
      'How often Redis went away or did not answer in time, since the start.',
      () => redis()?.failures ?? 0,
    );
    new Gauge({
      name: 'vlens_redis_down',
      help: 'Why what the replicas share can’t be reached, by the first word of the error: 1 while it is so.',
      labelNames: ['cause'] as const,
      registers: [registry],
      collect() {
        this.reset();
        const now = redis();
        if (now?.state === 'down') this.set({ cause: now.cause ?? 'CLOSED' }, 1);
      },
    });
  }
  gauge(
    'vlens_live_subscribers',
    'Subscriptions to status changes that are open.',
    () => live.subscriberCount,
  );
  gauge('vlens_live_subscribers_limit', 'How many may subscribe at once.', () => maxSubscribers);
  gauge(
    'vlens_requests_in_flight',
    'Requests in flight, streams not among them.',
    () => loadShedder.inFlight,
  );
  // The metric's old name, which the next release removes.
  gauge('vlens_requests_under_way', 'Renamed: vlens_requests_in_flight.', () => loadShedder.inFlight);
}

function quotaGauges(registry: Registry, use: () => QuotaUse): void {
  const window = (name: string, help: string, of: 'limit' | 'used') =>
    new Gauge({
      name,
      help,
      labelNames: ['window_seconds'] as const,
      registers: [registry],
      collect() {
        for (const each of use().windows) this.set({ window_seconds: each.seconds }, each[of]);
      },
    });
  window('vlens_quota_limit_calls', 'The tenant’s quota at Vlens, by the length of its window.', 'limit');
  window('vlens_quota_used_calls', 'Calls of this process that count against the quota now.', 'used');
  new Gauge({
    name: 'vlens_quota_waiting_calls',
    help: 'Calls that wait for a place in the quota.',
    registers: [registry],
    collect() {
      this.set(use().waiting);
    },
  });
  new Gauge({
    name: 'vlens_quota_held_seconds',
    help: 'Vlens has said that the tenant asks too much: for so long nothing but probes goes out. 0 where it has not.',
    registers: [registry],
    collect() {
      this.set(use().heldForMs / 1000);
    },
  });
}
