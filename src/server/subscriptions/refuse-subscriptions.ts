import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { STREAM_PATH } from '../http-errors.js';
import type { OperationHooks } from '../operation-hooks.js';

/** Refuses subscriptions over plain HTTP. Apollo Server would execute one like a query, and its resolver would have no event. */
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
