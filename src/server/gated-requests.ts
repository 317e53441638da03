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
 * Has each request begin in its turn, whatever becomes of it: a refusal costs a good part of what an answer does. Only the next of each
 * connection waits here, so that they are as many as connections.
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
 * Has each operation over HTTP pass the gate once more when its body is here, before that is parsed: that may cost as much as the
 * operation does. So does any other body, which the load limits as it does operations. What there is no room for then is refused. What comes over WebSockets passes it in
 * `subscriptions/messages-in-turn.ts`.
 */
export function gateRequests(
  server: FastifyInstance,
  gate: Pick<TurnGate, 'mayBegin' | 'wait' | 'defer'>,
  isAccepted: IsAccepted,
  load: Pick<LoadShedder, 'hasRoomFor'>,
): void {
  server.addHook('preValidation', (request, reply, done) => {
    // It was cut for what came behind it in the same piece: nothing of it is taken.
    if (request.raw.socket.destroyed) return;
    const mayBeRefused = isOperation(request);
    if (!mayBeRefused && !request.body) return done();
    // Its body was read, so that its connection may stay.
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

/** Whether a request carries an operation: over a WebSocket each message does. */
function isOperation({ ws, routeOptions: { url } }: FastifyRequest): boolean {
  return !ws && (url === GRAPHQL_PATH || url === STREAM_PATH);
}
