import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GRAPHQL_TYPE } from './http-errors.js';
import { RETRY_AFTER_SECONDS, TOO_BUSY } from './load-shedder.js';
import type { Pipelining } from './pipelining.js';
import { REQUEST_ID_HEADER } from './request-id.js';

interface Refusal {
  status: number;
  message: string;
  code: string;
  hint?: string;
  /** Whether the error says when to send the request again; some clients then do so by themselves. */
  isRetried?: boolean;
}

const { BAD_REQUEST } = ApolloServerErrorCode;
const BY_CODE: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: BAD_REQUEST,
    message: `The request’s headers are larger than ${maxHeaderSize / 1024} kB; send fewer of them, or a shorter token.`,
  },
  // A step is read whole before it begins: it is as little taken as what comes while there is too much to do.
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: TOO_BUSY.code,
    message: 'This did not arrive in time, and was not done. Try again.',
    hint: 'The request was not whole in time, or the gateway stood still meanwhile. Nothing of it was taken: send it again.',
    isRetried: true,
  },
};
const UNREADABLE: Refusal = {
  status: 400,
  code: BAD_REQUEST,
  message: 'The request can’t be read as HTTP.',
};

/**
 * Answers what Node refuses before there is a request, and so before its path is known: in GraphQL’s form, as nearly all that
 * comes here is GraphQL, and in its media type, since Apollo Client reads codes under no other. What came before it on its connection is
 * answered first: it may be a step, whose answer would be lost, and this one taken for it.
 */
export function answerClientErrors(
  newRequestId: () => string,
  pipelining: Pick<Pipelining, 'endWith' | 'isBodyArriving'>,
) {
  return ({ code }: { code?: string }, socket: Socket): void => {
    if (code === 'ECONNRESET' || !socket.writable || socket.writableEnded) return;
    const refusal = BY_CODE[code ?? ''] ?? UNREADABLE;
    const { status, message, hint } = refusal;
    // A body takes a slow line as long again: that is for its sender to decide.
    const isRetried = refusal.isRetried && !pipelining.isBodyArriving(socket);
    const requestId = newRequestId();
    const extensions = {
      code: refusal.code,
      ...(isRetried && { retryAfterSeconds: RETRY_AFTER_SECONDS }),
      ...(hint && { hint }),
      requestId,
    };
    const body = JSON.stringify({ errors: [{ message, extensions }] });
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `content-type: ${GRAPHQL_TYPE}; charset=utf-8`,
      `content-length: ${Buffer.byteLength(body)}`,
      `${REQUEST_ID_HEADER}: ${requestId}`,
      'cache-control: no-store',
      'connection: close',
      ...(isRetried ? [`retry-after: ${RETRY_AFTER_SECONDS}`] : []),
    ];
    pipelining.endWith(socket, `${head.join('\r\n')}\r\n\r\n${body}`);
  };
}

/** Node has taken its own listeners off a connection that it hands over. */
export function endsByItself(socket: Socket): Socket {
  return socket.on('error', () => {}).once('timeout', () => socket.destroy());
}
