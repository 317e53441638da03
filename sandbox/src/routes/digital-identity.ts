import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { CODE_LIFETIME_SECONDS } from '../rules/one-time-code.js';
import { customerByPhone, isKnownDevice, NO_PASSWORD, rememberDevice } from '../store/customers.js';
import { tryCode } from '../store/one-time-codes.js';
import type { CustomerRow } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { signIn } from './open-session.js';
import { prepareCode } from './send-code.js';

type LoginBody = z.infer<typeof bodies.login>;

/** Login: from a device that the customer was not seen on before, or on every one (the tenant's switch), an SMS code comes first. */
export function digitalIdentityRoutes(app: FastifyInstance, context: AppContext): void {
  app.post('/DigitalIdentity/Login', async (request) => {
    const body = read(bodies.login, request.body);
    return envelope(body instanceof Refusal ? body : await logIn(context, request, body));
  });
}

async function logIn(context: AppContext, request: FastifyRequest, body: LoginBody) {
  const { db, passwords } = context;
  const tenant = tenantOf(request);
  const customer = await customerByPhone(db, tenant.id, body.phoneNumber);
  // Anybody who registered without a password logs in with a code each time.
  const hasNone = customer?.passwordHash === NO_PASSWORD;
  const isRight = hasNone
    ? body.password === undefined
    : await passwords.matches(customer?.passwordHash, body.password ?? '');
  if (!customer || !isRight) return new Refusal('INVALID_CREDENTIALS');

  const isKnown = body.imei !== undefined && (await isKnownDevice(db, customer.id, body.imei));
  if (!isKnown || hasNone || tenant.asksTwoFactor === 1) {
    const { phoneNumberOtpRequestId: id, phoneNumberOtp: code } = body;
    if (id === undefined || code === undefined) return sendLoginCode(context, customer, body);
    const refusal = await admitDevice(context, customer, body.imei ?? null, { id, code });
    if (refusal) return refusal;
  }
  return signIn(context, tenant, customer, body.geoLocation);
}

async function sendLoginCode(context: AppContext, customer: CustomerRow, body: LoginBody) {
  const prepared = await inTransaction(context.db, (work) =>
    prepareCode(
      context,
      work,
      { customer, provider: body.smsProvider ?? body.smsProviders },
      {
        purpose: 'login',
        requestId: null,
        transactionId: null,
        deviceId: body.imei ?? null,
        paymentGateway: null,
      },
    ),
  );
  if (prepared instanceof Refusal) return prepared;
  prepared.deliver();
  return {
    isPhoneNumberConfirmationRequired: true,
    isPhoneNumberConfirmed: false,
    phoneNumberOtpRequestId: prepared.otpRequestId,
    phoneOtpExpireInSeconds: CODE_LIFETIME_SECONDS,
  };
}

/** A device without an id is asked for a code each time: there is nothing to remember it by. */
async function admitDevice(
  { db, clock, secrets }: AppContext,
  customer: CustomerRow,
  deviceId: string | null,
  asked: { id: string; code: string },
): Promise<Refusal | null> {
  return inTransaction(db, async (work) => {
    const binding = { ...asked, purpose: 'login', customerId: customer.id, deviceId } as const;
    const { refusal } = await tryCode(work, { key: secrets.oneTimeCode, clock }, binding);
    if (refusal) return new Refusal(refusal);
    if (deviceId !== null) await rememberDevice(work, customer.id, deviceId, clock.now());
    return null;
  });
}
