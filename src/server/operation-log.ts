import type { Logger } from 'pino';
import type { MonotonicClock } from '../clock.js';
import type { Metrics } from '../metrics/index.js';
import { FAILED, outcomeOf } from '../metrics/operations.js';
import {
  type CurrentRequest,
  getRequest,
  idsOf,
  type OperationSummary,
  upstreamCost,
} from './current-request.js';
import type { OperationHooks } from './operation-hooks.js';
import { operationLabel } from './operation-label.js';

interface NoteParts {
  logger: Logger;
  metrics: Pick<Metrics, 'countUpstream' | 'countOperation'>;
}

interface OperationLogParts {
  note: NoteOperation;
  clock: MonotonicClock;
  /** Operation names from trusted documents, which no client can choose. */
  knownNames: ReadonlySet<string>;
}

/**
 * A short GraphQL name. A client chooses the name of its operation, so a name with five digits in a row, which may be a customer's number,
 * is not logged.
 */
const SHORT_NAME = /^(?!.*\d{5})[_A-Za-z]\w{0,63}$/;

/** Logs and counts an operation that was answered. */
export type NoteOperation = (
  operation: OperationSummary,
  request: CurrentRequest | undefined,
  durationMs: number,
) => void;

/**
 * Logs one line per operation: its name, its duration, its upstream cost and its error codes. The line contains nothing personal: no
 * variables, no document, and a name only if it can't be anything else.
 */
export function noteOperations({ logger, metrics }: NoteParts): NoteOperation {
  return ({ label, name, kind, errors, outcome }, request, durationMs) => {
    request?.isCountedBy(metrics.countUpstream);
    metrics.countOperation({ label, kind, outcome, durationMs });
    logger[FAILED.has(outcome) ? 'warn' : 'info'](
      {
        ...idsOf(request),
        operation: name,
        kind: kind === 'none' ? null : kind,
        durationMs: Math.round(durationMs),
        upstream: request && upstreamCost(request),
        errors,
        ...(request?.hasLeft ? { clientLeft: true } : {}),
      },
      'operation',
    );
  };
}

/** Logs and counts Apollo Server's operations. */
export function operationLog({ note, clock, knownNames }: OperationLogParts): OperationHooks {
  return {
    willSendResponse({ contextValue, operation, operationName, response: { body } }, startedAt) {
      const request = getRequest(contextValue);
      const { errors } = body.kind === 'single' ? body.singleResult : body.initialResult;
      const summary: OperationSummary = {
        label: operationLabel(operation, knownNames),
        name: operationName && SHORT_NAME.test(operationName) ? operationName : null,
        kind: operation?.operation ?? 'none',
        errors: errors ? [...new Set(errors.map(({ extensions }) => String(extensions?.code)))] : [],
        outcome: outcomeOf(errors),
      };
      if (request) request.summary = summary;
      note(summary, request, clock.monotonicNow() - startedAt);
    },
  };
}
