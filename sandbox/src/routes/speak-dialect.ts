import type { FastifyReply, FastifyRequest } from 'fastify';
import { type EnvelopeAnswer, inDialect } from '../rules/dialects.js';
import { tenantIfAdmitted } from './admission.js';

/** Writes every envelope in the tenant's dialect. */
export async function speakDialect(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const tenant = tenantIfAdmitted(request);
  if (!tenant || !isEnvelope(payload)) return payload;
  const answer = inDialect(tenant.dialect, request.routeOptions.url ?? '', {
    status: reply.statusCode,
    body: payload,
  });
  reply.code(answer.status);
  return answer.body;
}

function isEnvelope(payload: unknown): payload is EnvelopeAnswer['body'] {
  return typeof payload === 'object' && payload !== null && 'error_code' in payload && 'data' in payload;
}
