import { describe, expect, it } from '@jest/globals';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { ask } from '../support/ask.js';
import { accepted, fakeVlensApi, rejection } from '../support/fake-vlens-api.js';

const schema = await buildGatewaySchema();
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) {
  __typename
  ... on Session { accessToken refreshToken expiresInSeconds transactionId isDigitalIdentityVerified hasPendingRequest user { fullName } }
  ... on LoginOtpRequired { otpRequestId expiresInSeconds }
  ... on Rejection { reason }
  ... on Problem { message errorCode }
} }`;
const input = {
  phoneNumber: '+20 100-000-0001',
  password: 'Cairo-2026!',
  deviceId: 'cairo-phone',
  geoLocation: { latitude: 30.0444, longitude: 31.2357 },
};

describe('login', () => {
  it('answers with a session, the phone number sent as E.164', async () => {
    const vlens = fakeVlensApi();
    const { data } = await ask(schema, vlens, LOGIN, { input });
    expect(data?.login).toEqual({
      __typename: 'Session',
      accessToken: 'jwt',
      refreshToken: 'another-token',
      expiresInSeconds: 86_400,
      transactionId: null,
      isDigitalIdentityVerified: true,
      hasPendingRequest: false,
      user: null,
    });
    expect(vlens.calls).toEqual([{ operation: 'login', args: [{ ...input, phoneNumber: '+201000000001' }] }]);
  });

  it('asks for the SMS code where Vlens does not know the device', async () => {
    const needed = { kind: 'loginOtpNeeded' as const, otpRequestId: 'otp-9', expiresInSeconds: 300 };
    const vlens = fakeVlensApi({}, { login: async () => accepted(needed) });
    expect((await ask(schema, vlens, LOGIN, { input })).data?.login).toEqual({
      __typename: 'LoginOtpRequired',
      otpRequestId: 'otp-9',
      expiresInSeconds: 300,
      message: 'Vlens does not know this device yet and sent an SMS code; log in again with it.',
      errorCode: null,
    });
  });

  it('hands the code and the device on', async () => {
    const vlens = fakeVlensApi();
    const more = { deviceId: 'phone', smsProvider: 'VICTORY_LINK', otpRequestId: 'otp-9', otpCode: '٤٣٢١' };
    await ask(schema, vlens, LOGIN, { input: { ...input, ...more } });
    expect(vlens.sent('login')).toMatchObject({
      deviceId: 'phone',
      smsProvider: 4,
      otpRequestId: 'otp-9',
      otpCode: '4321',
    });
  });

  it.each([
    [{ otpRequestId: 'MARKED' }, 'input.otpCode'],
    [{ otpCode: '98765' }, 'input.otpRequestId'],
  ])('wants the code and its request together', async (parts, field) => {
    const vlens = fakeVlensApi();
    const answer = await ask(schema, vlens, LOGIN, { input: { ...input, ...parts } });
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fieldErrors: [{ field }] } },
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/MARKED|98765/);
    expect(vlens.count()).toBe(0);
  });

  it('answers a refusal as data', async () => {
    const vlens = fakeVlensApi({}, { login: async () => rejection('INVALID_CREDENTIALS') });
    const { data } = await ask(schema, vlens, LOGIN, { input });
    expect(data?.login).toMatchObject({ __typename: 'Rejection', reason: 'INVALID_CREDENTIALS' });
  });
});
