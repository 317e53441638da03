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
  /** Whether the error says when to send the request again. Some clients then do so automatically. */
  isRetried?: boolean;
}

const { BAD_REQUEST } = ApolloServerErrorCode;
const BY_CODE: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: BAD_REQUEST,
    message: `The request’s headers are larger than ${maxHeaderSize / 1024} kB; send fewer of them, or a shorter token.`,
  },
  // A step begins only when it was read completely, so a request that times out while it arrives was not executed, like one that load
  // shedding refuses.
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
 * Answers requests that Node refuses before a request object exists, and so before their path is known. The answer has GraphQL's form,
 * since nearly all requests are GraphQL. It has GraphQL's media type, since Apollo Client reads error codes under no other. Earlier
 * requests on the connection are answered first. One may be a step: its answer would be lost, and the client would take this answer for it.
 */
export function answerClientErrors(
  newRequestId: () => string,
  pipelining: Pick<Pipelining, 'endWith' | 'isBodyArriving'>,
) {
  return ({ code }: { code?: string }, socket: Socket): void => {
    if (code === 'ECONNRESET' || !socket.writable || socket.writableEnded) return;
    const refusal = BY_CODE[code ?? ''] ?? UNREADABLE;
    const { status, message, hint } = refusal;
    // On a slow line, sending the body again takes just as long, so the client decides whether to do that.
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

/** Adds listeners for errors and timeouts to a connection that Node hands over, since Node has removed its own. */
export function endsByItself(socket: Socket): Socket {
  return socket.on('error', () => {}).once('timeout', () => socket.destroy());
}
