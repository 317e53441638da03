import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AHMED, anotherCode, Customer, logIn, MONA, OMAR } from './support/customer.js';
import { ASWAN, CAIRO, TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.close());

const eligibilityPath = '/api/BusinessRequest/CheckEligibility';

describe('logging in', () => {
  it('gives a token from a device that was seen before', async () => {
    const { data } = await logIn(sandbox, AHMED);
    expect(data).toMatchObject({
      isDigitalIdentityVerified: true,
      hasPendingRequest: false,
      user: { fullName: 'Ahmed Mohamed', phoneNumber: AHMED.phoneNumber },
    });
    const answer = await sandbox.call('GET', eligibilityPath, { token: data.accessToken });
    expect(answer.code).toBeNull();
  });

  it('tells that an identity is not verified', async () => {
    expect((await logIn(sandbox, OMAR)).data.isDigitalIdentityVerified).toBe(false);
  });

  it('refuses a wrong password and an unknown phone number with the same answer', async () => {
    const wrong = await logIn(sandbox, { ...AHMED, password: 'guess' });
    const unknown = await logIn(sandbox, { ...AHMED, phoneNumber: '+201999999999' });
    expect(wrong).toMatchObject({ status: 200, data: null, code: 9701 });
    expect({ ...unknown, headers: null }).toEqual({ ...wrong, headers: null });
  });

  it('refuses what PostgreSQL can’t look for, on every database', async () => {
    const answer = await logIn(sandbox, { ...AHMED, phoneNumber: '+20\u0000' });
    expect(answer).toMatchObject({ status: 200, code: 400, fields: [{ field: 'phoneNumber' }] });
    expect([400, 404]).toContain((await sandbox.control('GET', 'requests/%00')).status);
  });

  it('gives a token for a day', async () => {
    const { data } = await logIn(sandbox, AHMED);
    sandbox.passSeconds(24 * 60 * 60 - 60);
    expect((await sandbox.call('GET', eligibilityPath, { token: data.accessToken })).status).toBe(200);
    sandbox.passSeconds(2 * 60);
    expect(await sandbox.call('GET', eligibilityPath, { token: data.accessToken })).toMatchObject({
      status: 401,
      code: 401,
    });
  });
});

describe('a device not seen before', () => {
  const device = { imei: 'new-phone' };

  const askForCode = async (sent: object = device) => {
    const { data } = await logIn(sandbox, { ...AHMED, ...sent });
    const { code } = await sandbox.newestSms(AHMED.phoneNumber);
    return { phoneNumberOtpRequestId: data.phoneNumberOtpRequestId, phoneNumberOtp: code };
  };

  it('is asked for an SMS code first, and known from then on', async () => {
    const first = await logIn(sandbox, { ...AHMED, ...device });
    expect(first).toMatchObject({
      code: null,
      data: { isPhoneNumberConfirmationRequired: true, phoneOtpExpireInSeconds: 300 },
    });
    expect(first.data.accessToken).toBeUndefined();
    const withCode = await logIn(sandbox, { ...AHMED, ...device }, await askForCode());
    expect(withCode.data.accessToken).toEqual(expect.any(String));
    expect((await logIn(sandbox, { ...AHMED, ...device })).data.accessToken).toEqual(expect.any(String));
  });

  it.each([null, undefined, ''])(
    'without an id (%p) is refused: Vlens publishes imei as required',
    async (imei) => {
      const body = { phoneNumber: AHMED.phoneNumber, password: AHMED.password, imei, geoLocation: CAIRO };
      const { code, fields } = await sandbox.call('POST', '/api/DigitalIdentity/Login', { body });
      expect({ code, fields }).toMatchObject({ code: 400, fields: [{ field: 'imei' }] });
    },
  );

  it('gets no code without the password', async () => {
    await logIn(sandbox, { ...AHMED, ...device, password: 'guess' });
    expect((await sandbox.control('GET', 'inbox')).body.messages).toEqual([]);
  });

  it('is refused with a wrong code, and after five of them with the right one too', async () => {
    const right = await askForCode();
    const wrong = { ...right, phoneNumberOtp: anotherCode(right.phoneNumberOtp) };
    for (let time = 1; time <= 5; time += 1) {
      expect((await logIn(sandbox, { ...AHMED, ...device }, wrong)).code).toBe(9402);
    }
    expect((await logIn(sandbox, { ...AHMED, ...device }, right)).code).toBe(9406);
  });

  it('is refused with a code that was sent for another device or another customer', async () => {
    const code = await askForCode();
    expect((await logIn(sandbox, { ...AHMED, imei: 'another-phone' }, code)).code).toBe(9401);
    expect((await logIn(sandbox, { ...MONA, ...device }, code)).code).toBe(9401);
  });

  it('is refused after five minutes', async () => {
    const code = await askForCode();
    sandbox.passSeconds(300);
    expect((await logIn(sandbox, { ...AHMED, ...device }, code)).code).toBe(9403);
  });

  it('is sent three codes in ten minutes at most, which leave the signing OTPs alone', async () => {
    for (let time = 1; time <= 3; time += 1) await askForCode();
    expect((await logIn(sandbox, { ...AHMED, ...device })).code).toBe(9407);
    const customer = await Customer.loggedIn(sandbox);
    expect((await customer.requestOtp(await customer.approved())).code).toBeNull();
  });

  it('can’t use a signing OTP to get in', async () => {
    const customer = await Customer.loggedIn(sandbox);
    const { id, code } = await customer.otpFor(await customer.approved());
    const stolen = { phoneNumberOtpRequestId: id, phoneNumberOtp: code };
    expect((await logIn(sandbox, { ...AHMED, ...device }, stolen)).code).toBe(9401);
  });
});

