import type { Answer, Rejection } from '../answer.js';
import { loginNotAccepted } from '../faults.js';
import { say } from '../messages/words.js';
import type { StepOperation } from '../operation.js';
import { ownRejection } from '../own-rejection.js';
import { answer, type Envelope } from '../read/envelope.js';
import { readSession } from '../read/sessions.js';
import { filledText, flag, integer } from '../read/values.js';
import { type DataOf, objectAs, type Wire } from '../read/wire.js';
import type { Login, LoginOtpNeeded, Session } from '../types.js';
import { customerWithDevice } from './about.js';
import { STEP } from './families.js';
import { WRONG_CODE } from './wordings.js';

type WireLogin = DataOf<'login'>;

export const login: StepOperation<'login', Login, Answer<Session | LoginOtpNeeded>> = {
  ...STEP,
  route: 'POST /api/DigitalIdentity/Login',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'logInAgain',
  limits: 'the person',
  attemptLimits: {
    of: 'login',
    keys: ({ otpRequestId, phoneNumber, deviceId }, { address }) => ({
      otpRequest: otpRequestId,
      phoneNumber,
      device: deviceId,
      isPassword: true,
      address,
    }),
    counts: 'failures',
    lostAnswers: 'do not count',
    codes: {
      of: 'login code',
      keys: ({ phoneNumber, otpCode }, { address }) => ({
        phoneNumber,
        isSending: otpCode === undefined ? 'first' : 'again',
        address,
      }),
    },
  },
  about: { of: ({ phoneNumber, deviceId }) => customerWithDevice(phoneNumber, deviceId) },
  unauthorized: loginNotAccepted,
  field: { name: 'Mutation.login', maxPerOperation: 1 },
  wordings: {
    ...WRONG_CODE,
    INVALID_CREDENTIALS: [
      /\blog ?in (?:attempt )?(?:has )?failed\b|\b(?:user|account|customer|phone(?: number)?|mobile(?: number)?)\b.*\b(?:not (?:found|registered|exist)|does(?: not|n't) exist)/,
      /(?:المستخدم|الحساب|رقم الهاتف).*(?:غير موجود|غير مسجل)/,
    ],
  },
  encode: ({ geoLocation: { latitude, longitude }, ...input }) => ({
    body: {
      geoLocation: { latitude, longitude },
      imei: input.deviceId,
      phoneNumber: input.phoneNumber,
      password: input.password,
      // The older reference uses one name, the SDKs the other.
      smsProvider: input.smsProvider,
      smsProviders: input.smsProvider,
      phoneNumberOtpRequestId: input.otpRequestId,
      phoneNumberOtp: input.otpCode,
    },
  }),
  decode: {
    from: 'envelope',
    read(envelope, wordings, _tenant, input) {
      const sent = objectAs<WireLogin>(envelope.data);
      const otpNeeded = sent && readOtpNeeded(sent, envelope);
      if (otpNeeded && asksForCode(envelope, otpNeeded, input))
        return {
          kind: 'accepted',
          value: otpNeeded,
          needsMore: input.otpCode === undefined ? 'first' : 'again',
        };
      if (sent && envelope.verdict === 'accepted' && isUnconfirmed(sent)) return UNCONFIRMED;
      return answer(wordings, envelope, () => readSession(sent));
    },
  },
};

/** Vlens sent an SMS code: the answer has no session, but an id to send the code with. */
function readOtpNeeded(sent: Wire<WireLogin>, { errorCode }: Envelope): LoginOtpNeeded | null {
  const otpRequestId = filledText(sent.phoneNumberOtpRequestId);
  if (otpRequestId === null || filledText(sent.accessToken) !== null) return null;
  return {
    kind: 'loginOtpNeeded',
    otpRequestId,
    expiresInSeconds: integer(sent.phoneOtpExpireInSeconds),
    ...(errorCode !== null && { errorCode }),
  };
}

/**
 * Vlens gives no session before the account's e-mail address or phone number is confirmed. `confirmEmail` does not help, since it is for
 * new customers only.
 */
function isUnconfirmed(sent: Wire<WireLogin>): boolean {
  const asksForIt =
    flag(sent.isEmailConfirmationRequired) === true || flag(sent.isPhoneNumberConfirmationRequired) === true;
  return filledText(sent.accessToken) === null && (asksForIt || filledText(sent.emailOtpRequestId) !== null);
}

/** The password was right. */
const UNCONFIRMED: Rejection = {
  ...ownRejection('OTHER', say('accountUnconfirmed')),
  isNoFailedAttempt: true,
};

/** Also if Vlens sends this as a refusal, unless it refuses the code that the client just sent for the same request. */
function asksForCode({ verdict }: Envelope, otpNeeded: LoginOtpNeeded, input: Login): boolean {
  if (verdict !== 'refused') return verdict === 'accepted';
  return input.otpCode === undefined || input.otpRequestId !== otpNeeded.otpRequestId;
}
