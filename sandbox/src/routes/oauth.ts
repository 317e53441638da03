import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { readIdToken } from '../oauth-issuer.js';
import { Refusal } from '../refusal.js';
import { noteConfirmedContact } from '../store/contact-codes.js';
import { confirmEmailOf, customerByEmail } from '../store/customers.js';
import type { TenantRow } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';

/** Google or Microsoft in place of an e-mail code; the sandbox is both (docs/sandbox.md). */
export function oauthRoutes(app: FastifyInstance, context: AppContext): void {
  app.post('/DigitalIdentity/Register/StepVerifyOAuthToken', async (request) => {
    const body = read(bodies.oauthToken, request.body);
    return envelope(body instanceof Refusal ? body : await verify(context, tenantOf(request), body, 'new'));
  });
  app.post('/DigitalIdentity/VerifyOAuthToken', async (request) => {
    const body = read(bodies.oauthToken, request.body);
    return envelope(
      body instanceof Refusal ? body : await verify(context, tenantOf(request), body, 'registered'),
    );
  });
}

async function verify(
  { db, clock, random, secrets }: AppContext,
  tenant: TenantRow,
  { provider, IdToken }: z.infer<typeof bodies.oauthToken>,
  who: 'new' | 'registered',
) {
  if (tenant.allowsOauth === 0) return new Refusal('OAUTH_NOT_OFFERED');
  const now = clock.now();
  const checked = await readIdToken(secrets.oauthIssuer, { provider, idToken: IdToken, now });
  if ('problem' in checked) {
    return {
      oAuthTokenVerificationRequestId: null,
      isVerified: false,
      validationResult: checked.problem,
      email: null,
    };
  }
  const { email } = checked;
  const customer = await customerByEmail(db, tenant.id, email);
  if (who === 'new' && customer) return new Refusal('ALREADY_REGISTERED');
  if (who === 'registered' && !customer) return new Refusal('NOT_REGISTERED');
  const id = await inTransaction(db, async (work) => {
    if (customer) await confirmEmailOf(work, customer.id);
    const contact = { tenantId: tenant.id, purpose: 'oauth', contact: email } as const;
    return noteConfirmedContact(work, { random, now }, contact);
  });
  return { oAuthTokenVerificationRequestId: id, isVerified: true, validationResult: 'Valid', email };
}
