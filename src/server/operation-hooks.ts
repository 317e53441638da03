import type {
  ApolloServerPlugin,
  BaseContext,
  GraphQLRequestContextDidEncounterErrors,
  GraphQLRequestContextDidResolveOperation,
  GraphQLRequestContextWillSendResponse,
} from '@apollo/server';
import type { MonotonicClock } from '../clock.js';

/** Hooks around each operation. The first one that throws refuses it. */
export interface OperationHooks {
  /** Before it is executed. */
  didResolveOperation?(operation: GraphQLRequestContextDidResolveOperation<BaseContext>): void;
  didEncounterErrors?(operation: GraphQLRequestContextDidEncounterErrors<BaseContext>): void;
  /** @param startedAt by the monotonic clock */
  willSendResponse?(operation: GraphQLRequestContextWillSendResponse<BaseContext>, startedAt: number): void;
}

/** One plugin for all of them, in their order: Apollo Server awaits every hook of every plugin, also of those that have none. */
export function operationPlugin(hooks: readonly OperationHooks[], clock: MonotonicClock): ApolloServerPlugin {
  return {
    async requestDidStart() {
      const startedAt = clock.monotonicNow();
      return {
        async didResolveOperation(operation) {
          for (const each of hooks) each.didResolveOperation?.(operation);
        },
        async didEncounterErrors(operation) {
          for (const each of hooks) each.didEncounterErrors?.(operation);
        },
        async willSendResponse(operation) {
          for (const each of hooks) each.willSendResponse?.(operation, startedAt);
        },
      };
    },
  };
}
