import type { AppContext } from '../app-context.js';
import { SESSION_LIFETIME_SECONDS } from '../session-tokens.js';
import { hasOpenRequest } from '../store/business-requests.js';
import { startSession } from '../store/sessions.js';
import type { CustomerRow, TenantRow } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { user } from './request-answer.js';

/** Starts a session: its access token and its first refresh token. */
export async function openSession(
  { db, clock, random, tokens }: AppContext,
  owner: { tenantId: string; kind: 'customer' | 'operator'; ownerId: number },
): Promise<{ accessToken: string; refreshToken: string }> {
  const { tenantId, kind, ownerId } = owner;
  const ids = {
    customerId: kind === 'customer' ? ownerId : null,
    operatorId: kind === 'operator' ? ownerId : null,
  };
  const { sessionId, refreshToken } = await inTransaction(db, (work) =>
    startSession(work, { random, now: clock.now() }, { tenantId, ...ids }),
  );
  return { accessToken: await tokens.issue({ ...owner, sessionId }), refreshToken };
}

/** A customer's session as Login and Register answer it (`vlens.yaml`, SignIn). */
export async function signIn(context: AppContext, tenant: TenantRow, customer: CustomerRow) {
  const owner = { tenantId: tenant.id, kind: 'customer', ownerId: customer.id } as const;
  const isEmailConfirmed = customer.isEmailConfirmed === 1;
  return {
    ...(await openSession(context, owner)),
    encryptedAccessToken: null,
    expireInSeconds: SESSION_LIFETIME_SECONDS.login,
    hasPendingRequest: await hasOpenRequest(context.db, customer.id),
    isEmailConfirmationRequired: tenant.requiresConfirmedEmail === 1 && !isEmailConfirmed,
    isEmailConfirmed,
    isPhoneNumberConfirmationRequired: false,
    isPhoneNumberConfirmed: true,
    phoneNumberOtp: null,
    phoneNumberOtpRequestId: null,
    phoneOtpExpireInSeconds: null,
    emailOtpRequestId: null,
    emailOtpExpireInSeconds: null,
    isDigitalIdentityVerified: customer.isVerified === 1,
    redirectUri: null,
    transactionId: customer.transactionId,
    user: user(customer),
  };
}
