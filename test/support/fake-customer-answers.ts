import { aUser, envelope } from './builders.js';
import type { Endpoint, FakeAnswer, FakeCall } from './fake-upstream.js';

export const TRANSACTION_ID = '0b7f3a52-6c1e-4a0c-9a53-1f2f3f4f5f6f';

type CustomerEndpoint =
  | 'adminLogin'
  | 'refreshToken'
  | 'checkExistence'
  | 'stepVerifyPhone'
  | 'stepVerifyEmail'
  | 'stepVerifyOAuthToken'
  | 'register'
  | 'sendPasswordResetCode'
  | 'validatePasswordEmailCode'
  | 'validatePasswordPhoneCode'
  | 'verifyIdFront'
  | 'verifyIdBack'
  | 'verifyLiveness'
  | 'linkTransaction'
  | 'cancelIdentity'
  | 'getIdentityImages'
  | 'getStepImage'
  | 'getTransaction'
  | 'getUsers'
  | 'createAuthSession'
  | 'createInvitation';

/** Sessions, registration, identity and operators as the published examples have them. */
export function customerAnswers() {
  return {
    adminLogin: () => ({
      body: envelope({
        accessToken: 'admin-token',
        expireInSeconds: 86_400,
        refreshToken: 'admin-refresh',
        refreshTokenExpireInSeconds: 604_800,
      }),
    }),
    refreshToken: () => ({
      body: envelope({
        accessToken: 'user-token-2',
        encryptedAccessToken: 'encrypted',
        expireInSeconds: 86_400,
        refreshToken: 'refresh-1',
        newRefreshToken: 'refresh-2',
      }),
    }),
    checkExistence: () => ({ body: envelope({ exists: false }) }),
    stepVerifyPhone: ({ body }) => ({ body: envelope(stepAnswer('phoneNumber', body)) }),
    stepVerifyEmail: ({ body }) => ({ body: envelope(stepAnswer('email', body)) }),
    stepVerifyOAuthToken: () => ({
      body: envelope({
        oAuthTokenVerificationRequestId: 'oauth-1',
        isVerified: true,
        validationResult: null,
        email: 'ahmed@example.com',
      }),
    }),
    register: () => ({
      body: envelope({
        isDigitalIdentityVerified: false,
        accessToken: 'user-token',
        expireInSeconds: 86_400,
        user: aUser(),
      }),
    }),
    sendPasswordResetCode: () => ({
      body: envelope({ emailOtpRequestId: 'reset-1', emailOtpExpireInSeconds: 300 }),
    }),
    validatePasswordEmailCode: () => ({ body: envelope(null) }),
    validatePasswordPhoneCode: () => ({ body: envelope(null) }),
    verifyIdFront: () => ({
      body: verification({
        idFrontData: {
          transaction_id: TRANSACTION_ID,
          name: 'أحمد محمد',
          name_english: 'Ahmed Mohamed',
          address: 'القاهرة',
          dateOfBirth: '1999-01-01',
          idNumber: '29901011234567',
          gender: 'Male',
        },
      }),
    }),
    verifyIdBack: () => ({
      body: verification({
        idFrontData: { transaction_id: TRANSACTION_ID },
        idBackData: {
          maritalStatus: 'Single',
          job: 'Engineer',
          releaseDate: '2024/01',
          idExpiry: '2031/01/05',
        },
      }),
    }),
    verifyLiveness: () => ({
      body: verification({ isVerificationProcessCompleted: true, isDigitalIdentityVerified: true }),
    }),
    linkTransaction: () => ({
      body: verification({ isVerificationProcessCompleted: true, isDigitalIdentityVerified: true }),
    }),
    cancelIdentity: () => ({ body: envelope('The digital identity was cancelled.') }),
    getIdentityImages: () => ({
      body: envelope({
        idFrontImage: 'front.jpg',
        idBackImage: 'back.jpg',
        livenessImage: 'liveness.jpg',
        livenessFace01Image: 'face-1.jpg',
        livenessFace02Image: 'face-2.jpg',
        livenessFace03Image: null,
      }),
    }),
    getStepImage: () => ({ body: { data: { image: 'aW1n' }, error_code: 0, error_message: '' } }),
    getTransaction: () => ({
      body: envelope({
        transaction: {
          id: TRANSACTION_ID,
          stepsCount: 3,
          fullName: 'Ahmed Mohamed',
          isMatched: true,
          idNumber: '29901011234567',
          creationTime: '05/09/2024 09:22:03',
          isVerified: true,
        },
        transactionItems: {
          deviceInfo: {
            deviceId: 'device-1',
            geoLocation: '{"Latitude":30.0444,"Longitude":31.2357}',
            ipAddress: '203.0.113.7',
            timezone: 'Africa/Cairo',
          },
        },
      }),
    }),
    getUsers: () => ({ body: envelope([aUser()], { totalCount: 1, returnedCount: 1 }) }),
    createAuthSession: () => ({ body: envelope('embedded-token') }),
    createInvitation: () => ({ body: envelope('invitation-token') }),
  } satisfies Record<CustomerEndpoint & Endpoint, (call: FakeCall) => FakeAnswer>;
}

/** What a step of a verification answers where the pictures passed: `services` stands beside `data`. */
export function verification(data: object, services: unknown = PASSED, more: Record<string, unknown> = {}) {
  return envelope(
    { isVerificationProcessCompleted: false, isDigitalIdentityVerified: false, ...data },
    { services, ...more },
  );
}

const PASSED = {
  validations: { validation_errors: [] },
  spoofing: { fake: false },
  classification: { doc_type: 'id' },
  liveness: null,
  AML: { AML_matched: false, data: [] },
  SRC: { isValid: true, errorCode: null, errorKey: null, errorMessage: null },
};

function stepAnswer(of: 'phoneNumber' | 'email', body: unknown) {
  const sent = Object(body);
  const isSecond = `${of}OtpRequestId` in sent;
  return of === 'phoneNumber'
    ? {
        isPhoneNumberConfirmed: isSecond,
        isEmailConfirmationRequired: false,
        ...(isSecond
          ? {}
          : {
              phoneNumberOtpRequestId: 'phone-code-1',
              phoneNumberOtp: 'MARKED-CODE',
              phoneOtpExpireInSeconds: 300,
            }),
      }
    : {
        isEmailConfirmed: isSecond,
        ...(isSecond ? {} : { emailOtpRequestId: 'email-code-1', emailOtpExpireInSeconds: 300 }),
      };
}
