import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { envelope, refusal } from '../support/builders.js';
import { type Endpoint, FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { MAX_FAILED_ATTEMPTS_PER_IP: '30' } });
});
afterEach(async () => {
  const violations = upstream.calls().flatMap((call) => call.violations);
  await gateway.close();
  await upstream.close();
  expect(violations).toEqual([]);
});

const PHONE = '+201234567890';
const EMAIL = 'ahmed@example.com';
const SELECTIONS: Record<string, string> = {
  CodeSent: 'codeRequestId expiresInSeconds',
  ContactConfirmed: 'emailConfirmationRequired',
  OAuthTokenVerified: 'verificationRequestId email',
  Session: 'accessToken expiresInSeconds isDigitalIdentityVerified',
};

/** Sends one mutation, with no token; answers its union's member or the error's extensions. */
async function send(field: string, member: keyof typeof SELECTIONS, input: object) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const { body } = await gateway.query(
    `mutation ($input: ${type}!) { ${field}(input: $input) { __typename
      ... on ${member} { ${SELECTIONS[member]} } ... on Rejection { reason message errorCode } } }`,
    { input },
  );
  const answer = body.data?.[field] ?? body.errors?.[0]?.extensions;
  return answer as Record<string, unknown>;
}
const sent = (endpoint: Endpoint) => upstream.lastCall(endpoint).body;

describe('accountExists', () => {
  const ask = async (args: string) => {
    const { body } = await gateway.query(`{ accountExists(${args}) }`);
    return body.data?.accountExists ?? body.errors?.[0]?.extensions;
  };

  it('asks for a phone number or an e-mail address, without a token', async () => {
    expect(await ask('phoneNumber: "+20 123-4567890"')).toBe(false);
    expect(sent('checkExistence')).toEqual({ phoneNumber: PHONE });
    upstream.answer('checkExistence', { body: envelope({ exists: 'True' }) });
    expect(await ask(`email: " ${EMAIL} "`)).toBe(true);
    expect(sent('checkExistence')).toEqual({ email: EMAIL });
  });

  it('wants one of the two', async () => {
    for (const args of [`phoneNumber: "${PHONE}", email: "${EMAIL}"`, 'email: null'])
      expect(await ask(args)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(upstream.calls()).toEqual([]);
  });

  it('tells nobody of everybody', async () => {
    const numbers = Array.from({ length: 31 }, (_, number) => `+2012345678${10 + number}`);
    const answers = [];
    for (const number of numbers) answers.push(await ask(`phoneNumber: "${number}"`));
    expect(answers.slice(0, 30)).toEqual(Array(30).fill(false));
    expect(answers[30]).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
  });
});

describe('A phone number', () => {
  it('gets a code and confirms it; the code that Vlens answers reaches nobody', async () => {
    const code = await send('sendPhoneCode', 'CodeSent', { phoneNumber: PHONE, smsProvider: 'CEQUENS' });
    expect(code).toEqual({ __typename: 'CodeSent', codeRequestId: 'phone-code-1', expiresInSeconds: 300 });
    expect(sent('stepVerifyPhone')).toEqual({ phoneNumber: PHONE, smsProviders: 3 });
    const input = { phoneNumber: PHONE, codeRequestId: 'phone-code-1', code: '١٢٣٤٥٦' };
    expect(await send('confirmPhone', 'ContactConfirmed', input)).toEqual({
      __typename: 'ContactConfirmed',
      emailConfirmationRequired: false,
    });
    expect(sent('stepVerifyPhone')).toEqual({
      phoneNumber: PHONE,
      phoneNumberOtpRequestId: 'phone-code-1',
      phoneNumberOtp: '123456',
    });
  });

  it('that is registered is told as such', async () => {
    upstream.answer('stepVerifyPhone', { body: refusal(9, 'The phone number is already registered.') });
    expect(await send('sendPhoneCode', 'CodeSent', { phoneNumber: PHONE })).toMatchObject({
      reason: 'ALREADY_REGISTERED',
    });
  });

  it('gets ten codes in a quarter of an hour from one address, whatever comes of them', async () => {
    for (let number = 0; number < 10; number += 1)
      expect(await send('sendPhoneCode', 'CodeSent', { phoneNumber: PHONE })).toHaveProperty('codeRequestId');
    expect(await send('sendPhoneCode', 'CodeSent', { phoneNumber: PHONE })).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
      message: expect.stringContaining('asked for too often'),
    });
    expect(upstream.calls('stepVerifyPhone')).toHaveLength(10);
  });

  it.each([
    ['Invalid OTP', 'OTP_INCORRECT'],
    ['The code has expired', 'OTP_EXPIRED'],
  ])('is not confirmed by a wrong code: %s', async (message, reason) => {
    upstream.answer('stepVerifyPhone', { body: refusal(9, message) });
    const input = { phoneNumber: PHONE, codeRequestId: 'c', code: '0000' };
    expect(await send('confirmPhone', 'ContactConfirmed', input)).toMatchObject({ reason });
  });

  it('is not confirmed where Vlens accepts the call and says so of the number', async () => {
    upstream.answer('stepVerifyPhone', { body: envelope({ isPhoneNumberConfirmed: false }) });
    const input = { phoneNumber: PHONE, codeRequestId: 'c', code: '0000' };
    expect(await send('confirmPhone', 'ContactConfirmed', input)).toMatchObject({ reason: 'OTP_INCORRECT' });
  });

  it('can’t be confirmed by guessing either where Vlens answers a wrong code as it does a wrong ApiKey', async () => {
    upstream.answer('stepVerifyPhone', { status: 401, body: refusal(401, 'Unauthorized') });
    const input = { phoneNumber: PHONE, codeRequestId: 'c', code: '0000' };
    for (let number = 0; number < 10; number += 1)
      expect(await send('confirmPhone', 'ContactConfirmed', input)).toMatchObject({
        code: 'TENANT_CONFIGURATION',
      });
    expect(await send('confirmPhone', 'ContactConfirmed', input)).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
    });
    expect(upstream.calls('stepVerifyPhone')).toHaveLength(10);
  });

  it('loses no attempt where Vlens serves the tenant no more', async () => {
    upstream.answer('stepVerifyPhone', { body: refusal(4002, 'The bundle is used up.') });
    const input = { phoneNumber: PHONE, codeRequestId: 'c', code: '0000' };
    for (let number = 0; number < 12; number += 1)
      expect(await send('confirmPhone', 'ContactConfirmed', input)).toMatchObject({
        code: 'TENANT_CONFIGURATION',
      });
  });

  it('can’t be confirmed by guessing, one by one or at once', async () => {
    upstream.answer('stepVerifyPhone', { body: refusal(9, 'Invalid OTP') });
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        send('confirmPhone', 'ContactConfirmed', {
          phoneNumber: PHONE,
          codeRequestId: 'c',
          code: String(1000 + number),
        }),
      ),
    );
    expect(guesses.filter(({ reason }) => reason === 'TOO_MANY_ATTEMPTS')).toHaveLength(10);
  });
});

