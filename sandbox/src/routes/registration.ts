import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { CODE_LIFETIME_SECONDS } from '../rules/one-time-code.js';
import { customerByEmail, customerByPhone } from '../store/customers.js';
import type { TenantRow } from '../store/tables.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { sendContactCode, tryContactCode } from './contact-code.js';

/** What comes before Register: who is registered already, and codes for a phone number and an e-mail address. */
export function registrationRoutes(app: FastifyInstance, context: AppContext): void {
  app.post('/DigitalIdentity/CheckExistenceOfEmailOrPhone', async (request) => {
    const body = read(bodies.existence, request.body);
    if (body instanceof Refusal) return envelope(body);
    const { id } = tenantOf(request);
    const customer = body.phoneNumber
      ? await customerByPhone(context.db, id, body.phoneNumber)
      : await customerByEmail(context.db, id, body.email ?? '');
    return envelope({ exists: customer !== undefined });
  });

  app.post('/DigitalIdentity/Register/StepVerifyPhone', async (request) => {
    const body = read(bodies.verifyPhone, request.body);
    return envelope(body instanceof Refusal ? body : await verifyPhone(context, tenantOf(request), body));
  });

  app.post('/DigitalIdentity/Register/StepVerifyEmail', async (request) => {
    const body = read(bodies.verifyEmail, request.body);
    return envelope(body instanceof Refusal ? body : await verifyEmail(context, tenantOf(request), body));
  });
}

async function verifyPhone(context: AppContext, tenant: TenantRow, body: z.infer<typeof bodies.verifyPhone>) {
  const { phoneNumber, phoneNumberOtpRequestId: id, phoneNumberOtp: code } = body;
  if (await customerByPhone(context.db, tenant.id, phoneNumber)) return new Refusal('ALREADY_REGISTERED');
  const contact = { tenantId: tenant.id, purpose: 'registerPhone', contact: phoneNumber } as const;
  if (id === undefined || code === undefined) {
    const sent = await sendContactCode(context, contact, body.smsProviders);
    if (sent instanceof Refusal) return sent;
    return {
      ...registrationStep(tenant),
      phoneNumberOtpRequestId: sent,
      phoneOtpExpireInSeconds: CODE_LIFETIME_SECONDS,
    };
  }
  const { refusal } = await tryContactCode(context, { ...contact, id, code });
  if (refusal) return new Refusal(refusal);
  return {
    ...registrationStep(tenant),
    isPhoneNumberConfirmationRequired: false,
    isPhoneNumberConfirmed: true,
    phoneNumberOtpRequestId: id,
  };
}

async function verifyEmail(context: AppContext, tenant: TenantRow, body: z.infer<typeof bodies.verifyEmail>) {
  const { email, emailOtpRequestId: id, emailOtp: code } = body;
  if (await customerByEmail(context.db, tenant.id, email)) return new Refusal('ALREADY_REGISTERED');
  const contact = { tenantId: tenant.id, purpose: 'registerEmail', contact: email } as const;
  if (id === undefined || code === undefined) {
    const sent = await sendContactCode(context, contact);
    if (sent instanceof Refusal) return sent;
    return {
      ...registrationStep(tenant),
      emailOtpRequestId: sent,
      emailOtpExpireInSeconds: CODE_LIFETIME_SECONDS,
    };
  }
  const { refusal } = await tryContactCode(context, { ...contact, id, code });
  if (refusal) return new Refusal(refusal);
  return {
    ...registrationStep(tenant),
    isEmailConfirmationRequired: false,
    isEmailConfirmed: true,
    emailOtpRequestId: id,
  };
}

/** `vlens.yaml`, RegistrationStep, as nothing is confirmed yet; a session comes with Register. */
function registrationStep(tenant: TenantRow) {
  return {
    isEmailConfirmationRequired: tenant.requiresConfirmedEmail === 1,
    isEmailConfirmed: false,
    isPhoneNumberConfirmationRequired: true,
    isPhoneNumberConfirmed: false,
    phoneNumberOtp: null,
    phoneNumberOtpRequestId: null as string | null,
    phoneOtpExpireInSeconds: null as number | null,
    emailOtpRequestId: null as string | null,
    emailOtpExpireInSeconds: null as number | null,
    isDigitalIdentityVerified: false,
    accessToken: null,
    encryptedAccessToken: null,
    expireInSeconds: null,
    userName: null,
    userFullName: null,
    user: null,
  };
}
