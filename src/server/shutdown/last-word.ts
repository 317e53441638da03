import { HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, OperationTypeNode } from 'graphql';
import { hintOf, inLanguage, say } from '../../vlens/messages/words.js';
import type { CurrentRequest } from '../current-request.js';
import { RETRY_AFTER_SECONDS, STOPPING } from '../load-shedder.js';

const IN_DOUBT = {
  code: 'UPSTREAM_TIMEOUT',
  ...say('stoppedInDoubt'),
};

/** What a client is told of an operation whose end this process can't wait for. */
export function lastWord({ id: requestId, kind, language }: CurrentRequest): GraphQLFormattedError {
  if (kind === OperationTypeNode.MUTATION) {
    const { code, ...said } = IN_DOUBT;
    const message = inLanguage(language, said);
    return { message, extensions: { code, outcome: 'UNKNOWN', hint: hintOf(said), requestId } };
  }
  const { code, ...said } = STOPPING;
  const message = inLanguage(language, said);
  return {
    message,
    extensions: { code, retryAfterSeconds: RETRY_AFTER_SECONDS, hint: hintOf(said), requestId },
  };
}

/**
 * The same over HTTP. As after any step whose outcome is unknown the status is 200: by one of 5xx a proxy may be told to send
 * the request again.
 */
export function lastAnswer(current: CurrentRequest): HTTPGraphQLResponse {
  const string = `${JSON.stringify({ errors: [lastWord(current)], data: null })}\n`;
  const headers = new HeaderMap([['content-type', 'application/json; charset=utf-8']]);
  return { status: 200, headers, body: { kind: 'complete', string } };
}

/** The same for an execution over a stream. */
export function lastResult(current: CurrentRequest): { errors: GraphQLError[] } {
  const { message, extensions } = lastWord(current);
  return { errors: [new GraphQLError(message, { extensions })] };
}
