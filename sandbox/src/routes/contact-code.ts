import type { AppContext } from '../app-context.js';
import { Refusal } from '../refusal.js';
import { type Contact, type ContactTrial, confirmContact, issueContactCode } from '../store/contact-codes.js';
import { inTransaction } from '../store/transaction.js';

/** Sends a code to a phone number or an e-mail address; answers the id to confirm it with. */
export async function sendContactCode(
  { db, clock, secrets, random, inbox }: AppContext,
  to: Contact & { purpose: 'registerPhone' | 'registerEmail' | 'verifyEmail' | 'resetPassword' },
  provider: number | null = null,
): Promise<string | Refusal> {
  const issued = await inTransaction(db, (work) =>
    issueContactCode(work, { key: secrets.oneTimeCode, random, clock }, to),
  );
  if (!issued) return new Refusal('OTP_SENT_TOO_OFTEN');
  const { tenantId, purpose, contact } = to;
  const { id: otpRequestId, code, sentAt } = issued;
  // Only when it is on disk, so that no code is sent which a moment later isn't known.
  inbox.deliver({
    tenantId,
    purpose,
    to: contact,
    requestId: null,
    otpRequestId,
    code,
    provider,
    sentAt,
  });
  return otpRequestId;
}

export function tryContactCode(
  { db, clock, secrets }: AppContext,
  asked: Contact & { id: string; code: string },
): Promise<ContactTrial> {
  return inTransaction(db, (work) => confirmContact(work, { key: secrets.oneTimeCode, clock }, asked));
}
