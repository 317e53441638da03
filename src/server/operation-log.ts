import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from 'pino';
import { requestOf, upstreamCost } from './current-request.js';
import type { CountUpstream } from './metrics.js';

interface OperationLogParts {
  logger: Logger;
  monotonicMs: () => number;
  countUpstream: CountUpstream;
}

const SHORT_NAME = /^[_A-Za-z]\w{0,63}$/;

/**
 * One line per operation: what it was called, how long it took, what it cost upstream and which codes it ended with.
 * Nothing personal: neither variables nor the document, and a name only where it can be nothing but a name.
 */
export function operationLog({ logger, monotonicMs, countUpstream }: OperationLogParts): ApolloServerPlugin {
  return {
    async requestDidStart() {
      const startedAt = monotonicMs();
      return {
        async willSendResponse({ contextValue, operation, operationName, response: { body } }) {
          const request = requestOf(contextValue);
          if (request) countUpstream(request);
          const result = body.kind === 'single' ? body.singleResult : body.initialResult;
          logger.info(
            {
              requestId: request?.id,
              operation: operationName && SHORT_NAME.test(operationName) ? operationName : null,
              kind: operation?.operation ?? null,
              durationMs: Math.round(monotonicMs() - startedAt),
              upstream: request && upstreamCost(request),
              errors: [...new Set(result.errors?.map(({ extensions }) => String(extensions?.code)))],
              ...(request?.signal.aborted ? { clientLeft: true } : {}),
            },
            'operation',
          );
        },
      };
    },
  };
}