describe('An e-mail address', () => {
  it('gets a code and confirms it', async () => {
    expect(await send('sendEmailCode', 'CodeSent', { email: EMAIL })).toMatchObject({
      codeRequestId: 'email-code-1',
    });
    const input = { email: EMAIL, codeRequestId: 'email-code-1', code: '1234' };
    expect(await send('confirmEmail', 'ContactConfirmed', input)).toHaveProperty('emailConfirmationRequired');
    expect(sent('stepVerifyEmail')).toEqual({
      email: EMAIL,
      emailOtpRequestId: 'email-code-1',
      emailOtp: '1234',
    });
  });

  it('may be vouched for by Google in place of a code', async () => {
    const input = { provider: 'GOOGLE', idToken: 'id-token' };
    expect(await send('verifyOAuthToken', 'OAuthTokenVerified', input)).toEqual({
      __typename: 'OAuthTokenVerified',
      verificationRequestId: 'oauth-1',
      email: EMAIL,
    });
    expect(sent('stepVerifyOAuthToken')).toEqual({ provider: 'Google', IdToken: 'id-token' });
    upstream.answer('stepVerifyOAuthToken', { body: envelope({ isVerified: false, email: null }) });
    expect(await send('verifyOAuthToken', 'OAuthTokenVerified', input)).toMatchObject({
      reason: 'INVALID_CREDENTIALS',
    });
  });
});

