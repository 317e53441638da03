import type { FastifyReply, FastifyRequest } from 'fastify';
import { inDialect, type Told } from '../rules/dialects.js';
import { tenantIfAdmitted } from './admission.js';

/** Tells every envelope as the tenant's dialect has it. */
export async function speakDialect(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const tenant = tenantIfAdmitted(request);
  if (!tenant || !isEnvelope(payload)) return payload;
  const told = inDialect(tenant.dialect, request.routeOptions.url ?? '', {
    status: reply.statusCode,
    body: payload,
  });
  reply.code(told.status);
  return told.body;
}

function isEnvelope(payload: unknown): payload is Told['body'] {
  return typeof payload === 'object' && payload !== null && 'error_code' in payload && 'data' in payload;
}
