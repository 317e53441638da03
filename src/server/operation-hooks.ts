import type {
  ApolloServerPlugin,
  BaseContext,
  GraphQLRequestContextDidEncounterErrors,
  GraphQLRequestContextDidResolveOperation,
  GraphQLRequestContextWillSendResponse,
} from '@apollo/server';
import type { MonotonicClock } from '../clock.js';

/** Hooks around each operation. The first one that throws refuses the operation. */
export interface OperationHooks {
  /** Called before execution. */
  didResolveOperation?(operation: GraphQLRequestContextDidResolveOperation<BaseContext>): void;
  didEncounterErrors?(operation: GraphQLRequestContextDidEncounterErrors<BaseContext>): void;
  /** @param startedAt the time of the monotonic clock */
  willSendResponse?(operation: GraphQLRequestContextWillSendResponse<BaseContext>, startedAt: number): void;
}

/** One plugin that runs all hooks in order. Apollo Server awaits every hook of every plugin, even if the plugin does not define it. */
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
