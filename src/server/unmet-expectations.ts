import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './http-errors.js';

const IS_UNMET = Symbol('its Expect header asks for what nobody knows');

interface Expecting extends IncomingMessage {
  [IS_UNMET]?: boolean;
}

/** Node found that a request expects something else than a 100. */
export function noteUnmet(message: IncomingMessage): void {
  (message as Expecting)[IS_UNMET] = true;
}

export function isUnmet({ raw }: FastifyRequest): boolean {
  return (raw as Expecting)[IS_UNMET] === true;
}

/** The client sends no body; if it sends one, it would be taken for the next request. */
export function refuseUnmet(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('connection', 'close');
  sendError(request, reply, 417, UNMET);
}

const UNMET = {
  code: 'BAD_REQUEST',
  message: 'The header Expect asks for what this server does not know: send 100-continue, or none.',
};
