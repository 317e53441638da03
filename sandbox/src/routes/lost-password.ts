import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { CODE_LIFETIME_SECONDS } from '../rules/one-time-code.js';
import { confirmContact } from '../store/contact-codes.js';
import { customerByEmail, customerByPhone, lockCustomer, setPassword } from '../store/customers.js';
import { endSessionsOf } from '../store/sessions.js';
import type { CustomerRow, TenantRow } from '../store/tables.js';
import { passwordRuleOf } from '../store/tenants.js';
import { inTransaction } from '../store/transaction.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { sendContactCode } from './contact-code.js';
import { passwordWeakness } from './register.js';

type Account = { emailOrPhoneNumber: string; idNumber?: string | undefined };

/** `ForgetPassword`: a code by e-mail, by SMS to somebody without a confirmed address, then a new password. */
export function lostPasswordRoutes(app: FastifyInstance, context: AppContext): void {
  const path = '/DigitalIdentity/ForgetPassword';
  app.post(`${path}/SendEmailOtp`, async (request) => {
    const body = read(bodies.lostPassword, request.body);
    return envelope(body instanceof Refusal ? body : await sendCode(context, tenantOf(request), body));
  });
  app.post(`${path}/ValidateEmailOtp`, async (request) => {
    const body = read(bodies.resetByEmail, request.body);
    if (body instanceof Refusal) return envelope(body);
    const { emailOtpRequestId: id, emailOtp: code } = body;
    return envelope(await reset(context, tenantOf(request), { ...body, id, code, by: 'email' }));
  });
  app.post(`${path}/ValidatePhoneOtp`, async (request) => {
    const body = read(bodies.resetByPhone, request.body);
    if (body instanceof Refusal) return envelope(body);
    const { phoneNumberOtpRequestId: id, phoneNumberOtp: code } = body;
    return envelope(await reset(context, tenantOf(request), { ...body, id, code, by: 'phone' }));
  });
}

async function sendCode(context: AppContext, tenant: TenantRow, body: z.infer<typeof bodies.lostPassword>) {
  const customer = await find(context, tenant, body);
  if (customer instanceof Refusal) return customer;
  const isByEmail = customer.isEmailConfirmed === 1 && customer.emailAddress !== '';
  const contact = isByEmail ? customer.emailAddress : customer.phoneNumber;
  const sent = await sendContactCode(context, { tenantId: tenant.id, purpose: 'resetPassword', contact });
  if (sent instanceof Refusal) return sent;
  return {
    emailOtpRequestId: isByEmail ? sent : null,
    emailOtpExpireInSeconds: isByEmail ? CODE_LIFETIME_SECONDS : null,
    phoneNumberOtpRequestId: isByEmail ? null : sent,
    phoneOtpExpireInSeconds: isByEmail ? null : CODE_LIFETIME_SECONDS,
  };
}

async function reset(
  context: AppContext,
  tenant: TenantRow,
  asked: Account & { id: string; code: string; newPassword?: string | undefined; by: 'email' | 'phone' },
) {
  const { db, clock, secrets, passwords, random, inbox } = context;
  const customer = await find(context, tenant, asked);
  if (customer instanceof Refusal) return customer;
  const { newPassword: chosen } = asked;
  const weakness = chosen === undefined ? null : passwordWeakness(tenant, chosen, 'newPassword');
  if (weakness) return weakness;
  const newPassword =
    chosen ??
    `Aa1!${random.token()}${random.token()}${random.token()}`.slice(
      0,
      Math.max(16, passwordRuleOf(tenant).minimumLength),
    );
  const passwordHash = await passwords.hash(newPassword);
  const contact = asked.by === 'email' ? customer.emailAddress : customer.phoneNumber;
  const { id, code } = asked;
  const { refusal } = await inTransaction(db, async (work) => {
    // As a login locks them before it opens a session: one that is opened with the old password until then ends here.
    await lockCustomer(work, customer.id);
    const what = { tenantId: tenant.id, purpose: 'resetPassword', contact, id, code } as const;
    const tried = await confirmContact(work, { key: secrets.oneTimeCode, clock }, what);
    if (tried.refusal === undefined) {
      await setPassword(work, customer.id, passwordHash);
      await endSessionsOf(work, customer.id, 'password reset', clock.now());
    }
    return tried;
  });
  if (refusal) return new Refusal(refusal);
  if (chosen === undefined) {
    inbox.deliver({
      tenantId: tenant.id,
      purpose: 'newPassword',
      to: contact,
      requestId: null,
      otpRequestId: random.uuid(),
      code: newPassword,
      provider: null,
      sentAt: clock.now(),
    });
  }
  return {
    [asked.by === 'email' ? 'isEmailConfirmed' : 'isPhoneNumberConfirmed']: true,
    isPasswordChanged: true,
  };
}

async function find(
  { db }: AppContext,
  { id }: TenantRow,
  { emailOrPhoneNumber, idNumber }: Account,
): Promise<CustomerRow | Refusal> {
  const customer =
    (await customerByPhone(db, id, emailOrPhoneNumber)) ??
    (await customerByEmail(db, id, emailOrPhoneNumber.toLowerCase()));
  if (!customer) return new Refusal('NOT_REGISTERED');
  if (idNumber !== undefined && idNumber !== customer.nationalId) return new Refusal('ID_NUMBER_DIFFERS');
  return customer;
}
