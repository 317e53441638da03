import type { Answer } from '../answer.js';
import type {
  CodeSent,
  ConfirmPasswordResetCode,
  ContactConfirmed,
  SendPasswordResetCode,
} from '../customer-types.js';
import { apiKeyNotAccepted } from '../faults.js';
import { type AttemptLimits, decodeData, GENERAL_WORDINGS, type StepOperation } from '../operation.js';
import { readResetCodeSent } from '../read/codes.js';
import { decodeConfirmed } from '../read/confirmed.js';
import { account } from './about.js';
import { WRONG_CODE } from './wordings.js';

export const sendPasswordResetCode: StepOperation<
  'sendPasswordResetCode',
  SendPasswordResetCode,
  Answer<CodeSent>
> = {
  route: 'POST /api/DigitalIdentity/ForgetPassword/SendEmailOtp',
  mayCall: 'apiKey',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'waitForCode',
  priority: 'signing',
  limits: 'the person',
  attemptLimits: {
    of: 'password reset code',
    keys: ({ emailOrPhoneNumber }, { address }) => ({ ...whoseAccount(emailOrPhoneNumber), address }),
    counts: 'every call',
    lostAnswers: 'count',
  },
  about: { of: ({ emailOrPhoneNumber }) => account(emailOrPhoneNumber) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.sendPasswordResetCode', maxPerOperation: 1 },
  wordings: GENERAL_WORDINGS,
  encode: ({ emailOrPhoneNumber, idNumber }) => ({ body: { emailOrPhoneNumber, idNumber } }),
  decode: decodeData(readResetCodeSent),
};

/** The new password is told as Vlens tells it; what is confirmed twice does no harm. */
const BY_ACCOUNT: AttemptLimits<ConfirmPasswordResetCode> = {
  of: 'password reset code confirmed',
  keys: ({ emailOrPhoneNumber, codeRequestId }, { address }) => ({
    ...whoseAccount(emailOrPhoneNumber),
    otpRequest: codeRequestId,
    address,
  }),
  counts: 'failures',
  lostAnswers: 'count',
};

export const validatePasswordEmailCode: StepOperation<
  'validatePasswordEmailCode',
  ConfirmPasswordResetCode,
  Answer<ContactConfirmed>
> = {
  route: 'POST /api/DigitalIdentity/ForgetPassword/ValidateEmailOtp',
  mayCall: 'apiKey',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'confirmAgain',
  priority: 'signing',
  limits: 'the person',
  attemptLimits: BY_ACCOUNT,
  about: { of: ({ emailOrPhoneNumber }) => account(emailOrPhoneNumber) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.confirmPasswordResetCode', maxPerOperation: 1 },
  wordings: WRONG_CODE,
  encode: ({ emailOrPhoneNumber, idNumber, codeRequestId, code }) => ({
    body: { emailOrPhoneNumber, idNumber, emailOtpRequestId: codeRequestId, emailOtp: code },
  }),
  decode: decodeConfirmed(({ isEmailConfirmed }) => isEmailConfirmed),
};

export const validatePasswordPhoneCode: StepOperation<
  'validatePasswordPhoneCode',
  ConfirmPasswordResetCode,
  Answer<ContactConfirmed>
> = {
  route: 'POST /api/DigitalIdentity/ForgetPassword/ValidatePhoneOtp',
  mayCall: 'apiKey',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'confirmAgain',
  priority: 'signing',
  limits: 'the person',
  attemptLimits: BY_ACCOUNT,
  about: { of: ({ emailOrPhoneNumber }) => account(emailOrPhoneNumber) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.confirmPasswordResetCode', maxPerOperation: 1 },
  wordings: WRONG_CODE,
  encode: ({ emailOrPhoneNumber, idNumber, codeRequestId, code }) => ({
    body: { emailOrPhoneNumber, idNumber, phoneNumberOtpRequestId: codeRequestId, phoneNumberOtp: code },
  }),
  decode: decodeConfirmed(({ isPhoneNumberConfirmed }) => isPhoneNumberConfirmed),
};

function whoseAccount(emailOrPhoneNumber: string): { account: string } | { phoneNumber: string } {
  return emailOrPhoneNumber.includes('@')
    ? { account: emailOrPhoneNumber }
    : { phoneNumber: emailOrPhoneNumber };
}
