import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AHMED, anotherCode, CAR_LOAN, Customer, MONA, STEPS } from './support/customer.js';
import { TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let customer: Customer;
let requestId: string;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
  requestId = await customer.approved(CAR_LOAN);
});
afterAll(() => sandbox.close());

describe('the activation OTP', () => {
  it('is six digits in an SMS by the chosen provider', async () => {
    await customer.requestOtp(requestId, { smsProviders: 2 });
    const sms = await sandbox.newestSms(AHMED.phoneNumber);
    expect(sms).toMatchObject({ code: expect.stringMatching(/^\d{6}$/), provider: 'Vodafone', requestId });
    expect(sandbox.lines.at(-1)).toContain(sms.code);
  });

  it('wants liveness at exactly 80 km, or beyond alone, as the tenant reads the reference', async () => {
    await customer.requestOtp(requestId);
    const moved = { latitude: 0, longitude: 0 };
    await sandbox.control('POST', `users/${AHMED.phoneNumber}/location`, moved);
    // 80 km along the equator, by the earth's mean radius.
    const geoLocation = { latitude: 0, longitude: (80 / 6371.0088) * (180 / Math.PI) };
    expect((await customer.requestOtp(requestId, { geoLocation })).code).toBeNull();
    await sandbox.control('POST', 'tenant', { needsLivenessAt80Km: true });
    expect((await customer.requestOtp(requestId, { geoLocation })).code).toBe(9301);
  });

  it('is accepted once', async () => {
    const { id, code } = await customer.otpFor(requestId);
    expect((await customer.validateOtp(id, code)).code).toBeNull();
    expect((await customer.validateOtp(id, code)).code).toBe(9404);
  });

  it('is good until the last second of five minutes', async () => {
    const { id, code } = await customer.otpFor(requestId);
    sandbox.passSeconds(299);
    expect((await customer.validateOtp(id, code)).code).toBeNull();
  });

  it('is over after five minutes', async () => {
    const { id, code } = await customer.otpFor(requestId);
    sandbox.passSeconds(300);
    expect((await customer.validateOtp(id, code)).code).toBe(9403);
  });

  it('is over after five wrong tries, also for the right one', async () => {
    const { id, code } = await customer.otpFor(requestId);
    for (let time = 1; time <= 5; time += 1) {
      expect((await customer.validateOtp(id, anotherCode(code))).code).toBe(9402);
    }
    expect((await customer.validateOtp(id, code)).code).toBe(9406);
  });

  it('is still accepted at the fifth try', async () => {
    const { id, code } = await customer.otpFor(requestId);
    for (let time = 1; time <= 4; time += 1) await customer.validateOtp(id, anotherCode(code));
    expect((await customer.validateOtp(id, code)).code).toBeNull();
  });

  it('is ended by a newer one', async () => {
    const older = await customer.otpFor(requestId);
    const newer = await customer.otpFor(requestId);
    expect((await customer.validateOtp(older.id, older.code)).code).toBe(9405);
    expect((await customer.validateOtp(newer.id, newer.code)).code).toBeNull();
  });

  it('is sent three times in ten minutes at most', async () => {
    for (let time = 1; time <= 3; time += 1) await customer.otpFor(requestId);
    expect((await customer.requestOtp(requestId)).code).toBe(9407);
    sandbox.passSeconds(599);
    expect((await customer.requestOtp(requestId)).code).toBe(9407);
    sandbox.passSeconds(1);
    expect((await customer.requestOtp(requestId)).code).toBeNull();
  });

  it('is the customer’s own: another’s try is answered as for no OTP at all, and counts for nothing', async () => {
    const { id, code } = await customer.otpFor(requestId);
    const mona = await Customer.loggedIn(sandbox, MONA);
    const foreign = await mona.validateOtp(id, code);
    const missing = await mona.validateOtp('00000000-0000-4000-8000-000000000000', code);
    expect({ ...foreign, headers: null }).toEqual({ ...missing, headers: null });
    expect((await customer.validateOtp(id, code)).code).toBeNull();
  });

  it('is bound to its request and its KYC transaction', async () => {
    const { id, code } = await customer.otpFor(requestId);
    const another = '11111111-1111-4111-8111-111111111111';
    expect((await customer.validateOtp(id, code, { requestId: another })).code).toBe(9401);
    expect((await customer.validateOtp(id, code, { transactionId: another })).code).toBe(9401);
    const own = { requestId: requestId.toUpperCase(), transactionId: AHMED.transactionId };
    expect((await customer.validateOtp(id, code, own)).code).toBeNull();
  });

  it('is of no use once the request was rejected', async () => {
    const { id, code } = await customer.otpFor(requestId);
    await sandbox.control('POST', `requests/${requestId}/reject`);
    expect((await customer.validateOtp(id, code)).code).toBe(9202);
  });

  it('of a login does not activate a contract', async () => {
    const { phoneNumber, password } = AHMED;
    const body = { phoneNumber, password, imei: 'new-phone', geoLocation: { latitude: 30, longitude: 31 } };
    const { data } = await sandbox.call<{ phoneNumberOtpRequestId: string }>(
      'POST',
      '/api/DigitalIdentity/Login',
      { body },
    );
    const { code } = await sandbox.newestSms(phoneNumber);
    expect((await customer.validateOtp(data.phoneNumberOtpRequestId, code)).code).toBe(9401);
  });
});

describe('asking for an OTP', () => {
  it('is refused while the request waits for its approval, and once it was rejected', async () => {
    await sandbox.control('POST', `requests/${requestId}/reject`);
    expect((await customer.requestOtp(requestId)).code).toBe(9202);
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const waiting = await customer.approved();
    expect((await customer.requestOtp(waiting)).code).toBe(9201);
  });

  it('is refused once the contract is signed', async () => {
    await customer.sign(requestId);
    expect(await customer.requestOtp(requestId)).toMatchObject({ code: 9203, data: null });
  });

  it('may name the contract by its storage id, if that belongs to the request', async () => {
    const { contractStorageId } = (await sandbox.control('GET', `requests/${requestId}`)).body.request;
    const alone = await customer.step(`${STEPS}/StepRequestOtp`, { contractStorageId });
    expect(alone).toMatchObject({ code: null, data: { otpRequestId: expect.any(String) } });
    expect((await customer.requestOtp(requestId, { contractStorageId })).code).toBeNull();
    const other = '11111111-1111-4111-8111-111111111111';
    expect((await customer.requestOtp(requestId, { contractStorageId: other })).code).toBe(9001);
    const { fields } = await customer.step<never>(`${STEPS}/StepRequestOtp`, {});
    expect(fields).toEqual([expect.objectContaining({ field: 'requestId' })]);
  });
});
