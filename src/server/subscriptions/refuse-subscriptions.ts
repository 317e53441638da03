import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { STREAM_PATH } from '../http-errors.js';
import type { OperationHooks } from '../operation-hooks.js';

/** Apollo Server would execute a subscription like a query, and its resolver has no event then. */
export function refuseSubscriptions(): OperationHooks {
  return {
    didResolveOperation({ operation }) {
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
      throw new GraphQLError(
        `A subscription has many answers: send it over WebSocket (graphql-transport-ws), or to ${STREAM_PATH} as server-sent events.`,
        { extensions: { code: ApolloServerErrorCode.BAD_REQUEST, http: { status: 400 } } },
      );
    },
  };
}
