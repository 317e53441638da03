import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AHMED, anotherCode, logIn } from './support/customer.js';
import { Newcomer, PASSWORD } from './support/newcomer.js';
import { CAIRO, TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let newcomer: Newcomer;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  newcomer = new Newcomer(sandbox);
});
afterAll(() => sandbox.close());

interface Oauth {
  oAuthTokenVerificationRequestId: string | null;
  isVerified: boolean;
  validationResult: string;
  email: string | null;
}

describe('whether somebody is registered', () => {
  const exists = (body: object) => newcomer.post<{ exists: boolean }>('CheckExistenceOfEmailOrPhone', body);

  it('is told by phone number or e-mail address, whatever its case', async () => {
    expect((await exists({ phoneNumber: AHMED.phoneNumber })).data.exists).toBe(true);
    expect((await exists({ email: 'Ahmed.Mohamed@example.com' })).data.exists).toBe(true);
    expect((await exists({ phoneNumber: newcomer.phoneNumber })).data.exists).toBe(false);
    expect((await exists({ email: '' })).data.exists).toBe(false);
  });

  it('is not told without one of the two', async () => {
    expect(await exists({})).toMatchObject({ data: null, fields: [{ field: 'phoneNumber' }] });
  });
});

describe('a newcomer', () => {
  it('confirms a phone number and an e-mail address, registers, and is logged in where they are', async () => {
    const phone = await newcomer.phoneCode();
    expect(await newcomer.confirmPhone(phone)).toMatchObject({
      code: null,
      data: { isPhoneNumberConfirmed: true, isEmailConfirmationRequired: false, accessToken: null },
    });
    const mail = await newcomer.emailCode();
    expect((await newcomer.confirmEmail(mail)).data.isEmailConfirmed).toBe(true);
    const { data } = await newcomer.register({ email: newcomer.email, ...phone, ...mail });
    expect(data).toMatchObject({
      isEmailConfirmed: true,
      isDigitalIdentityVerified: false,
      expireInSeconds: 86400,
      refreshToken: expect.any(String),
      user: { phoneNumber: newcomer.phoneNumber, emailAddress: newcomer.email, fullName: null },
    });
    const known = { phoneNumber: newcomer.phoneNumber, password: PASSWORD, imei: 'new-phone' };
    expect((await logIn(sandbox, known)).data.accessToken).toEqual(expect.any(String));
    const { body } = await sandbox.control('GET', 'users');
    expect(body.users.at(-1)).toMatchObject({ lastActiveLocation: CAIRO, isDigitalIdentityVerified: false });
  });

  it('may register in one call, with codes that Register itself confirms', async () => {
    expect((await newcomer.registered()).isEmailConfirmed).toBe(true);
  });

  it('is sent the code by the provider of choice, and its log has it', async () => {
    await newcomer.post('Register/StepVerifyPhone', { phoneNumber: newcomer.phoneNumber, smsProviders: 3 });
    expect(await sandbox.newestSms(newcomer.phoneNumber)).toMatchObject({ provider: 'Cequens' });
    await newcomer.post('Register/StepVerifyPhone', { phoneNumber: newcomer.phoneNumber, smsProviders: 0 });
    expect(await sandbox.newestSms(newcomer.phoneNumber)).toMatchObject({ provider: 'Infobip' });
  });

  it('without a password logs in with a code each time', async () => {
    await newcomer.register({ ...(await newcomer.phoneCode()), password: null });
    const known = { phoneNumber: newcomer.phoneNumber, imei: 'new-phone', password: '' };
    expect((await logIn(sandbox, known)).code).toBe(9701);
    const { data } = await logIn(sandbox, known, { password: null });
    expect(data.accessToken).toBeUndefined();
    const { code } = await sandbox.newestSms(newcomer.phoneNumber);
    const pair = { phoneNumberOtpRequestId: data.phoneNumberOtpRequestId, phoneNumberOtp: code };
    expect((await logIn(sandbox, known, { password: null, ...pair })).data.accessToken).toEqual(
      expect.any(String),
    );
  });

  it('is one customer, however often they register at the same time', async () => {
    const phone = await newcomer.phoneCode();
    const all = await Promise.all([1, 2, 3].map(() => newcomer.register(phone)));
    expect(all.map(({ code }) => code).sort()).toEqual([9801, 9801, null]);
  });
});

