import type { FastifyInstance } from 'fastify';
import { GRAPHQL_PATH, JSON_TYPE } from './http-errors.js';

/**
 * Answers what is wrong with a request under HTTP 200, as GraphQL over HTTP has it for `application/json`: of a 400
 * @apollo/gateway 2.14 makes an INTERNAL_SERVER_ERROR "400: Bad Request", and its client never sees the code. What a form of
 * another site can send keeps its status.
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
