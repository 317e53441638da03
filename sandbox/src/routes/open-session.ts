import type { AppContext } from '../app-context.js';
import { Refusal } from '../refusal.js';
import { SESSION_LIFETIME_SECONDS } from '../session-tokens.js';
import { hasOpenRequest } from '../store/business-requests.js';
import { lockCustomer, moveLastActivePlace, type Place } from '../store/customers.js';
import { startSession } from '../store/sessions.js';
import type { CustomerRow, TenantRow } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { user } from './request-answer.js';

/** Starts an operator's session: its access token and its first refresh token. */
export async function openOperatorSession(
  context: AppContext,
  { tenantId, operatorId }: { tenantId: string; operatorId: number },
): Promise<{ accessToken: string; refreshToken: string }> {
  const { db, clock, random, tokens } = context;
  const { sessionId, refreshToken } = await inTransaction(db, (work) =>
    startSession(work, { random, now: clock.now() }, { tenantId, customerId: null, operatorId }),
  );
  const owner = { tenantId, kind: 'operator', ownerId: operatorId } as const;
  return { accessToken: await tokens.issue({ ...owner, sessionId }), refreshToken };
}

/**
 * A customer's session as Login and Register answer it (`vlens.yaml`, SignIn).
 * @param customer as they were when the password was looked at: where it was reset since, no session is opened, because
 *   the reset has ended all that there were.
 * @param place where they log in: the last active device location from then on.
 */
export async function signIn(
  context: AppContext,
  tenant: TenantRow,
  customer: CustomerRow,
  place: Place | null = null,
) {
  const { db, clock, random, tokens } = context;
  const tenantId = tenant.id;
  const opened = await inTransaction(db, async (work) => {
    const { passwordHash } = await lockCustomer(work, customer.id);
    if (passwordHash !== customer.passwordHash) return null;
    const now = clock.now();
    if (place) await moveLastActivePlace(work, customer.id, place, now);
    return startSession(work, { random, now }, { tenantId, customerId: customer.id, operatorId: null });
  });
  if (!opened) return new Refusal('INVALID_CREDENTIALS');
  const isEmailConfirmed = customer.isEmailConfirmed === 1;
  const { sessionId, refreshToken } = opened;
  const owner = { tenantId, kind: 'customer', ownerId: customer.id } as const;
  return {
    accessToken: await tokens.issue({ ...owner, sessionId }),
    refreshToken,
    encryptedAccessToken: null,
    expireInSeconds: SESSION_LIFETIME_SECONDS.login,
    hasPendingRequest: await hasOpenRequest(db, customer.id),
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
