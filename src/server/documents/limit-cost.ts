import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import { everyRequest } from '../every-request.js';
import { limitError } from './cost.js';

/** Refuses an operation that would cost too much, with HTTP 400 and before it is executed. */
export function limitCost(): ApolloServerPlugin {
  return everyRequest({
    async didResolveOperation({ schema, document, operation, operationName, request: { variables } }) {
      const complaint = limitError({ schema, document, operationName, variables });
      if (complaint === null) return;
      throw new GraphQLError(complaint, {
        nodes: operation,
        extensions: { code: ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED, http: { status: 400 } },
      });
    },
  });
}
