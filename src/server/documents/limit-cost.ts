import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { OperationHooks } from '../operation-hooks.js';
import { limitError } from './cost.js';

/** Refuses an operation that would cost too much, with HTTP 400 and before it is executed. */
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
