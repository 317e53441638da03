import { HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, OperationTypeNode } from 'graphql';
import { hintOf, inLanguage, say } from '../../vlens/messages/words.js';
import type { CurrentRequest } from '../current-request.js';
import { RETRY_AFTER_SECONDS, STOPPING } from '../load-shedder.js';

const IN_DOUBT = {
  code: 'UPSTREAM_TIMEOUT',
  ...say('stoppedInDoubt'),
};

/** The answer to an operation whose end this process can no longer wait for. */
export function lastWord(current: CurrentRequest): GraphQLFormattedError {
  const { id: requestId, kind, language } = current;
  if (kind !== OperationTypeNode.MUTATION) return notTaken(current);
  const { code, ...said } = IN_DOUBT;
  const message = inLanguage(language, said);
  return { message, extensions: { code, outcome: 'UNKNOWN', hint: hintOf(said), requestId } };
}

/** The answer to an operation that this process has not begun and will not begin. */
function notTaken({ id: requestId, language }: CurrentRequest): GraphQLFormattedError {
  const { code, ...said } = STOPPING;
  const message = inLanguage(language, said);
  return {
    message,
    extensions: { code, retryAfterSeconds: RETRY_AFTER_SECONDS, hint: hintOf(said), requestId },
  };
}

/**
 * The HTTP response with this answer. Its status is 200, as for every step with an unknown outcome: a proxy may send the request again
 * after a 5xx.
 */
export function lastAnswer(current: CurrentRequest): HTTPGraphQLResponse {
  const string = `${JSON.stringify({ errors: [lastWord(current)], data: null })}\n`;
  const headers = new HeaderMap([['content-type', 'application/json; charset=utf-8']]);
  return { status: 200, headers, body: { kind: 'complete', string } };
}

/** The result with this answer for an operation over a stream. Its error has the form that clients get, like Apollo Server's results. */
export function lastResult(current: CurrentRequest): ExecutionResult {
  return { errors: [lastWord(current)] as unknown as readonly GraphQLError[] };
}

/** The answer over a stream to an operation that arrives too late to begin. If it was a step, the step was certainly not taken. */
export function tooLate(current: CurrentRequest): GraphQLError[] {
  return [errorOf(notTaken(current))];
}

function errorOf({ message, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, { extensions });
}
