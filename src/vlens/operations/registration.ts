import type { Answer } from '../answer.js';
import type {
  CodeSent,
  ConfirmEmail,
  ConfirmPhone,
  ContactConfirmed,
  OAuthTokenVerified,
  Register,
  SendPhoneCode,
  VerifyOAuthToken,
} from '../customer-types.js';
import { apiKeyNotAccepted } from '../faults.js';
import { say } from '../messages/words.js';
import {
  type AttemptLimits,
  decodeData,
  GENERAL_WORDINGS,
  type ReadOperation,
  type StepOperation,
} from '../operation.js';
import { ownRejection } from '../own-rejection.js';
import { readEmailCodeSent, readPhoneCodeSent } from '../read/codes.js';
import { decodeConfirmed } from '../read/confirmed.js';
import { readable } from '../read/data.js';
import { answer } from '../read/envelope.js';
import { readSession } from '../read/sessions.js';
import { filledText, flag } from '../read/values.js';
import { type DataOf, objectAs } from '../read/wire.js';
import type { Session } from '../types.js';
import { account, customer, customerWithDevice, phoneOrEmail } from './about.js';
import { STEP } from './families.js';
import { WRONG_CODE } from './wordings.js';

type WireOAuth = DataOf<'stepVerifyOAuthToken'>;

export const checkExistence: ReadOperation<
  'checkExistence',
  { phoneNumber?: string; email?: string },
  Answer<boolean>
> = {
  route: 'POST /api/DigitalIdentity/CheckExistenceOfEmailOrPhone',
  mayCall: 'apiKey',
  effect: 'read',
  cache: 'never',
  priority: 'read',
  limits: 'the tenant',
  // A caller with many calls wants to find out who is registered.
  attemptLimits: {
    of: 'account',
    keys: (_input, { address }) => ({ address }),
    counts: 'every call',
  },
  about: { of: phoneOrEmail },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Query.accountExists', maxPerOperation: 1 },
  wordings: GENERAL_WORDINGS,
  encode: ({ phoneNumber, email }) => ({ body: { phoneNumber, email } }),
  decode: decodeData((data) => readable(flag(objectAs<{ exists: boolean }>(data)?.exists) ?? flag(data))),
};

/** An SMS or an e-mail costs the tenant money and disturbs its recipient. */
const sending = <Input extends object>(
  of: string,
  keys: (input: Input) => { phoneNumber?: string; account?: string },
): AttemptLimits<Input> => ({
  of,
  keys: (input, { address }) => ({ ...keys(input), isSending: 'first', address }),
  counts: 'every call',
  idOfSentCode: ({ codeRequestId }) => codeRequestId,
});

/** A code has one count of attempts, whether it is confirmed by itself or with the registration. */
const CODES_OF_NEWCOMERS = 'registration';

const confirming = <Input extends { codeRequestId: string }>(
  keys: (input: Input) => { phoneNumber?: string; account?: string },
): AttemptLimits<Input> => ({
  of: CODES_OF_NEWCOMERS,
  keys: (input, { address }) => ({
    ...keys(input),
    otpRequest: input.codeRequestId,
    isSentCode: true,
    address,
  }),
  counts: 'failures',
  lostAnswers: 'count',
});