describe('a code', () => {
  it('is refused when it is wrong, and after five of them when it is right', async () => {
    const right = await newcomer.phoneCode();
    const wrong = { ...right, phoneNumberOtp: anotherCode(right.phoneNumberOtp) };
    for (let time = 1; time <= 5; time += 1) expect((await newcomer.confirmPhone(wrong)).code).toBe(9402);
    expect((await newcomer.confirmPhone(right)).code).toBe(9406);
    expect((await newcomer.register(right)).code).toBe(9406);
  });

  it('is refused after five minutes, when it was replaced, and when it was used', async () => {
    const late = await newcomer.phoneCode();
    sandbox.passSeconds(300);
    expect((await newcomer.confirmPhone(late)).code).toBe(9403);
    const replaced = await newcomer.phoneCode();
    const newest = await newcomer.phoneCode();
    expect((await newcomer.confirmPhone(replaced)).code).toBe(9405);
    expect((await newcomer.confirmPhone(newest)).code).toBeNull();
    expect((await newcomer.confirmPhone(newest)).code).toBe(9404);
  });

  it('is good for the contact that it was sent to, and nothing else', async () => {
    const pair = await newcomer.phoneCode();
    const other = new Newcomer(sandbox, '+201222222222', 'other@example.com');
    expect((await other.confirmPhone(pair)).code).toBe(9401);
    expect((await other.register(pair)).code).toBe(9401);
    const { phoneNumberOtpRequestId: emailOtpRequestId, phoneNumberOtp: emailOtp } = pair;
    expect((await newcomer.confirmEmail({ emailOtpRequestId, emailOtp })).code).toBe(9401);
  });

  it('serves one registration, half an hour long', async () => {
    const pair = await newcomer.phoneCode();
    await newcomer.confirmPhone(pair);
    sandbox.passSeconds(30 * 60);
    expect((await newcomer.register(pair)).code).toBe(9403);
    const again = await newcomer.phoneCode();
    await newcomer.confirmPhone(again);
    sandbox.passSeconds(30 * 60 - 1);
    expect((await newcomer.register(again)).code).toBeNull();
  });

  it('is sent three times in ten minutes', async () => {
    for (let time = 1; time <= 3; time += 1) await newcomer.phoneCode();
    const { phoneNumber } = newcomer;
    expect((await newcomer.post('Register/StepVerifyPhone', { phoneNumber })).code).toBe(9407);
  });
});

describe('a registration is refused', () => {
  it('with a phone number that is registered, before a code is sent', async () => {
    const body = { phoneNumber: AHMED.phoneNumber };
    expect(await newcomer.post('Register/StepVerifyPhone', body)).toMatchObject({
      code: 9801,
      message: expect.stringContaining('log in'),
    });
    expect(
      (await newcomer.post('Register/StepVerifyEmail', { email: 'AHMED.mohamed@example.com' })).code,
    ).toBe(9801);
    expect((await sandbox.control('GET', 'inbox')).body.messages).toEqual([]);
  });

  it('without a confirmed phone number, and keeps the code where something else is wrong', async () => {
    expect((await newcomer.register({})).code).toBe(9803);
    const pair = await newcomer.phoneCode();
    const weak = await newcomer.register({ ...pair, password: 'abc' });
    expect(weak).toMatchObject({
      code: 9805,
      fields: [
        { field: 'password', message: 'It needs at least 8 characters, an upper-case letter, a digit.' },
      ],
    });
    expect((await newcomer.register({ ...pair, email: 'ahmed.mohamed@example.com' })).code).toBe(9801);
    expect((await newcomer.register(pair)).code).toBeNull();
  });

  it('by the tenant’s own rule for passwords', async () => {
    const passwordRule = { minimumLength: 4, lowerCase: false, upperCase: false, digit: true, symbol: true };
    await sandbox.control('POST', 'tenant', { passwordRule });
    const pair = await newcomer.phoneCode();
    expect((await newcomer.register({ ...pair, password: '1234' })).fields).toEqual([
      { field: 'password', message: 'It needs a symbol.' },
    ]);
    expect((await newcomer.register({ ...pair, password: '123!' })).code).toBeNull();
  });

  it('without a confirmed e-mail address where the tenant asks for one', async () => {
    await sandbox.control('POST', 'tenant', { requiresConfirmedEmail: true });
    const phone = await newcomer.phoneCode();
    expect((await newcomer.register({ ...phone, email: newcomer.email })).code).toBe(9804);
    const mail = await newcomer.emailCode();
    expect((await newcomer.register({ ...phone, ...mail, email: newcomer.email })).code).toBeNull();
  });
});

