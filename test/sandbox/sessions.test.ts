import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AHMED, type Login, logIn } from './support/customer.js';
import { type Answer, TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.close());

interface Tokens {
  accessToken: string;
  refreshToken: string;
  newRefreshToken: string;
  expireInSeconds: number;
}
const DAY = 24 * 60 * 60;
const ADMIN = { tenancyName: 'sandbox', userNameOrEmailAddress: 'admin', password: 'Operator-2026!' };

const refresh = (refreshToken: unknown, apiKey?: string): Promise<Answer<Tokens>> =>
  sandbox.call('POST', '/api/credentials/RefreshToken', {
    body: { refreshToken },
    ...(apiKey ? { apiKey } : {}),
  });
const adminLogin = (more: object = {}) =>
  sandbox.call<Tokens>('POST', '/api/credentials/Login', { body: { ...ADMIN, ...more } });
const logInAhmed = async () => (await logIn(sandbox, AHMED)).data as Login & Tokens;
const asCustomer = async (token: string) =>
  (await sandbox.call('GET', '/api/BusinessRequest/CheckEligibility', { token })).status;

describe('a session', () => {
  it('begins with a token for a day, a refresh token for a week and the KYC transaction', async () => {
    const session = await logInAhmed();
    expect(session).toMatchObject({
      expireInSeconds: 86400,
      encryptedAccessToken: null,
      transactionId: AHMED.transactionId,
    });
    sandbox.passSeconds(DAY - 1);
    expect(await asCustomer(session.accessToken)).toBe(200);
    sandbox.passSeconds(2);
    expect(await asCustomer(session.accessToken)).toBe(401);
    const renewed = await refresh(session.refreshToken);
    expect(renewed).toMatchObject({
      code: null,
      data: { expireInSeconds: 86400, encryptedAccessToken: null },
    });
    expect(await asCustomer(renewed.data.accessToken)).toBe(200);
  });

  it('goes on for as long as it is refreshed within seven days each time', async () => {
    let { refreshToken } = await logInAhmed();
    for (let week = 1; week <= 3; week += 1) {
      sandbox.passSeconds(7 * DAY - 1);
      const { data } = await refresh(refreshToken);
      expect(data.newRefreshToken).not.toBe(refreshToken);
      refreshToken = data.newRefreshToken;
    }
    sandbox.passSeconds(7 * DAY);
    expect(await refresh(refreshToken)).toMatchObject({ code: 9712, data: null });
  });

  it('ends, with all of its tokens, where an old refresh token comes again', async () => {
    const { refreshToken } = await logInAhmed();
    const { data } = await refresh(refreshToken);
    expect((await refresh(refreshToken)).code).toBe(9713);
    expect((await refresh(data.newRefreshToken)).code).toBe(9714);
    expect(await asCustomer(data.accessToken)).toBe(401);
  });

  it('is refreshed once by two calls at the same time', async () => {
    const { refreshToken } = await logInAhmed();
    const both = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(both.map(({ code }) => code).sort()).toEqual([9713, null]);
  });

  it('is not refreshed with a token that is none, or another tenant’s', async () => {
    await sandbox.control('POST', 'tenants', { tenant: 'other', apiKey: 'another-key' });
    const { refreshToken } = await logInAhmed();
    for (const none of ['guess', null]) expect((await refresh(none)).code).toBe(9711);
    expect((await refresh(refreshToken, 'another-key')).code).toBe(9711);
    expect((await refresh(refreshToken)).code).toBeNull();
  });

  it('is ended by the provider', async () => {
    const { accessToken, refreshToken } = await logInAhmed();
    const { body } = await sandbox.control('GET', 'sessions');
    expect(body.sessions).toEqual([
      expect.objectContaining({ tenant: 'sandbox', phoneNumber: AHMED.phoneNumber, userName: null }),
    ]);
    expect(JSON.stringify(body)).not.toContain(refreshToken);
    const path = `sessions/${body.sessions[0].id}`;
    expect((await sandbox.control('DELETE', path)).body).toEqual({ ended: true });
    expect((await sandbox.control('DELETE', path)).status).toBe(404);
    expect(await asCustomer(accessToken)).toBe(401);
    expect((await refresh(refreshToken)).code).toBe(9714);
  });

  it('of a customer of the seed outlives a reset', async () => {
    const { accessToken } = await logInAhmed();
    await sandbox.control('POST', 'reset');
    expect(await asCustomer(accessToken)).toBe(200);
  });

  it('starts with a code each time where the tenant asks for two factors', async () => {
    await sandbox.control('POST', 'tenant', { asksTwoFactor: true });
    const { data } = await logIn(sandbox, AHMED, { smsProvider: 2 });
    expect(data).toMatchObject({ isPhoneNumberConfirmationRequired: true });
    const { code, provider } = await sandbox.newestSms(AHMED.phoneNumber);
    expect(provider).toBe('Vodafone');
    const pair = { phoneNumberOtpRequestId: data.phoneNumberOtpRequestId, phoneNumberOtp: code };
    expect((await logIn(sandbox, AHMED, pair)).data.accessToken).toEqual(expect.any(String));
  });
});

describe('an operator', () => {
  it('logs in by name or e-mail address, and stays logged in', async () => {
    const { data } = await adminLogin();
    expect(data).toMatchObject({ expireInSeconds: 86400, refreshTokenExpireInSeconds: 7 * DAY });
    expect((await adminLogin({ userNameOrEmailAddress: 'admin@example.com' })).code).toBeNull();
    const renewed = await refresh(data.refreshToken);
    expect(renewed.code).toBeNull();
  });

  it('is not let in with a wrong name, password or tenancy name, all told alike', async () => {
    const wrong = [{ tenancyName: 'other' }, { userNameOrEmailAddress: 'nobody' }, { password: 'guess' }];
    for (const each of wrong) expect(await adminLogin(each)).toMatchObject({ code: 9702, data: null });
  });

  it('is no customer', async () => {
    const { data } = await adminLogin();
    expect(await asCustomer(data.accessToken)).toBe(403);
  });
});
