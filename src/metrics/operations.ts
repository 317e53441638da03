import { Counter, Histogram, type Registry } from 'prom-client';
import type { OperationSummary } from '../server/current-request.js';

export type CountOperation = (
  operation: Pick<OperationSummary, 'label' | 'kind' | 'outcome'> & { durationMs: number },
) => void;

/**
 * The outcome of an operation, by the worst of its errors. `unknown`: it is not known whether a signing step was executed. `client_closed`:
 * the client of a read left before its answer.
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
/** The code of an error that occurred because the client had left; only logs show it. */
export const CLIENT_CLOSED_CODE = 'CLIENT_CLOSED';
export type OperationOutcome = (typeof OUTCOMES)[number];

/** Called once, with all possible labels of operations. */
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
    // Failures exist from the start, so that the first of each shows as an increase. `unknown` is for steps only, and no query is a step.
    beginOperations(labels) {
      for (const [operation, kind] of labels)
        for (const outcome of FAILED)
          if (kind === 'mutation' || outcome !== 'unknown') operations.inc({ operation, kind, outcome }, 0);
      for (const kind of ['query', 'mutation'] as const) durations.zero({ kind });
    },
  };
}

/** The outcome of an operation by the errors that its client gets. */
export function outcomeOf(
  errors: readonly { extensions?: Record<string, unknown> }[] | undefined,
): OperationOutcome {
  let worst: OperationOutcome = 'ok';
  for (const { extensions } of errors ?? []) worst = worseOf(worst, outcomeOfOne(extensions));
  return worst;
}

/** Outcomes that no client could have avoided (the objective `availability` in docs/observability.md counts the same). */
export const FAILED: ReadonlySet<OperationOutcome> = new Set(['upstream', 'internal', 'unknown']);

/** The worse of two outcomes, which is the one that is counted. */
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
