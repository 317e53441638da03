import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { whyTooWeak } from '../rules/password-rule.js';
import { confirmedAddress, showContact, useContact } from '../store/contact-codes.js';
import { addCustomer, customerByEmail, customerByPhone, NO_PASSWORD } from '../store/customers.js';
import type { CustomerRow, TenantRow, Work } from '../store/tables.js';
import { passwordRuleOf } from '../store/tenants.js';
import { inTransaction, lockTables } from '../store/transaction.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { signIn } from './open-session.js';

type RegisterBody = z.infer<typeof bodies.register>;
interface Shown {
  contact: string;
  id: string;
}

/** DigitalIdentity/Register: a new customer, logged in; the place of registration is the first active device location. */
export function registerRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/DigitalIdentity/Register', async (request) => {
    const body = read(bodies.register, request.body);
    if (body instanceof Refusal) return envelope(body);
    const tenant = tenantOf(request);
    const customer = await register(context, tenant, body);
    return envelope(customer instanceof Refusal ? customer : await signIn(context, tenant, customer));
  });
}

async function register(
  context: AppContext,
  tenant: TenantRow,
  body: RegisterBody,
): Promise<CustomerRow | Refusal> {
  const { db, clock, passwords } = context;
  const { password } = body;
  const weakness = password === undefined ? null : passwordWeakness(tenant, password);
  if (weakness) return weakness;
  const passwordHash = password === undefined ? NO_PASSWORD : await passwords.hash(password);
  return inTransaction(db, async (work) => {
    await lockTables(work, ['customer', 'contactCode']);
    const now = clock.now();
    if (await customerByPhone(work, tenant.id, body.phoneNumber)) return new Refusal('ALREADY_REGISTERED');
    const email = await showEmail(context, work, tenant, body);
    if (email instanceof Refusal) return email;
    const address = email?.contact ?? body.email ?? '';
    if (address && (await customerByEmail(work, tenant.id, address))) {
      return new Refusal('ALREADY_REGISTERED');
    }
    const phone = await showPhone(context, work, tenant, body);
    if (phone instanceof Refusal) return phone;
    for (const shown of [email, phone]) if (shown) await useContact(work, shown.id, now);
    return addCustomer(work, {
      tenantId: tenant.id,
      phoneNumber: body.phoneNumber,
      passwordHash,
      emailAddress: address,
      isEmailConfirmed: email ? 1 : 0,
      deviceId: body.imei ?? null,
      place: body.geoLocation ?? null,
      now,
    });
  });
}

/** What a password lacks by the tenant's rule; null where nothing. */
export function passwordWeakness(tenant: TenantRow, password: string, field = 'password'): Refusal | null {
  const message = whyTooWeak(password, passwordRuleOf(tenant));
  return message === null ? null : new Refusal('PASSWORD_TOO_WEAK', { fieldErrors: [{ field, message }] });
}

async function showPhone(
  { clock, secrets }: AppContext,
  work: Work,
  { id: tenantId }: TenantRow,
  { phoneNumber: contact, phoneNumberOtpRequestId: id, phoneNumberOtp: code }: RegisterBody,
): Promise<Shown | Refusal> {
  if (id === undefined) return new Refusal('PHONE_NOT_CONFIRMED');
  const by = { key: secrets.oneTimeCode, clock };
  const asked = { tenantId, purpose: 'registerPhone', contact, id, code } as const;
  const { refusal } = await showContact(work, by, asked);
  return refusal ? new Refusal(refusal) : { contact, id };
}

/** The e-mail address that a code or another provider confirmed; null where none is, and none need be. */
async function showEmail(
  { clock, secrets }: AppContext,
  work: Work,
  { id: tenantId, requiresConfirmedEmail }: TenantRow,
  { email, emailOtpRequestId, emailOtp: code, oAuthTokenVerificationRequestId }: RegisterBody,
): Promise<Shown | null | Refusal> {
  const id = oAuthTokenVerificationRequestId ?? emailOtpRequestId;
  if (id === undefined) return requiresConfirmedEmail === 1 ? new Refusal('EMAIL_NOT_CONFIRMED') : null;
  const isOauth = oAuthTokenVerificationRequestId !== undefined;
  const contact = email ?? (isOauth ? await confirmedAddress(work, tenantId, id) : undefined);
  if (contact === undefined) return new Refusal('OTP_NOT_FOUND');
  const by = { key: secrets.oneTimeCode, clock };
  const purpose = isOauth ? 'oauth' : 'registerEmail';
  const { refusal } = await showContact(work, by, { tenantId, purpose, contact, id, code });
  return refusal ? new Refusal(refusal) : { contact, id };
}