export const sendPhoneCode: StepOperation<'stepVerifyPhone', SendPhoneCode, Answer<CodeSent>> = {
  ...STEP,
  route: 'POST /api/DigitalIdentity/Register/StepVerifyPhone',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'waitForSms',
  limits: 'the person',
  attemptLimits: sending('phone code', ({ phoneNumber }) => ({ phoneNumber })),
  about: { of: ({ phoneNumber }) => customer(phoneNumber) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.sendPhoneCode', maxPerOperation: 1 },
  encode: ({ phoneNumber, smsProvider }) => ({ body: { phoneNumber, smsProviders: smsProvider } }),
  decode: decodeData(readPhoneCodeSent),
};

export const confirmPhone: StepOperation<'stepVerifyPhone', ConfirmPhone, Answer<ContactConfirmed>> = {
  ...sendPhoneCode,
  unknownOutcome: 'confirmAgain',
  attemptLimits: confirming(({ phoneNumber }) => ({ phoneNumber })),
  field: { name: 'Mutation.confirmPhone', maxPerOperation: 1 },
  wordings: WRONG_CODE,
  encode: ({ phoneNumber, codeRequestId, code }) => ({
    body: { phoneNumber, phoneNumberOtpRequestId: codeRequestId, phoneNumberOtp: code },
  }),
  decode: decodeConfirmed(({ isPhoneNumberConfirmed }) => isPhoneNumberConfirmed),
};

export const sendEmailCode: StepOperation<'stepVerifyEmail', { email: string }, Answer<CodeSent>> = {
  ...STEP,
  route: 'POST /api/DigitalIdentity/Register/StepVerifyEmail',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'waitForEmail',
  limits: 'the person',
  attemptLimits: sending('email code', ({ email }) => ({ account: email })),
  about: { of: ({ email }) => account(email) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.sendEmailCode', maxPerOperation: 1 },
  encode: ({ email }) => ({ body: { email } }),
  decode: decodeData(readEmailCodeSent),
};

export const confirmEmail: StepOperation<'stepVerifyEmail', ConfirmEmail, Answer<ContactConfirmed>> = {
  ...sendEmailCode,
  unknownOutcome: 'confirmAgain',
  attemptLimits: confirming(({ email }) => ({ account: email })),
  field: { name: 'Mutation.confirmEmail', maxPerOperation: 1 },
  wordings: WRONG_CODE,
  encode: ({ email, codeRequestId, code }) => ({
    body: { email, emailOtpRequestId: codeRequestId, emailOtp: code },
  }),
  decode: decodeConfirmed(({ isEmailConfirmed }) => isEmailConfirmed),
};

export const stepVerifyOAuthToken: StepOperation<
  'stepVerifyOAuthToken',
  VerifyOAuthToken,
  Answer<OAuthTokenVerified>
> = {
  ...STEP,
  route: 'POST /api/DigitalIdentity/Register/StepVerifyOAuthToken',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'sendTokenAgain',
  limits: 'the person',
  attemptLimits: {
    of: 'OAuth token',
    keys: (_input, { address }) => ({ address }),
    // Anybody with a Google account gets any number of tokens.
    counts: 'every call',
  },
  about: { of: ({ idToken }) => account(idToken) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.verifyOAuthToken', maxPerOperation: 1 },
  wordings: {
    INVALID_CREDENTIALS: [
      /\btoken\b.*\b(?:expired|invalid|not (?:valid|verified)|wrong)\b|\b(?:expired|invalid|wrong)\b.*\btoken\b/,
    ],
  },
  encode: ({ provider, idToken }) => ({ body: { provider, IdToken: idToken } }),
  decode: {
    from: 'envelope',
    read(envelope, wordings) {
      const sent = objectAs<WireOAuth>(envelope.data);
      if (envelope.verdict === 'accepted' && flag(sent?.isVerified) === false) return TOKEN_NOT_VERIFIED;
      return answer(wordings, envelope, () => ({
        verificationRequestId: readable(filledText(sent?.oAuthTokenVerificationRequestId)),
        email: filledText(sent?.email),
      }));
    },
  },
};

export const register: StepOperation<'register', Register, Answer<Session>> = {
  ...STEP,
  route: 'POST /api/DigitalIdentity/Register',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'lookForAccount',
  limits: 'the person',
  attemptLimits: {
    of: CODES_OF_NEWCOMERS,
    keys: ({ phoneNumber, phoneCodeRequestId, email, emailCodeRequestId }, { address }) => ({
      otpRequest: [phoneCodeRequestId, emailCodeRequestId],
      isSentCode: true,
      phoneNumber,
      account: email,
      address,
    }),
    counts: 'failures',
    lostAnswers: 'count',
  },
  about: { of: ({ phoneNumber, deviceId }) => customerWithDevice(phoneNumber, deviceId) },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.register', maxPerOperation: 1 },
  wordings: {
    ...WRONG_CODE,
    INVALID_INPUT: [
      /\bpasswords?\b.*\b(?:weak|strong|must|least|requires?|characters?|short)\b/,
      /كلمه (?:المرور|السر).*(?:ضعيف|قصير|علي الاقل|يجب|قويه)/,
    ],
  },
  encode: ({ geoLocation: { latitude, longitude }, ...input }) => ({
    body: {
      phoneNumber: input.phoneNumber,
      phoneNumberOtpRequestId: input.phoneCodeRequestId,
      phoneNumberOtp: input.phoneCode,
      email: input.email,
      emailOtpRequestId: input.emailCodeRequestId,
      emailOtp: input.emailCode,
      oAuthTokenVerificationRequestId: input.oAuthVerificationRequestId,
      password: input.password,
      imei: input.deviceId,
      geoLocation: { latitude, longitude },
    },
  }),
  decode: decodeData(readSession),
};

const TOKEN_NOT_VERIFIED = ownRejection('INVALID_CREDENTIALS', say('oauthTokenNotTaken'));
