import { Counter, Histogram, type Registry } from 'prom-client';
import type { CurrentRequest } from '../server/current-request.js';
import type { LateAnswer } from '../vlens/caller.js';
import { stepNames } from '../vlens/operations.js';

/** Counts what a request cost upstream and what it saved. */
export type CountUpstream = (request: Pick<CurrentRequest, 'upstreamCalls' | 'savedReads'>) => void;

/** Calls to Vlens, and reads that cost none. */
export function upstreamCounts(registry: Registry): CountUpstream {
  const registers = [registry];
  const calls = new Counter({
    name: 'vlens_upstream_calls_total',
    help: 'Calls to Vlens, by operation of its contract, by what they came to and by the code of that.',
    labelNames: ['endpoint', 'outcome', 'code'] as const,
    registers,
  });
  const durations = new Histogram({
    name: 'vlens_upstream_call_duration_seconds',
    help: 'How long calls to Vlens took, from when they were sent.',
    labelNames: ['endpoint'] as const,
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const saved = new Counter({
    name: 'vlens_upstream_saved_total',
    help: 'Reads that cost no call: shared with one in flight, or cached from an earlier one.',
    labelNames: ['endpoint', 'origin'] as const,
    registers,
  });
  const waited = new Histogram({
    name: 'vlens_upstream_quota_wait_seconds',
    help: 'How long calls waited for a place in the tenant’s quota.',
    buckets: [0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10],
    registers,
  });
  return ({ upstreamCalls, savedReads }) => {
    for (const { endpoint, outcome, code, durationMs, waitedMs } of upstreamCalls) {
      calls.inc({ endpoint, outcome, code });
      durations.observe({ endpoint }, durationMs / 1000);
      waited.observe(waitedMs / 1000);
    }
    for (const { endpoint, origin } of savedReads) saved.inc({ endpoint, origin });
  };
}

export type CountLateAnswer = (answer: Pick<LateAnswer, 'endpoint' | 'came'>) => void;

/** Counts steps that were answered as UNKNOWN while their calls continued. */
export function lateAnswerCounts(registry: Registry): CountLateAnswer {
  const late = new Counter({
    name: 'vlens_upstream_late_answers_total',
    help: 'Steps that went on after UPSTREAM_TIMEOUT_MS, by operation and by whether their answer came after all.',
    labelNames: ['endpoint', 'came'] as const,
    registers: [registry],
  });
  // Each series exists from the start, so that its first event shows as an increase.
  for (const endpoint of stepNames()) for (const came of ['true', 'false']) late.inc({ endpoint, came }, 0);
  return ({ endpoint, came }) => late.inc({ endpoint, came: String(came) });
}
