import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import { GRAPHQL_PATH, STREAM_PATH, sendError } from './http-errors.js';
import { readJson } from './json-body.js';
import { type LoadShedder, RETRY_AFTER_SECONDS, TOO_BUSY } from './load-shedder.js';
import type { BeginInTurn } from './pipelining.js';
import type { ReadsInTurn } from './reads-in-turn.js';
import type { TurnGate } from './turn-gate.js';

type IsAccepted = (request: FastifyRequest) => boolean;

/**
 * Begins each request in its turn, even one that is refused later: a refusal costs a good part of what an answer does. Only the next
 * request of each connection waits here, so there are at most as many as connections.
 */
export function requestsInTurn(
  gate: Pick<TurnGate, 'mayBegin' | 'mayProbe' | 'defer'>,
  isAccepted: IsAccepted,
  reads: Pick<ReadsInTurn, 'isProbe'>,
): BeginInTurn {
  return (request, begin) => {
    const probes = isProbe(request);
    reads.isProbe(request.raw.socket, probes);
    if (probes ? gate.mayProbe() : gate.mayBegin()) begin();
    else
      gate.defer({
        from: addressBlock(request.ip),
        isAccepted: isAccepted(request),
        begin,
        hasLeft: () => request.raw.socket.destroyed,
      });
  };
}

function isProbe({ routeOptions: { url } }: FastifyRequest): boolean {
  return url?.startsWith('/health/') === true;
}

/**
 * Sends each HTTP operation through the gate once more when its body has arrived. It is parsed after that, since parsing may cost as much
 * as the operation. Any other body also passes the gate, and load shedding limits it like an operation. An operation for which there is no
 * room is refused. Messages over WebSockets pass the gate in `subscriptions/messages-in-turn.ts`.
 */
export function gateRequests(
  server: FastifyInstance,
  gate: Pick<TurnGate, 'mayBegin' | 'wait' | 'defer'>,
  isAccepted: IsAccepted,
  load: Pick<LoadShedder, 'hasRoomFor'>,
): void {
  server.addHook('preValidation', (request, reply, done) => {
    // Its connection was cut because of a later request in the same chunk. Nothing of this request has been processed.
    if (request.raw.socket.destroyed) return;
    const mayBeRefused = isOperation(request);
    if (!mayBeRefused && !request.body) return done();
    // The body was read completely, so the connection may stay open.
    const refuse = () => {
      void reply.header('retry-after', RETRY_AFTER_SECONDS);
      sendError(request, reply, 503, TOO_BUSY);
    };
    const hasRoom = (bytes: number) => load.hasRoomFor(request, reply, bytes);
    const begin = () => readJson(request, { hasRoom, refuse, done });
    if (gate.mayBegin()) return begin();
    const work = { from: addressBlock(request.ip), isAccepted: isAccepted(request), begin };
    if (!mayBeRefused) return gate.defer(work);
    gate.wait({
      ...work,
      refuse,
      hasLeft: () => request.raw.socket.destroyed,
    });
  });
}

/** Whether a request carries an operation. Over a WebSocket, each message does instead. */
function isOperation({ ws, routeOptions: { url } }: FastifyRequest): boolean {
  return !ws && (url === GRAPHQL_PATH || url === STREAM_PATH);
}
