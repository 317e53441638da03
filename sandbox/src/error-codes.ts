/**
 * What the sandbox says when it says no: its own numbers (Vlens publishes none) and one sentence each. Where the
 * documentation knows a sentence (StepRequestOtp), it is that one.
 */
export const REFUSALS = {
  INVALID_INPUT: [1000, 'Some of the values are not valid.'],
  NOT_FOUND: [1001, 'The business request was not found.'],
  PRODUCT_NOT_FOUND: [1002, 'The product type was not found.'],
  NOT_ELIGIBLE: [1100, 'The customer is not eligible to create a business request.'],
  NOT_APPROVED: [1201, 'The business request is not approved yet.'],
  REJECTED: [1202, 'The business request is not approved: it was rejected.'],
  ALREADY_SIGNED: [1203, 'The contract is already signed.'],
  LIVENESS_NEEDED: [1301, 'Location changed, liveness revalidation required.'],
  LIVENESS_FAILED: [1302, 'The liveness check failed.'],
  OTP_NOT_FOUND: [1401, 'The OTP request was not found.'],
  OTP_INCORRECT: [1402, 'The OTP is incorrect.'],
  OTP_EXPIRED: [1403, 'The OTP has expired.'],
  OTP_USED: [1404, 'The OTP has expired: it was used before.'],
  OTP_REPLACED: [1405, 'The OTP has expired: a newer one was sent.'],
  OTP_TRIES_USED_UP: [1406, 'Too many attempts with this OTP; request a new one.'],
  OTP_SENT_TOO_OFTEN: [1407, 'Too many attempts: at most 3 OTPs are sent in 10 minutes.'],
  OTP_NOT_VALIDATED: [1408, 'The OTP has not been validated yet.'],
  PAYMENT_INCOMPLETE: [1501, 'The payment is not complete.'],
  LINK_INVALID: [1601, 'The link is not valid.'],
  LINK_EXPIRED: [1602, 'The link has expired.'],
  INVALID_CREDENTIALS: [1701, 'The phone number or the password is incorrect.'],
} as const;

export type RefusalCode = keyof typeof REFUSALS;
