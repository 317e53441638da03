import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from 'pino';
import { idsOf, requestOf, upstreamCost } from './current-request.js';
import type { Metrics } from './metrics/index.js';
import { outcomeOf } from './metrics/operations.js';
import { operationLabel } from './operation-label.js';

interface OperationLogParts {
  logger: Logger;
  monotonicMs: () => number;
  metrics: Pick<Metrics, 'countUpstream' | 'countOperation'>;
  /** Names of operations that no client chose. */
  knownNames: ReadonlySet<string>;
}

/** A client may call its operation anything: a customer's number is no name. */
const SHORT_NAME = /^(?!.*\d{5})[_A-Za-z]\w{0,63}$/;

/**
 * One line per operation: what it was called, how long it took, what it cost upstream and which codes it ended with.
 * Nothing personal: neither variables nor the document, and a name only where it can be nothing but a name.
 */
export function operationLog({
  logger,
  monotonicMs,
  metrics,
  knownNames,
}: OperationLogParts): ApolloServerPlugin {
  return {
    async requestDidStart() {
      const startedAt = monotonicMs();
      return {
        async willSendResponse({ contextValue, operation, operationName, response: { body } }) {
          const request = requestOf(contextValue);
          if (request) metrics.countUpstream(request);
          const { errors } = body.kind === 'single' ? body.singleResult : body.initialResult;
          const durationMs = monotonicMs() - startedAt;
          metrics.countOperation({
            label: operationLabel(operation, knownNames),
            kind: operation?.operation ?? 'none',
            outcome: outcomeOf(errors),
            durationMs,
          });
          logger.info(
            {
              ...idsOf(request),
              operation: operationName && SHORT_NAME.test(operationName) ? operationName : null,
              kind: operation?.operation ?? null,
              durationMs: Math.round(durationMs),
              upstream: request && upstreamCost(request),
              errors: [...new Set(errors?.map(({ extensions }) => String(extensions?.code)))],
              ...(request?.signal.aborted ? { clientLeft: true } : {}),
            },
            'operation',
          );
        },
      };
    },
  };
}
