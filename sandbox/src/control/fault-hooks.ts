import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { faultEnvelope } from '../envelope.js';
import type { FaultKind, OrderedFaults } from './faults.js';

const LATER = 'laterFailure';

/** Makes the calls of this scope meet the faults that were ordered. */
export function meetFaults(app: FastifyInstance, faults: OrderedFaults): void {
  app.decorateRequest(LATER, null);

  app.addHook('onRequest', async (request, reply) => {
    const { latencyMs, failure } = faults.meet(request.url.split('?', 1)[0] ?? '');
    if (latencyMs > 0) await wait(latencyMs, undefined, { ref: false });
    if (failure?.when === 'after') request.setDecorator<FaultKind>(LATER, failure.kind);
    if (failure?.when === 'before') return fail(failure.kind, request, reply);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const kind = request.getDecorator<FaultKind | null>(LATER);
    return kind === null ? payload : failedPayload(kind, request, reply);
  });
}

function fail(kind: FaultKind, request: FastifyRequest, reply: FastifyReply): unknown {
  if (kind === 'http500' || kind === 'html') return reply.send(failedPayload(kind, request, reply));
  reply.hijack();
  return failedPayload(kind, request, reply);
}

function failedPayload(kind: FaultKind, request: FastifyRequest, reply: FastifyReply): unknown {
  switch (kind) {
    case 'http500':
      reply.code(500).type('application/json; charset=utf-8');
      return JSON.stringify(faultEnvelope(500, 'An internal error occurred during your request.'));
    case 'html':
      reply.code(502).type('text/html');
      return '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>';
    case 'reset':
      request.raw.socket.resetAndDestroy();
      return '';
    case 'stall':
      return new Promise(() => {});
  }
}
