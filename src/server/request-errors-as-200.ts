import type { FastifyInstance } from 'fastify';
import { GRAPHQL_PATH, JSON_TYPE } from './http-errors.js';

/**
 * Answers invalid requests with HTTP 200, as GraphQL over HTTP specifies for `application/json`. @apollo/gateway 2.14 turns a 400 into an
 * INTERNAL_SERVER_ERROR "400: Bad Request", and its client never sees the code. Content types that a form on another site can send keep
 * their status.
 */
export function requestErrorsAs200(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, _payload, done) => {
    const isRouters =
      request.method === 'POST' &&
      request.routeOptions.url === GRAPHQL_PATH &&
      request.headers['content-type']?.startsWith('application/json');
    if (isRouters && reply.statusCode === 400) void reply.code(200).type(JSON_TYPE);
    done();
  });
}
