import { ApolloServerErrorCode } from '@apollo/server/errors';
import { acceptedBy } from './apollo-request.js';
import type { OperationHooks } from './operation-hooks.js';

const UNREADY: ReadonlySet<unknown> = new Set([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
]);

/**
 * A client that accepts `application/json` and nothing newer gets HTTP 200 even if the document can't be parsed or validated, or its
 * variables are wrong. It is a well-formed answer, and old clients read one only under 200 (GraphQL over HTTP, "application/json"). All
 * other clients get 400.
 */
export function successWithErrors(): OperationHooks {
  return {
    willSendResponse({ request, response: { body, http } }) {
      if (http.status !== 400 || body.kind !== 'single') return;
      const accept = acceptedBy(request.http);
      if (!accept.includes('application/json') || accept.includes('graphql-response+json')) return;
      const { errors = [] } = body.singleResult;
      if (errors.every(({ extensions }) => UNREADY.has(extensions?.code))) http.status = 200;
    },
  };
}
