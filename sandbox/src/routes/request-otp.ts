import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { needsLiveness } from '../rules/location.js';
import { lastActivePlace } from '../store/customers.js';
import { auditStep } from '../store/request-moves.js';
import { inTransaction } from '../store/transaction.js';
import { customerOf, tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { prepareCode } from './send-code.js';
import { findSigning, stepOf } from './signing.js';

/** CustomerSign/StepRequestOtp: the location rule, then the activation OTP. */
export function requestOtpRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/BusinessRequest/CustomerSign/StepRequestOtp', async (request) => {
    const body = read(bodies.requestOtp, request.body);
    return envelope(body instanceof Refusal ? body : await requestOtp(context, request, body));
  });
}

async function requestOtp(
  context: AppContext,
  http: FastifyRequest,
  body: z.infer<typeof bodies.requestOtp>,
) {
  const caller = customerOf(http);
  const isNeededAt80Km = tenantOf(http).needsLivenessAt80Km === 1;
  const prepared = await inTransaction(context.db, async (work) => {
    const signing = await findSigning(work, caller, body);
    if (signing instanceof Refusal) return signing;
    const { request, customer } = signing;
    const { transactionId } = customer;
    if (needsLiveness(lastActivePlace(customer), body.geoLocation, isNeededAt80Km)) {
      return new Refusal('LIVENESS_NEEDED', {
        data: { otpRequestId: null, needsReValidate: true, transactionId },
      });
    }
    const code = await prepareCode(
      context,
      work,
      { customer, provider: body.smsProviders ?? null },
      {
        purpose: 'activation',
        requestId: request.id,
        transactionId,
        deviceId: null,
        paymentGateway: body.paymentGateway ?? null,
      },
    );
    if (code instanceof Refusal) return code;
    const unmoved = { from: request.status, to: request.status };
    const step = stepOf(customer, 'StepRequestOtp', code.sentAt, body.geoLocation);
    await auditStep(work, request.id, unmoved, step);
    return code;
  });
  if (prepared instanceof Refusal) return prepared;
  prepared.deliver();
  return { otpRequestId: prepared.otpRequestId, needsReValidate: false };
}
