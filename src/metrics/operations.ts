import { Counter, Histogram, type Registry } from 'prom-client';
import type { OperationSummary } from '../server/current-request.js';

export type CountOperation = (
  operation: Pick<OperationSummary, 'label' | 'kind' | 'outcome'> & { durationMs: number },
) => void;

/**
 * What an operation came to, by the worst of its errors: `unknown` is a signing step of which nobody knows whether it was
 * taken, `client_closed` a read whose client left before its answer.
 */
export const OUTCOMES = [
  'ok',
  'client',
  'client_closed',
  'limited',
  'upstream',
  'internal',
  'unknown',
] as const;
/** The code of what failed because its client had left: only logs see it. */
export const CLIENT_CLOSED_CODE = 'CLIENT_CLOSED';
export type OperationOutcome = (typeof OUTCOMES)[number];

/** Called once, with what operations may be called. */
export type BeginOperations = (
  labels: Iterable<readonly [label: string, kind: 'query' | 'mutation']>,
) => void;

/** Operations over HTTP and over streams; subscriptions are counted as streams. */
export function operationCounts(registry: Registry): {
  countOperation: CountOperation;
  beginOperations: BeginOperations;
} {
  const registers = [registry];
  const operations = new Counter({
    name: 'vlens_operations_total',
    help: 'GraphQL operations, by name (its root field, where it is no trusted document’s), kind and outcome.',
    labelNames: ['operation', 'kind', 'outcome'] as const,
    registers,
  });
  const durations = new Histogram({
    name: 'vlens_operation_duration_seconds',
    help: 'How long operations took.',
    labelNames: ['kind'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    countOperation({ label, kind, outcome, durationMs }) {
      operations.inc({ operation: label, kind, outcome });
      durations.observe({ kind }, durationMs / 1000);
    },
    // Failures are there from the start, so that the first of each is an increase; no query is a step.
    beginOperations(labels) {
      for (const [operation, kind] of labels)
        for (const outcome of FAILED)
          if (kind === 'mutation' || outcome !== 'unknown') operations.inc({ operation, kind, outcome }, 0);
      for (const kind of ['query', 'mutation'] as const) durations.zero({ kind });
    },
  };
}

/** By the errors that clients get. */
export function outcomeOf(
  errors: readonly { extensions?: Record<string, unknown> }[] | undefined,
): OperationOutcome {
  let worst: OperationOutcome = 'ok';
  for (const { extensions } of errors ?? []) worst = worseOf(worst, outcomeOfOne(extensions));
  return worst;
}

/** What no client could have done otherwise (the objective `availability` in docs/observability.md counts the same). */
export const FAILED: ReadonlySet<OperationOutcome> = new Set(['upstream', 'internal', 'unknown']);

/** The outcome that is counted, of an operation that came to both. */
export function worseOf(one: OperationOutcome, other: OperationOutcome): OperationOutcome {
  return OUTCOMES.indexOf(other) > OUTCOMES.indexOf(one) ? other : one;
}

function outcomeOfOne(extensions: Record<string, unknown> | undefined): OperationOutcome {
  if (extensions?.outcome === 'UNKNOWN') return 'unknown';
  const code = String(extensions?.code);
  if (code === CLIENT_CLOSED_CODE) return 'client_closed';
  if (code === 'INTERNAL_SERVER_ERROR') return 'internal';
  if (code === 'RATE_LIMITED') return 'limited';
  return code.startsWith('UPSTREAM_') ? 'upstream' : 'client';
}
