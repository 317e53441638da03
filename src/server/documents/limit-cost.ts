import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { OperationHooks } from '../operation-hooks.js';
import { limitError } from './cost.js';

/** Refuses an operation above the cost limits with HTTP 400, before execution. */
export function limitCost(): OperationHooks {
  return {
    didResolveOperation({ schema, document, operation, operationName, request: { variables } }) {
      const error = limitError({ schema, document, operationName, variables });
      if (error === null) return;
      throw new GraphQLError(error, {
        nodes: operation,
        extensions: { code: ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED, http: { status: 400 } },
      });
    },
  };
}
