import { createHmac, timingSafeEqual } from 'node:crypto';

export const CODE_LIFETIME_SECONDS = 5 * 60;
export const CODE_TRIES = 5;
/** At most this many codes of one purpose are sent to a customer within the window. */
export const CODES_PER_WINDOW = 3;
export const CODE_WINDOW_SECONDS = 10 * 60;

/** Login codes and contract activation OTPs are counted apart: logging in doesn't use up the right to sign. */
export type CodePurpose = 'login' | 'activation';
/** What a code that belongs to a phone number or an e-mail address is for; `oauth` is an e-mail address that another provider confirmed. */
export type ContactPurpose = 'registerPhone' | 'registerEmail' | 'oauth' | 'verifyEmail' | 'resetPassword';
/** How long a registration may take a contact that was confirmed. */
export const CONFIRMED_CONTACT_SECONDS = 30 * 60;

/** What is stored of a code: bound to its own id, so that equal codes have different hashes. */
export function codeHash(key: Buffer, codeId: string, code: string): string {
  return createHmac('sha256', key).update(`${codeId}:${code}`).digest('hex');
}

/** Takes the same time wherever the two differ. */
export function isSameHash(given: string, stored: string): boolean {
  const left = Buffer.from(given, 'hex');
  const right = Buffer.from(stored, 'hex');
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Why a code can't be tried any more; null where it can. Expired from the very second on. */
export function codeEnd(
  code: { usedAt: string | null; replacedAt: string | null; expiresAt: string; triesLeft: number },
  now: Date,
): 'OTP_USED' | 'OTP_REPLACED' | 'OTP_EXPIRED' | 'OTP_TRIES_USED_UP' | null {
  if (code.usedAt !== null) return 'OTP_USED';
  if (code.replacedAt !== null) return 'OTP_REPLACED';
  if (code.expiresAt <= now.toISOString()) return 'OTP_EXPIRED';
  return code.triesLeft > 0 ? null : 'OTP_TRIES_USED_UP';
}