describe('the last active device location', () => {
  it('moves with a login, and not with one that is refused or waits for a code', async () => {
    const customer = await Customer.loggedIn(sandbox);
    const requestId = await customer.approved();
    await logIn(sandbox, { ...AHMED, imei: 'new-phone' }, { geoLocation: ASWAN });
    await logIn(sandbox, { ...AHMED, password: 'guess' }, { geoLocation: ASWAN });
    expect((await customer.requestOtp(requestId)).code).toBeNull();
    await logIn(sandbox, AHMED, { geoLocation: ASWAN });
    expect((await customer.requestOtp(requestId)).code).toBe(9301);
  });

  it('may be told in texts, as the README of an SDK of Vlens’s has it', async () => {
    const customer = await Customer.loggedIn(sandbox);
    const requestId = await customer.approved();
    const geoLocation = { latitude: String(ASWAN.latitude), longitude: String(ASWAN.longitude) };
    expect((await logIn(sandbox, AHMED, { geoLocation })).code).toBeNull();
    expect((await customer.requestOtp(requestId)).code).toBe(9301);
    for (const latitude of ['', ' 1', '1e1', '91', 'here'])
      expect((await logIn(sandbox, AHMED, { geoLocation: { ...ASWAN, latitude } })).code).toBe(400);
  });

  it('stays with a login that tells no place, which Vlens does not ask for', async () => {
    const customer = await Customer.loggedIn(sandbox);
    const requestId = await customer.approved();
    const { phoneNumber, password, imei } = AHMED;
    const body = { phoneNumber, password, imei };
    expect((await sandbox.call('POST', '/api/DigitalIdentity/Login', { body })).code).toBeNull();
    expect((await customer.requestOtp(requestId)).code).toBeNull();
  });
});

describe('anybody who is not let in', () => {
  const paths = [eligibilityPath, '/api/BusinessRequest/CurrentListIds', '/api/BusinessRequest/Current'];

  it.each(paths)('%s is closed without an ApiKey, with a wrong one, and without a token', async (path) => {
    const { data } = await logIn(sandbox, AHMED);
    const token = data.accessToken;
    const closed = { status: 401, code: 401, data: null };
    expect(await sandbox.call('GET', path, { token, apiKey: null })).toMatchObject(closed);
    expect(await sandbox.call('GET', path, { token, apiKey: 'guess' })).toMatchObject(closed);
    expect(await sandbox.call('GET', path)).toMatchObject(closed);
    expect(await sandbox.call('GET', path, { token: 'guess' })).toMatchObject(closed);
  });

  it('is not let in with a token that names another algorithm', async () => {
    const { data } = await logIn(sandbox, AHMED);
    const [, payload] = data.accessToken?.split('.') ?? [];
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const answer = await sandbox.call('GET', eligibilityPath, { token: `${header}.${payload}.` });
    expect(answer.status).toBe(401);
  });
});