describe('a token of Google or Microsoft', () => {
  const idToken = async (more: object = {}) => {
    const wanted = { provider: 'Google', email: newcomer.email, ...more };
    return (await sandbox.control('POST', 'oauth/token', wanted)).body.idToken as string;
  };
  const show = (IdToken: string, path = 'Register/StepVerifyOAuthToken', provider = 'Google') =>
    newcomer.post<Oauth>(path, { provider, IdToken });

  it('stands for a confirmed e-mail address', async () => {
    await sandbox.control('POST', 'tenant', { requiresConfirmedEmail: true });
    const { data } = await show(await idToken({ email: 'Newcomer@Example.com' }));
    expect(data).toMatchObject({ isVerified: true, email: newcomer.email });
    const { oAuthTokenVerificationRequestId } = data;
    const registered = await newcomer.register({
      ...(await newcomer.phoneCode()),
      oAuthTokenVerificationRequestId,
    });
    expect(registered.data).toMatchObject({ isEmailConfirmed: true, user: { emailAddress: newcomer.email } });
  });

  it('does not hold when it is late, another provider’s, unverified or none', async () => {
    const token = await idToken();
    const refused = { isVerified: false, oAuthTokenVerificationRequestId: null, email: null };
    expect((await show(token, undefined, 'Microsoft')).data).toMatchObject(refused);
    expect((await show(await idToken({ isEmailVerified: false }))).data).toMatchObject(refused);
    expect((await show('guess')).data).toMatchObject(refused);
    sandbox.passSeconds(3600);
    const { data } = await show(token);
    expect(data).toMatchObject({ ...refused, validationResult: expect.stringContaining('sign in') });
  });

  it('confirms the address of somebody who is registered, and is not offered by every tenant', async () => {
    const mail = { email: newcomer.email };
    await newcomer.register({ ...(await newcomer.phoneCode()), ...mail });
    const token = await idToken();
    expect((await show(token)).code).toBe(9801);
    expect((await show(token, 'VerifyOAuthToken')).data.isVerified).toBe(true);
    expect((await newcomer.post('VerifyEmail', mail)).data.isEmailConfirmed).toBe(true);
    expect((await show(await idToken({ email: 'nobody@example.com' }), 'VerifyOAuthToken')).code).toBe(9802);
    await sandbox.control('POST', 'tenant', { allowsOauth: false });
    expect((await show(token, 'VerifyOAuthToken')).code).toBe(9806);
  });
});

describe('an e-mail address', () => {
  it('is confirmed after registration too', async () => {
    const { email } = newcomer;
    expect((await newcomer.post('VerifyEmail', { email })).code).toBe(9802);
    await newcomer.register({ ...(await newcomer.phoneCode()), email });
    const { data } = await newcomer.post('VerifyEmail', { email });
    expect(data).toMatchObject({ isEmailConfirmed: false, emailOtpExpireInSeconds: 300 });
    const pair = { emailOtpRequestId: data.emailOtpRequestId, emailOtp: (await newcomer.newestMail()).code };
    const wrong = { ...pair, emailOtp: anotherCode(pair.emailOtp) };
    expect((await newcomer.post('VerifyEmail', { email, ...wrong })).code).toBe(9402);
    expect((await newcomer.post('VerifyEmail', { email, ...pair })).data.isEmailConfirmed).toBe(true);
  });
});