describe('register', () => {
  const INPUT = {
    phoneNumber: PHONE,
    phoneCodeRequestId: 'phone-code-1',
    phoneCode: '123456',
    password: 'Cairo-2026!',
    deviceId: 'device-1',
    geoLocation: { latitude: 30, longitude: 31 },
  };

  it('sends what was confirmed, and answers a session', async () => {
    const more = {
      email: EMAIL,
      emailCodeRequestId: 'e-1',
      emailCode: '9876',
      oAuthVerificationRequestId: 'o-1',
    };
    expect(await send('register', 'Session', { ...INPUT, ...more })).toEqual({
      __typename: 'Session',
      accessToken: 'user-token',
      expiresInSeconds: 86_400,
      isDigitalIdentityVerified: false,
    });
    expect(sent('register')).toEqual({
      phoneNumber: PHONE,
      phoneNumberOtpRequestId: 'phone-code-1',
      phoneNumberOtp: '123456',
      email: EMAIL,
      emailOtpRequestId: 'e-1',
      emailOtp: '9876',
      oAuthTokenVerificationRequestId: 'o-1',
      password: 'Cairo-2026!',
      imei: 'device-1',
      geoLocation: { latitude: 30, longitude: 31 },
    });
  });

  it.each([
    [refusal(9, 'User already exists'), 'ALREADY_REGISTERED'],
    [refusal(9, 'The password must have at least 8 characters.'), 'INVALID_INPUT'],
    [refusal(9, 'Invalid OTP'), 'OTP_INCORRECT'],
    [refusal(4003, 'too many trials'), 'TOO_MANY_ATTEMPTS'],
  ])('answers a refusal as data: %j', async (body, reason) => {
    upstream.answer('register', { body });
    expect(await send('register', 'Session', INPUT)).toMatchObject({ __typename: 'Rejection', reason });
  });

  it('is registered once for all that send the same key', async () => {
    const input = { ...INPUT, idempotencyKey: '2b0f2f6e-5a55-4a0e-9d39-6a4f3c2d1e0f' };
    const answers = await Promise.all([
      send('register', 'Session', input),
      send('register', 'Session', input),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    expect(upstream.calls('register')).toHaveLength(1);
  });

  it('says what to read where nobody knows whether it was done', async () => {
    upstream.answer('register', { status: 500 });
    expect(await send('register', 'Session', INPUT)).toMatchObject({ outcome: 'UNKNOWN' });
  });

  it('knows a 401 for the tenant’s, since no token was sent', async () => {
    upstream.answer('register', { status: 401 });
    expect(await send('register', 'Session', INPUT)).toMatchObject({ code: 'TENANT_CONFIGURATION' });
  });

  it('names a code that comes without its request', async () => {
    const answer = await send('register', 'Session', { ...INPUT, phoneCodeRequestId: null });
    expect(answer).toMatchObject({
      code: 'BAD_USER_INPUT',
      fieldErrors: [{ field: 'input.phoneCodeRequestId' }],
    });
  });
});

describe('A lost password', () => {
  describe.each([
    ['by e-mail', 'validatePasswordEmailCode', 'reset-1', { isEmailConfirmed: false }],
    ['by SMS', 'validatePasswordPhoneCode', 'phone:p-1', { isPhoneNumberConfirmed: false }],
  ] as const)('whose code came %s', (_, operation, codeRequestId, notConfirmed) => {
    const input = { emailOrPhoneNumber: EMAIL, codeRequestId, code: '1234' };
    const confirm = () => send('confirmPasswordResetCode', 'ContactConfirmed', input);

    it('is not reset where Vlens accepts the call and says that nothing is confirmed: a guess that counts', async () => {
      upstream.answer(operation, { body: envelope({ ...notConfirmed, isPasswordChanged: false }) });
      const reasons = [];
      for (let number = 0; number < 11; number += 1) reasons.push((await confirm()).reason);
      expect(reasons).toEqual([...Array(10).fill('OTP_INCORRECT'), 'TOO_MANY_ATTEMPTS']);
      expect(upstream.calls(operation)).toHaveLength(10);
    });

    it('is reset where Vlens says so, whatever it says of the contact', async () => {
      upstream.answer(operation, { body: envelope({ ...notConfirmed, isPasswordChanged: true }) });
      for (let number = 0; number < 11; number += 1)
        expect(await confirm()).toMatchObject({ __typename: 'ContactConfirmed' });
    });
  });

  it('is reset by a code that comes by e-mail', async () => {
    const code = await send('sendPasswordResetCode', 'CodeSent', {
      emailOrPhoneNumber: EMAIL,
      idNumber: '\u200f٢٩٩\u200e ',
    });
    expect(code).toMatchObject({ codeRequestId: 'reset-1', expiresInSeconds: 300 });
    expect(sent('sendPasswordResetCode')).toEqual({ emailOrPhoneNumber: EMAIL, idNumber: '299' });
    const input = { emailOrPhoneNumber: EMAIL, codeRequestId: ' reset\u20111\u200b', code: '1234' };
    expect(await send('confirmPasswordResetCode', 'ContactConfirmed', input)).toHaveProperty(
      '__typename',
      'ContactConfirmed',
    );
    expect(sent('validatePasswordEmailCode')).toEqual({
      emailOrPhoneNumber: EMAIL,
      emailOtpRequestId: 'reset-1',
      emailOtp: '1234',
    });
  });

  it('is reset by a code that comes by SMS to somebody without an address', async () => {
    upstream.answer('sendPasswordResetCode', { body: envelope({ phoneNumberOtpRequestId: 'p-1' }) });
    const { codeRequestId } = await send('sendPasswordResetCode', 'CodeSent', { emailOrPhoneNumber: PHONE });
    await send('confirmPasswordResetCode', 'ContactConfirmed', {
      emailOrPhoneNumber: PHONE,
      codeRequestId,
      code: '1234',
    });
    expect(sent('validatePasswordPhoneCode')).toEqual({
      emailOrPhoneNumber: PHONE,
      phoneNumberOtpRequestId: 'p-1',
      phoneNumberOtp: '1234',
    });
    expect(upstream.calls('validatePasswordEmailCode')).toEqual([]);
  });
});
