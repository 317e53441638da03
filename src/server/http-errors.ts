import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { whereItFailed } from '../log.js';

/** Where GraphQL is spoken: errors there have the form that GraphQL clients read. */
export const GRAPHQL_PATH = '/graphql';
/** Where it is spoken over server-sent events. */
export const STREAM_PATH = '/graphql/stream';
/** Four liveness pictures of 500 KB in base64, and room for the rest. */
export const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

interface HttpError {
  code: string;
  message: string;
}

const BY_STATUS: Record<number, HttpError> = {
  400: { code: ApolloServerErrorCode.BAD_REQUEST, message: 'The request can’t be read; send a JSON body.' },
  404: { code: 'NOT_FOUND', message: `There is nothing here; GraphQL is at ${GRAPHQL_PATH}.` },
  413: {
    code: ApolloServerErrorCode.BAD_REQUEST,
    message: 'The body is larger than 4 MB; make the pictures smaller.',
  },
  415: {
    code: ApolloServerErrorCode.BAD_REQUEST,
    message: 'The body’s content-type is not known here; send application/json.',
  },
};
const OTHER_REFUSAL: HttpError = {
  code: ApolloServerErrorCode.BAD_REQUEST,
  message: 'The request can’t be answered as it is.',
};
const UNEXPECTED: HttpError = {
  code: ApolloServerErrorCode.INTERNAL_SERVER_ERROR,
  message: 'Something went wrong here; quote the requestId when you report it.',
};

/** Fastify's error handler: what goes wrong outside an operation. Its own messages may quote the request. */
export function answerErrors(logger: Logger) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ requestId: request.id, error: whereItFailed(error) }, 'unexpected');
    sendError(request, reply, status >= 400 ? status : 500);
  };
}

/** Answers with an error in the form of the path: GraphQL's at `/graphql`, `{"error": …}` elsewhere. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  error = known(status),
) {
  const requestId = request.id;
  const { code, message } = error;
  void reply.code(status).header('cache-control', 'no-store');
  if (request.routeOptions.url?.startsWith(GRAPHQL_PATH)) {
    void reply.send({ errors: [{ message, extensions: { code, requestId } }] });
  } else {
    void reply.send({ error: { code, message, requestId } });
  }
}

function known(status: number): HttpError {
  return BY_STATUS[status] ?? (status >= 500 ? UNEXPECTED : OTHER_REFUSAL);
}
