import type { Wordings } from '../operation.js';
import { WRONG } from '../read/rejection-reasons.js';

/** Where a code was just sent, "code" alone means that one. */
export const WRONG_CODE: Wordings = {
  OTP_EXPIRED: [/\bcode\b.*\bexpired\b/],
  OTP_INCORRECT: [new RegExp(`\\bcode\\b.*${WRONG}|${WRONG}.*\\bcode\\b`)],
};
