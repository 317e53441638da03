import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';

/** Counts every HTTP answer, including refusals, by the gateway's route and the status. */
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
