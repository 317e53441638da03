import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { inTransaction } from '../store/transaction.js';
import { cancelIdentity } from '../store/verifications.js';
import { customerOf, tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';

const CANCELLED = 'The verified identity was cancelled; verify it again to create business requests.';

/** DigitalIdentity/CancelVerifiedDigitalIdentity: the customer is Registered again. */
export function cancelIdentityRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/DigitalIdentity/CancelVerifiedDigitalIdentity', async (request) =>
    envelope(await cancel(context, request, customerOf(request).id)),
  );
}

/** The same, by an operator. */
export function cancelIdentityForAdminRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/DigitalIdentity/CancelVerifiedDigitalIdentityForAdmin', async (request) => {
    const body = read(bodies.cancelIdentity, request.body);
    return envelope(body instanceof Refusal ? body : await cancel(context, request, body.userId));
  });
}

async function cancel({ db, clock }: AppContext, request: FastifyRequest, customerId: number) {
  const isCancelled = await inTransaction(db, (work) =>
    cancelIdentity(work, tenantOf(request).id, customerId, clock.now()),
  );
  return isCancelled ? CANCELLED : new Refusal('NOT_VERIFIED');
}
