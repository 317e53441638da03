import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { SESSION_LIFETIME_SECONDS } from '../session-tokens.js';
import { operatorNamed } from '../store/operators.js';
import { REFRESH_TOKEN_LIFETIME_SECONDS, rotate } from '../store/sessions.js';
import type { TenantRow } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { openOperatorSession } from './open-session.js';

/** `/api/credentials`: tokens of operators, and new access tokens for everybody. */
export function credentialRoutes(app: FastifyInstance, context: AppContext): void {
  app.post('/credentials/Login', async (request) => {
    const body = read(bodies.adminLogin, request.body);
    return envelope(body instanceof Refusal ? body : await logInOperator(context, request, body));
  });
  app.post('/credentials/RefreshToken', async (request) => {
    const body = read(bodies.refreshToken, request.body);
    return envelope(body instanceof Refusal ? body : await refresh(context, tenantOf(request), body));
  });
}

async function logInOperator(
  context: AppContext,
  request: FastifyRequest,
  body: z.infer<typeof bodies.adminLogin>,
) {
  const { db, passwords } = context;
  const tenant = tenantOf(request);
  const operator = await operatorNamed(db, tenant.id, body.userNameOrEmailAddress);
  const isRight = await passwords.matches(operator?.passwordHash, body.password);
  // The header is published as required; nobody is turned away for leaving it out.
  const { tenancyname = body.tenancyName } = request.headers;
  const isTenant = isNameOf(tenant, body.tenancyName) && isNameOf(tenant, String(tenancyname));
  if (!operator || !isRight || !isTenant) return new Refusal('ADMIN_CREDENTIALS');
  const { accessToken, refreshToken } = await openOperatorSession(context, {
    tenantId: tenant.id,
    operatorId: operator.id,
  });
  return {
    accessToken,
    expireInSeconds: SESSION_LIFETIME_SECONDS.login,
    refreshToken,
    refreshTokenExpireInSeconds: REFRESH_TOKEN_LIFETIME_SECONDS,
  };
}

async function refresh(
  { db, clock, random, tokens }: AppContext,
  { id: tenantId }: TenantRow,
  { refreshToken = '' }: z.infer<typeof bodies.refreshToken>,
) {
  const rotated = await inTransaction(db, (work) =>
    rotate(work, { random, now: clock.now() }, { tenantId, refreshToken }),
  );
  if (typeof rotated === 'string') return new Refusal(rotated);
  const { id: sessionId, customerId, operatorId } = rotated.session;
  const accessToken = await tokens.issue({
    tenantId,
    kind: customerId === null ? 'operator' : 'customer',
    ownerId: customerId ?? operatorId ?? 0,
    sessionId,
  });
  return {
    accessToken,
    encryptedAccessToken: null,
    expireInSeconds: SESSION_LIFETIME_SECONDS.login,
    // Which of the two is the next one is not published: both are.
    refreshToken: rotated.refreshToken,
    newRefreshToken: rotated.refreshToken,
  };
}

function isNameOf({ id, name }: TenantRow, sent: string): boolean {
  return [id, name].some((each) => each.toLowerCase() === sent.toLowerCase());
}