describe('a lost password', () => {
  const lost = (emailOrPhoneNumber: string, more: object = {}) =>
    newcomer.post<{ emailOtpRequestId: string | null; phoneNumberOtpRequestId: string | null }>(
      'ForgetPassword/SendEmailOtp',
      { emailOrPhoneNumber, ...more },
    );
  const works = async (password: string) =>
    (await logIn(sandbox, { phoneNumber: newcomer.phoneNumber, password, imei: 'new-phone' })).code === null;

  it('is replaced by one of the customer’s choice, and every session ends', async () => {
    const { accessToken } = await newcomer.registered();
    const { email: emailOrPhoneNumber } = newcomer;
    const { data } = await lost(emailOrPhoneNumber);
    const emailOtp = (await newcomer.newestMail()).code;
    const body = { emailOrPhoneNumber, emailOtpRequestId: data.emailOtpRequestId, emailOtp };
    const path = 'ForgetPassword/ValidateEmailOtp';
    for (const newPassword of ['weak', '']) {
      expect((await newcomer.post(path, { ...body, newPassword })).code).toBe(9805);
    }
    const other = { ...body, emailOrPhoneNumber: AHMED.phoneNumber };
    expect((await newcomer.post(path, other)).code).toBe(9401);
    expect((await newcomer.post(path, { ...body, newPassword: 'Another-2026!' })).code).toBeNull();
    expect(await works(PASSWORD)).toBe(false);
    expect(await works('Another-2026!')).toBe(true);
    const asked = await sandbox.call('GET', '/api/BusinessRequest/CheckEligibility', { token: accessToken });
    expect(asked.status).toBe(401);
    expect((await newcomer.post(path, { ...body, newPassword: 'Another-2026!' })).code).toBe(9404);
  });

  it('is replaced by one that is sent, by SMS to somebody without a confirmed address', async () => {
    await newcomer.register(await newcomer.phoneCode());
    const { phoneNumber: emailOrPhoneNumber } = newcomer;
    const { data } = await lost(emailOrPhoneNumber);
    expect(data.emailOtpRequestId).toBeNull();
    const { code: phoneNumberOtp } = await sandbox.newestSms(emailOrPhoneNumber);
    const { phoneNumberOtpRequestId } = data;
    const body = { emailOrPhoneNumber, phoneNumberOtpRequestId, phoneNumberOtp };
    expect((await newcomer.post('ForgetPassword/ValidatePhoneOtp', body)).code).toBeNull();
    expect(await works((await sandbox.newestSms(emailOrPhoneNumber)).code)).toBe(true);
  });

  it('is sent to somebody who has none yet too', async () => {
    await newcomer.register({ ...(await newcomer.phoneCode()), password: null });
    const { phoneNumber: emailOrPhoneNumber } = newcomer;
    const { phoneNumberOtpRequestId } = (await lost(emailOrPhoneNumber)).data;
    const { code: phoneNumberOtp } = await sandbox.newestSms(emailOrPhoneNumber);
    const body = { emailOrPhoneNumber, phoneNumberOtpRequestId, phoneNumberOtp };
    expect((await newcomer.post('ForgetPassword/ValidatePhoneOtp', body)).code).toBeNull();
    expect(await works((await sandbox.newestSms(emailOrPhoneNumber)).code)).toBe(true);
  });

  it('is not replaced for a stranger', async () => {
    expect((await lost('+201555555555')).code).toBe(9802);
    expect((await lost(AHMED.phoneNumber, { idNumber: '29203150201482' })).code).toBe(9807);
    expect((await lost(AHMED.phoneNumber, { idNumber: AHMED.nationalId })).code).toBeNull();
  });
});
