import { Readable } from 'node:stream';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { toLoggableError } from '../log.js';
import { languageOf } from '../vlens/messages/language.js';
import { hintOf, inLanguage, type Said, say } from '../vlens/messages/words.js';
import { InputRefused } from './input-bounds.js';
import { discardRest, hasUnreadBody } from './unread-body.js';

/** The path of GraphQL. Errors there have the form that GraphQL clients read. */
export const GRAPHQL_PATH = '/graphql';
/** The path of GraphQL over server-sent events. */
export const STREAM_PATH = '/graphql/stream';

/** The header of a 401 that says which authentication is accepted; a bearer token by default. */
export const CHALLENGE = 'www-authenticate';

interface HttpError extends Said {
  code: string;
}

/**
 * The message for a developer's mistake. A reader of Arabic is a customer, so they get a helpful sentence, and the developer's message
 * becomes the hint.
 */
const { sentence: ofApp } = say('inputOfApp');

const BY_STATUS: Record<number, HttpError> = {
  400: {
    code: ApolloServerErrorCode.BAD_REQUEST,
    message: 'The request can’t be read; send a JSON body.',
    sentence: ofApp,
  },
  404: {
    code: 'NOT_FOUND',
    ...say('nothingHere'),
    message: `There is nothing here; GraphQL is at ${GRAPHQL_PATH}.`,
  },
  405: {
    code: ApolloServerErrorCode.BAD_REQUEST,
    message: 'There is no such method here; the header Allow says which there are.',
    sentence: ofApp,
  },
  406: {
    code: ApolloServerErrorCode.BAD_REQUEST,
    message:
      'The answer is JSON, which this Accept does not take, so nothing was executed; send Accept: application/json, or leave it out. For event streams post to /graphql/stream.',
    sentence: ofApp,
  },
  413: {
    code: ApolloServerErrorCode.BAD_REQUEST,
    ...say('bodyTooLarge'),
  },
  415: {
    code: ApolloServerErrorCode.BAD_REQUEST,
    message: 'The body’s content-type is not known here; send application/json.',
    sentence: ofApp,
  },
};
const OTHER_REFUSAL: HttpError = {
  code: ApolloServerErrorCode.BAD_REQUEST,
  message: 'The request can’t be answered as it is.',
  sentence: ofApp,
};
const UNEXPECTED: HttpError = {
  code: ApolloServerErrorCode.INTERNAL_SERVER_ERROR,
  ...say('unexpected'),
};

/** Fastify's error handler, for errors outside of an operation. Their own messages may quote the request, so clients don't get them. */
export function answerErrors(logger: Logger) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const status = error.statusCode ?? 500;
    if (status >= 500)
      logger.error({ requestId: request.id, error: toLoggableError(error) }, 'unexpected error');
    if (error instanceof InputRefused) sendError(request, reply, status, error);
    else sendError(request, reply, status >= 400 ? status : 500);
  };
}

/**
 * Sends an error in the form of the path: GraphQL's at `/graphql`, `{"error": …}` elsewhere. If the request's body is still arriving, the
 * whole answer is sent first. The connection closes after the body has been read and discarded: closing it at once would reset it before
 * the client or a proxy has read the answer.
 */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  error: HttpError = known(status),
): void {
  const requestId = request.id;
  const { code } = error;
  const message = inLanguage(languageOf(request.headers['accept-language']), error);
  const hint = hintOf(error) ?? (message === error.message ? undefined : error.message);
  const more = hint === undefined ? {} : { hint };
  void reply.code(status).header('cache-control', 'no-store');
  // RFC 9110, section 15.5.2.
  if (status === 401 && !reply.hasHeader(CHALLENGE)) void reply.header(CHALLENGE, 'Bearer');
  const isGraphQL = isUnderGraphQL(request);
  const text = JSON.stringify(
    isGraphQL
      ? { errors: [{ message, extensions: { code, ...more, requestId } }] }
      : { error: { code, message, ...more, requestId } },
  );
  void reply.type(isGraphQL ? errorType(request) : JSON_TYPE);
  if (!hasUnreadBody(request)) return void reply.send(text);
  void reply
    .header('connection', 'close')
    .header('content-length', Buffer.byteLength(text))
    .send(Readable.from(thenDiscarded(text, discardRest(request.raw))));
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const GRAPHQL_TYPE = 'application/graphql-response+json';

/** Also true for unknown paths under `/graphql`. */
function isUnderGraphQL({ routeOptions, url }: FastifyRequest): boolean {
  return /^\/graphql(?:[/?]|$)/.test(routeOptions.url ?? url);
}

/** For statuses other than 200, Apollo Client reads error codes only in GraphQL's own media type (4.3.8, `parseAndCheckHttpResponse`). */
function errorType({ headers }: FastifyRequest): string {
  return headers.accept?.includes(GRAPHQL_TYPE) ? `${GRAPHQL_TYPE}; charset=utf-8` : JSON_TYPE;
}

async function* thenDiscarded(text: string, rest: Promise<void>): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
  await rest;
}

function known(status: number): HttpError {
  return BY_STATUS[status] ?? (status >= 500 ? UNEXPECTED : OTHER_REFUSAL);
}
