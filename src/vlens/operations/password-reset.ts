import type { Answer } from '../answer.js';
import type {
  CodeSent,
  ConfirmPasswordResetCode,
  ContactConfirmed,
  SendPasswordResetCode,
} from '../customer-types.js';
import { apiKeyNotAccepted } from '../faults.js';
import { decodeData, type StepOperation } from '../operation.js';
import { readResetCodeSent, resetChannel } from '../read/codes.js';
import { decodeConfirmed } from '../read/confirmed.js';
import { flag } from '../read/values.js';
import { account } from './about.js';
import { STEP } from './families.js';
import { WRONG_CODE } from './wordings.js';

export const sendPasswordResetCode: StepOperation<
  'sendPasswordResetCode',
  SendPasswordResetCode,
  Answer<CodeSent>
> = {
  ...STEP,
  route: 'POST /api/DigitalIdentity/ForgetPassword/SendEmailOtp',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'waitForCode',
  limits: 'the person',
  attemptLimits: {
    of: 'password reset code',
    keys: ({ emailOrPhoneNumber }, { address }) => ({
      ...whoseAccount(emailOrPhoneNumber),
      isSending: 'first',
      address,
    }),
    counts: 'every call',
    idOfSentCode: ({ codeRequestId }) => resetChannel(codeRequestId).id,
  },
  about: { of: ({ emailOrPhoneNumber }) => account(emailOrPhoneNumber) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.sendPasswordResetCode', maxPerOperation: 1 },
  // Not in the operations that confirm a code: there NOT_FOUND does not count as a guess.
  wordings: {
    NOT_FOUND: [
      /\b(?:nobody|no one|no (?:user|account|customer)) (?:is |was )?registered\b|\b(?:user|account|customer|phone(?: number)?|mobile(?: number)?|email(?: address)?)\b.*\bnot registered\b/,
      /لم يسجل احد|(?:المستخدم|الحساب|الهاتف|البريد).*غير مسجل/,
    ],
  },
  encode: ({ emailOrPhoneNumber, idNumber }) => ({ body: { emailOrPhoneNumber, idNumber } }),
  decode: decodeData(readResetCodeSent),
};

/** Vlens delivers the new password in its own way. Confirming twice does no harm. */
export const validatePasswordEmailCode: StepOperation<
  'validatePasswordEmailCode',
  ConfirmPasswordResetCode,
  Answer<ContactConfirmed>
> = {
  ...STEP,
  route: 'POST /api/DigitalIdentity/ForgetPassword/ValidateEmailOtp',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'confirmAgain',
  limits: 'the person',
  attemptLimits: {
    of: 'password reset code confirmed',
    keys: ({ emailOrPhoneNumber, codeRequestId }, { address }) => ({
      ...whoseAccount(emailOrPhoneNumber),
      otpRequest: codeRequestId,
      isSentCode: true,
      address,
    }),
    counts: 'failures',
    lostAnswers: 'count',
  },
  about: { of: ({ emailOrPhoneNumber }) => account(emailOrPhoneNumber) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.confirmPasswordResetCode', maxPerOperation: 1 },
  wordings: WRONG_CODE,
  encode: ({ emailOrPhoneNumber, idNumber, codeRequestId, code }) => ({
    body: { emailOrPhoneNumber, idNumber, emailOtpRequestId: codeRequestId, emailOtp: code },
  }),
  // The content of the answer is not published. It may be about the account, for example an address that was never confirmed. Unless it
  // says that the password was changed, "not confirmed" counts as a wrong code: otherwise any number of guesses would not count.
  decode: decodeConfirmed(
    ({ isPasswordChanged, isEmailConfirmed }) => flag(isPasswordChanged) || isEmailConfirmed,
  ),
};

export const validatePasswordPhoneCode: StepOperation<
  'validatePasswordPhoneCode',
  ConfirmPasswordResetCode,
  Answer<ContactConfirmed>
> = {
  ...validatePasswordEmailCode,
  route: 'POST /api/DigitalIdentity/ForgetPassword/ValidatePhoneOtp',
  encode: ({ emailOrPhoneNumber, idNumber, codeRequestId, code }) => ({
    body: { emailOrPhoneNumber, idNumber, phoneNumberOtpRequestId: codeRequestId, phoneNumberOtp: code },
  }),
  decode: decodeConfirmed(
    ({ isPasswordChanged, isPhoneNumberConfirmed }) => flag(isPasswordChanged) || isPhoneNumberConfirmed,
  ),
};

function whoseAccount(emailOrPhoneNumber: string): { account: string } | { phoneNumber: string } {
  return emailOrPhoneNumber.includes('@')
    ? { account: emailOrPhoneNumber }
    : { phoneNumber: emailOrPhoneNumber };
}
