import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppContext } from '../app-context.js';
import { faultEnvelope } from '../envelope.js';
import type { Session } from '../session-tokens.js';
import { customerById } from '../store/customers.js';
import { operatorById } from '../store/operators.js';
import type { OperatorRow } from '../store/people-tables.js';
import { sessionById } from '../store/sessions.js';
import type { Caller, TenantRow } from '../store/tables.js';
import { tenantByApiKey } from '../store/tenants.js';

const TENANT = 'tenant';
const CUSTOMER = 'customer';
const OPERATOR = 'operator';

/** Lets nobody past without a tenant's ApiKey, nor beyond that tenant's quota. */
export function admitTenant({ db, quota }: AppContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const apiKey = request.headers.apikey;
    const tenant = typeof apiKey === 'string' ? await tenantByApiKey(db, apiKey) : undefined;
    if (!tenant) return reply.code(401).send(faultEnvelope(401, 'The ApiKey is missing or not valid.'));
    const { quotaPerSecond: perSecond, quotaPerMinute: perMinute } = tenant;
    const beyond = quota.take(tenant.id, { perSecond, perMinute });
    if (beyond) {
      return reply
        .code(429)
        .header('retry-after', beyond.retryAfterSeconds)
        .send(faultEnvelope(429, 'The tenant’s quota is used up; try again later.'));
    }
    request.setDecorator(TENANT, tenant);
  };
}

/** Lets nobody past without a valid token of a customer of that tenant. */
export function admitCustomer(context: AppContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const tenant = tenantOf(request);
    const session = await sessionOf(context, request);
    if (session?.kind === 'operator') {
      return reply.code(403).send(faultEnvelope(403, 'This is for customers: log in as one.'));
    }
    const customer = session && (await customerById(context.db, tenant.id, session.ownerId));
    if (!customer) return turnAway(reply);
    const onlyRequestId = session.kind === 'signingLink' ? session.onlyRequestId : null;
    request.setDecorator<Caller>(CUSTOMER, { ...customer, onlyRequestId });
  };
}

/** Lets nobody past without a valid token of an operator of that tenant. */
export function admitOperator(context: AppContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const session = await sessionOf(context, request);
    if (session && session.kind !== 'operator') {
      return reply
        .code(403)
        .send(faultEnvelope(403, 'This is for operators: log in at /api/credentials/Login.'));
    }
    const operator = session && (await operatorById(context.db, tenantOf(request).id, session.ownerId));
    if (!operator) return turnAway(reply);
    request.setDecorator<OperatorRow>(OPERATOR, operator);
  };
}

/** What the call's token stands for, of this tenant and not ended; else null. */
async function sessionOf({ db, tokens }: AppContext, request: FastifyRequest): Promise<Session | null> {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const session = token ? await tokens.read(token) : null;
  if (session?.tenantId !== tenantOf(request).id) return null;
  if (session.kind === 'signingLink') return session;
  const stored = await sessionById(db, session.sessionId);
  return stored?.endedAt === null ? session : null;
}

function turnAway(reply: FastifyReply): unknown {
  return reply
    .code(401)
    .header('www-authenticate', 'Bearer')
    .send(faultEnvelope(401, 'The token is missing, not valid or expired.'));
}

/** What a signing link's session has no right to, no matter whose it is. */
export async function refuseLinkSession(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (customerOf(request).onlyRequestId === null) return undefined;
  return reply
    .code(403)
    .send(
      faultEnvelope(403, 'This session came from a signing link: it reads and signs one business request.'),
    );
}

/** The tenant that the call was admitted for. */
export function tenantOf(request: FastifyRequest): TenantRow {
  return request.getDecorator<TenantRow>(TENANT);
}

/** The same; null where the call was turned away before that. */
export function tenantIfAdmitted(request: FastifyRequest): TenantRow | null {
  return request.getDecorator<TenantRow | null>(TENANT);
}

/** The customer that the call was admitted for. */
export function customerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(CUSTOMER);
}

export const ADMISSION_DECORATORS = [TENANT, CUSTOMER, OPERATOR];
