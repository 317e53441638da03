import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { statusAfterSignature } from '../rules/signing.js';
import { paymentOf } from '../store/payments.js';
import { moveRequest } from '../store/request-moves.js';
import { markSigned } from '../store/signers.js';
import { inTransaction } from '../store/transaction.js';
import { customerOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { linkBase, paymentUrl } from './links.js';
import { findSigning, stepOf } from './signing.js';

/** CustomerSign/StepValidatePayment, the last step: the signature. Without a charge where nothing is to be paid. */
export function validatePaymentRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/BusinessRequest/CustomerSign/StepValidatePayment', async (request) => {
    const body = read(bodies.validatePayment, request.body);
    return envelope(body instanceof Refusal ? body : await sign(context, request, body));
  });
}

async function sign(
  { db, clock }: AppContext,
  http: FastifyRequest,
  body: z.infer<typeof bodies.validatePayment>,
) {
  const caller = customerOf(http);
  return inTransaction(db, async (work) => {
    const signing = await findSigning(work, caller, body);
    if (signing instanceof Refusal) return signing;
    const { request, signer, customer } = signing;
    if (signer.otpValidatedAt === null) return new Refusal('OTP_NOT_VALIDATED');
    const payment = await paymentOf(work, request.id);
    if (payment?.paidAt === null) {
      return new Refusal('PAYMENT_INCOMPLETE', { data: paymentUrl(linkBase(http), payment) });
    }
    const now = clock.now();
    const signatures = await markSigned(work, signer, now);
    const status = statusAfterSignature(signatures, request.requiredSignatures);
    const step = stepOf(customer, 'StepValidatePayment', now, body.geoLocation);
    if (!(await moveRequest(work, request, status, step))) throw new Error('A signature moved nothing.');
    return status === 'CUSTOMER_SIGNED'
      ? 'The contract is signed.'
      : 'Your signature is on the contract; others must sign it too.';
  });
}
