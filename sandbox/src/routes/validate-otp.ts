import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { tryCode } from '../store/one-time-codes.js';
import { openPayment } from '../store/payments.js';
import { productById } from '../store/products.js';
import { auditStep } from '../store/request-moves.js';
import { markOtpValidated } from '../store/signers.js';
import { inTransaction } from '../store/transaction.js';
import { customerOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { linkBase, paymentUrl } from './links.js';
import { findSigning, stepOf } from './signing.js';

/** CustomerSign/StepValidateOtp: answers where to pay, or that nothing is to be paid. */
export function validateOtpRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/BusinessRequest/CustomerSign/StepValidateOtp', async (request) => {
    const body = read(bodies.validateOtp, request.body);
    return envelope(body instanceof Refusal ? body : await validateOtp(context, request, body));
  });
}

async function validateOtp(
  context: AppContext,
  http: FastifyRequest,
  body: z.infer<typeof bodies.validateOtp>,
) {
  const { db, clock, random, secrets } = context;
  const caller = customerOf(http);
  return inTransaction(db, async (work) => {
    const { otpRequestId: id, otpCode: code, requestId, transactionId } = body;
    const asked = {
      id,
      code,
      requestId,
      transactionId,
      purpose: 'activation',
      customerId: caller.id,
    } as const;
    const trial = await tryCode(work, { key: secrets.oneTimeCode, clock }, asked);
    if (trial.refusal !== undefined) return new Refusal(trial.refusal);

    const signing = await findSigning(work, caller, { requestId: trial.code.requestId ?? '' });
    if (signing instanceof Refusal) return signing;
    const { request, signer, customer } = signing;
    const now = clock.now();
    await markOtpValidated(work, signer, now);
    const unmoved = { from: request.status, to: request.status };
    await auditStep(work, request.id, unmoved, stepOf(customer, 'StepValidateOtp', now, body.geoLocation));

    const product = await productById(work, request.tenantId, request.productId);
    if (product?.hasPayment !== 1) return 'The OTP is right; nothing is to be paid.';
    const gateway = body.paymentGateway ?? trial.code.paymentGateway;
    const payment = await openPayment(
      work,
      { random, now },
      { requestId: request.id, amount: product.fee, gateway },
    );
    return paymentUrl(linkBase(http), payment);
  });
}
