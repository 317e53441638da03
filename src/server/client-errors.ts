import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { JSON_TYPE } from './http-errors.js';
import type { Pipelining } from './pipelining.js';
import { REQUEST_ID_HEADER } from './request-id.js';

const BY_CODE: Record<string, { status: number; message: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message: `The request’s headers are larger than ${maxHeaderSize / 1024} kB; send fewer of them, or a shorter token.`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request took too long to arrive; send it again.' },
};
const UNREADABLE = { status: 400, message: 'The request can’t be read as HTTP.' };

/**
 * Answers what Node refuses before there is a request, and so before its path is known: in GraphQL’s form, as nearly all that
 * comes here is GraphQL. What came before it on its connection is answered first: it may be a step, whose answer would be lost, and this
 * one taken for it.
 */
export function answerClientErrors(newRequestId: () => string, pipelining: Pick<Pipelining, 'endWith'>) {
  return ({ code }: { code?: string }, socket: Socket): void => {
    if (code === 'ECONNRESET' || !socket.writable || socket.writableEnded) return;
    const { status, message } = BY_CODE[code ?? ''] ?? UNREADABLE;
    const requestId = newRequestId();
    const body = JSON.stringify({
      errors: [{ message, extensions: { code: ApolloServerErrorCode.BAD_REQUEST, requestId } }],
    });
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `content-type: ${JSON_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      `${REQUEST_ID_HEADER}: ${requestId}`,
      'cache-control: no-store',
      'connection: close',
    ];
    pipelining.endWith(socket, `${head.join('\r\n')}\r\n\r\n${body}`);
  };
}

/** Node has taken its own listeners off a connection that it hands over. */
export function endsByItself(socket: Socket): Socket {
  return socket.on('error', () => {}).once('timeout', () => socket.destroy());
}
