import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './http-errors.js';

const IS_UNMET = Symbol('its Expect header asks for what nobody knows');

interface Expecting extends IncomingMessage {
  [IS_UNMET]?: boolean;
}

/** Records that a request expects something other than 100 Continue. */
export function noteUnmet(message: IncomingMessage): void {
  (message as Expecting)[IS_UNMET] = true;
}

export function isUnmet({ raw }: FastifyRequest): boolean {
  return (raw as Expecting)[IS_UNMET] === true;
}

/** Refuses the request and closes the connection. If its client sends a body anyway, that would be taken for the next request. */
export function refuseUnmet(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('connection', 'close');
  sendError(request, reply, 417, UNMET);
}

const UNMET = {
  code: 'BAD_REQUEST',
  message: 'The header Expect asks for what this server does not know: send 100-continue, or none.',
};
