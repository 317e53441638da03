import type { Wordings } from '../operation.js';
import { WRONG } from '../read/rejection-reasons.js';

/** In an operation that a code was just sent for, "code" alone means that code. */
export const WRONG_CODE: Wordings = {
  OTP_EXPIRED: [/\bcode\b.*\bexpired\b/],
  OTP_INCORRECT: [new RegExp(`\\bcode\\b.*${WRONG}|${WRONG}.*\\bcode\\b`)],
};
