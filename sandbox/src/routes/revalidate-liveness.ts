import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { checkLivenessImages } from '../rules/liveness-images.js';
import { lockOwnRequest } from '../store/business-requests.js';
import { lockCustomer, moveLastActivePlace } from '../store/customers.js';
import { auditStep } from '../store/request-moves.js';
import type { Caller } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { customerOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { stepOf } from './signing.js';

/** CustomerSign/StepReValidateLiveness: four pictures, then the submitted place is the last active device location. */
export function revalidateLivenessRoute(app: FastifyInstance, context: AppContext): void {
  // The older reference spells it so.
  for (const name of ['StepReValidateLiveness', 'StepRevalidteLiveness'])
    app.post(`/BusinessRequest/CustomerSign/${name}`, async (request) => {
      const body = read(bodies.revalidateLiveness, request.body);
      return envelope(body instanceof Refusal ? body : await revalidate(context, customerOf(request), body));
    });
}

async function revalidate(
  { db, clock }: AppContext,
  caller: Caller,
  body: z.infer<typeof bodies.revalidateLiveness>,
) {
  const fieldErrors = await checkLivenessImages(body.scanTransaction);
  return inTransaction(db, async (work) => {
    const customer = await lockCustomer(work, caller.id);
    const isOwn = body.transactionId === undefined || body.transactionId === customer.transactionId;
    if (!isOwn || customer.transactionId === null) return new Refusal('NOT_FOUND');
    const requestId = body.requestId ?? caller.onlyRequestId;
    const request = requestId && (await lockOwnRequest(work, caller, { requestId }));
    if (requestId && !request) return new Refusal('NOT_FOUND');
    if (fieldErrors.length > 0) return new Refusal('LIVENESS_FAILED', { fieldErrors });
    const now = clock.now();
    await moveLastActivePlace(work, caller.id, body.geoLocation, now);
    if (request) {
      const unmoved = { from: request.status, to: request.status };
      const step = stepOf(customer, 'StepReValidateLiveness', now, body.geoLocation);
      await auditStep(work, request.id, unmoved, step);
    }
    return 'The liveness check passed; request the OTP again.';
  });
}
