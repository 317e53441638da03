import { ApolloServerErrorCode } from '@apollo/server/errors';
import { acceptedBy } from './apollo-request.js';
import type { OperationHooks } from './operation-hooks.js';

const UNREADY: ReadonlySet<unknown> = new Set([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
]);

/**
 * A client that accepts `application/json`, by name and nothing newer, gets HTTP 200 also for a document that can't be parsed,
 * validated or given its variables: a well-formed answer, which old clients read only under 200 (GraphQL over HTTP,
 * "application/json"). Everybody else keeps the 400.
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
