import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';

/** Every answer over HTTP, by its route as the gateway has it and its status; those turned away too. */
export function countHttp(registry: Registry, server: FastifyInstance): void {
  const answers = new Counter({
    name: 'vlens_http_responses_total',
    help: 'Answers over HTTP, by route and status.',
    labelNames: ['route', 'status'] as const,
    registers: [registry],
  });
  server.addHook('onResponse', (request, reply, done) => {
    answers.inc({ route: request.routeOptions.url ?? 'none', status: reply.statusCode });
    done();
  });
}
