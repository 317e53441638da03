import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { CODE_LIFETIME_SECONDS } from '../rules/one-time-code.js';
import { confirmContact } from '../store/contact-codes.js';
import { confirmEmailOf, customerByEmail, lockCustomer } from '../store/customers.js';
import type { TenantRow } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { sendContactCode } from './contact-code.js';

/** DigitalIdentity/VerifyEmail: the address of somebody who is registered and has not confirmed it. */
export function verifyEmailRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/DigitalIdentity/VerifyEmail', async (request) => {
    const body = read(bodies.verifyEmail, request.body);
    return envelope(body instanceof Refusal ? body : await verify(context, tenantOf(request), body));
  });
}

async function verify(
  context: AppContext,
  { id: tenantId }: TenantRow,
  body: z.infer<typeof bodies.verifyEmail>,
) {
  const { email, emailOtpRequestId: id, emailOtp: code } = body;
  const customer = await customerByEmail(context.db, tenantId, email);
  if (!customer) return new Refusal('NOT_REGISTERED');
  const { transactionId } = customer;
  if (customer.isEmailConfirmed === 1) return answer({ isEmailConfirmed: true });
  const contact = { tenantId, purpose: 'verifyEmail', contact: email } as const;
  if (id === undefined || code === undefined) {
    const sent = await sendContactCode(context, contact);
    if (sent instanceof Refusal) return sent;
    return answer({ emailOtpRequestId: sent, emailOtpExpireInSeconds: CODE_LIFETIME_SECONDS });
  }
  const by = { key: context.secrets.oneTimeCode, clock: context.clock };
  const { refusal } = await inTransaction(context.db, async (work) => {
    await lockCustomer(work, customer.id);
    const tried = await confirmContact(work, by, { ...contact, id, code });
    if (tried.refusal === undefined) await confirmEmailOf(work, customer.id);
    return tried;
  });
  return refusal ? new Refusal(refusal) : answer({ emailOtpRequestId: id, isEmailConfirmed: true });

  function answer(fields: object) {
    return {
      emailOtpRequestId: null,
      emailOtpExpireInSeconds: null,
      isEmailConfirmed: false,
      transactionId,
      ...fields,
    };
  }
}
