import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { whenClosed } from './when-closed.js';

/** Requests that wait for their answers on one connection: no browser, proxy or client sends a second one before the first is answered. */
export const MAX_WAITING_ON_CONNECTION = 100;

/**
 * Requests that a client sends over one connection without waiting for the answers. Very many of them end it: some megabytes are tens
 * of thousands, which Node takes one after the other before anybody else's. And where the client leaves, Node 20 and
 * 22 (findings/pipelined-response-never-closes.sh) close the first response alone: the others are closed here, or they would
 * count as in flight for ever.
 * @returns whether nothing was sent behind a request, so that its connection may be closed with its answer
 */
export function watchPipelining(server: FastifyInstance): {
  isLastOnConnection: (request: FastifyRequest, reply: FastifyReply) => boolean;
} {
  const waiting = new WeakMap<Socket, Set<ServerResponse>>();
  const responsesOf = (socket: Socket): Set<ServerResponse> => {
    const known = waiting.get(socket);
    if (known) return known;
    const responses = new Set<ServerResponse>();
    waiting.set(socket, responses);
    socket.once('close', () => {
      for (const response of responses) closeQueued(response);
    });
    return responses;
  };
  server.addHook('onRequest', ({ raw: { socket } }, { raw: response }, done) => {
    // What came in one piece with the one too many. It is not looked at, and goes with its connection.
    if (socket.destroyed) return;
    const responses = responsesOf(socket);
    if (responses.size >= MAX_WAITING_ON_CONNECTION) {
      socket.destroy();
      return;
    }
    responses.add(response);
    whenClosed(response, () => responses.delete(response));
    done();
  });
  return {
    isLastOnConnection: ({ raw: { socket } }, { raw: response }) => {
      const responses = waiting.get(socket);
      return !responses || responses.size <= 1 || [...responses].at(-1) === response;
    },
  };
}

/** One that had its connection's turn is closed by Node. */
function closeQueued(response: ServerResponse): void {
  if (response.socket) return;
  response.destroy();
  response.emit('close');
}
