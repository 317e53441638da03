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
  /** Names of operations that no client chose. */
  knownNames: ReadonlySet<string>;
}

/** A client may call its operation anything: a customer's number is no name. */
const SHORT_NAME = /^(?!.*\d{5})[_A-Za-z]\w{0,63}$/;

/** Notes an operation that was answered. */
export type NoteOperation = (
  operation: OperationSummary,
  request: CurrentRequest | undefined,
  durationMs: number,
) => void;

/**
 * One line per operation: what it was called, how long it took, what it cost upstream and which codes it ended with.
 * Nothing personal: neither variables nor the document, and a name only where it can be nothing but a name.
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

/** Has Apollo Server's operations noted. */
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
