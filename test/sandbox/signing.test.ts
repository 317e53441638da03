import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inDialect } from '../../sandbox/src/rules/dialects.js';
import { AHMED, CAR_LOAN, Customer, PERSONAL_LOAN, STEPS } from './support/customer.js';
import { frames } from './support/frames.js';
import { ALEXANDRIA, ASWAN, CAIRO, TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let customer: Customer;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
});
afterAll(() => sandbox.close());

describe('a customer far from where they were last', () => {
  it('must re-validate liveness, then signs from there', async () => {
    const id = await customer.approved(CAR_LOAN);
    customer.travelTo(ASWAN);
    const asked = await customer.requestOtp(id);
    expect(asked).toMatchObject({
      status: 200,
      code: 9301,
      message: 'Location changed, liveness revalidation required.',
      data: { otpRequestId: null, needsReValidate: true, transactionId: AHMED.transactionId },
    });
    const { transactionId } = asked.data;
    expect(await customer.revalidate({ requestId: id, transactionId })).toMatchObject({ code: 0 });
    await customer.sign(id);
    expect(await customer.statusOf(id)).toBe('Customer Signed');
  });

  it('is told so as the tenant’s dialect has it, and re-validates at the older address too', async () => {
    const id = await customer.approved(PERSONAL_LOAN);
    customer.travelTo(ASWAN);
    const asked = async (dialect: string) => {
      await sandbox.control('POST', 'tenant', { dialect });
      return customer.requestOtp(id);
    };
    const needed = { data: { otpRequestId: null, needsReValidate: true } };
    expect(await asked('current')).toMatchObject({ status: 200, code: 9301, ...needed });
    expect(await asked('sdk')).toMatchObject({ status: 422, code: 9301, ...needed });
    const older = await asked('older');
    expect(older).toMatchObject({ status: 200, code: null, message: null, ...needed });
    const { transactionId } = older.data;
    expect(
      await customer.step(`${STEPS}/StepRevalidteLiveness`, {
        requestId: id,
        transactionId,
        scanTransaction: await frames(),
      }),
    ).toMatchObject({ status: 200, code: null });
    expect(await asked('sdk')).toMatchObject({ status: 200, code: 0 });
  });

  it('is shown where to pay in an object, in the older dialect', () => {
    const told = { status: 200, body: { data: 'https://pay.test/1', error_code: null, error_message: null } };
    const data = { isActive: false, isValidPayment: false, paymentLink: 'https://pay.test/1' };
    expect(inDialect('older', `${STEPS}/StepValidateOtp`, told).body).toMatchObject({ data });
    expect(inDialect('current', `${STEPS}/StepValidateOtp`, told)).toEqual(told);
  });

  it('is sent no OTP, and none is counted', async () => {
    const id = await customer.approved(CAR_LOAN);
    customer.travelTo(ASWAN);
    for (let time = 1; time <= 4; time += 1) await customer.requestOtp(id);
    expect((await sandbox.control('GET', 'inbox')).body.messages).toEqual([]);
    customer.travelTo(CAIRO);
    expect((await customer.requestOtp(id)).code).toBeNull();
  });

  it('stays where they were when the liveness check fails', async () => {
    const id = await customer.approved(CAR_LOAN);
    customer.travelTo(ASWAN);
    const { face_1, ...rest } = await frames();
    const same = await customer.revalidate({ requestId: id }, { ...rest, face_1, face_2: face_1 });
    expect(same).toMatchObject({ code: 9302, data: null });
    expect(same.fields.length).toBeGreaterThan(0);
    expect((await customer.requestOtp(id)).code).toBe(9301);
  });

  it('may send one of the frames for the picture that they are compared with', async () => {
    const id = await customer.approved(CAR_LOAN);
    customer.travelTo(ASWAN);
    const all = await frames();
    expect(await customer.revalidate({ requestId: id }, { ...all, image: all.face_1 })).toMatchObject({
      code: 0,
    });
    expect((await customer.requestOtp(id)).code).toBeNull();
  });

  it('may be put there by the control API', async () => {
    const id = await customer.approved(CAR_LOAN);
    await sandbox.control('POST', `users/${AHMED.phoneNumber}/location`, ALEXANDRIA);
    expect((await customer.requestOtp(id)).code).toBe(9301);
    customer.travelTo(ALEXANDRIA);
    expect((await customer.requestOtp(id)).code).toBeNull();
  });

  it('leaves each step in the audit trail, with the place', async () => {
    const id = await customer.approved(CAR_LOAN);
    customer.travelTo(ASWAN);
    await customer.revalidate({ requestId: id });
    await customer.sign(id);
    const { body } = await sandbox.control('GET', `requests/${id}`);
    expect(body.audit.map(({ step }: { step: string }) => step)).toEqual([
      'Create',
      'Approve',
      'StepReValidateLiveness',
      'StepRequestOtp',
      'StepValidateOtp',
      'StepValidatePayment',
    ]);
    expect(body.audit.at(-1)).toMatchObject({
      who: 'Ahmed Mohamed',
      fromStatus: 'APPROVED',
      toStatus: 'CUSTOMER_SIGNED',
      ...ASWAN,
    });
  });
});

describe('a product with a payment', () => {
  it('is signed when it is paid, and not before', async () => {
    const id = await customer.approved(PERSONAL_LOAN);
    const url = await customer.withValidOtp(id);
    expect(url).toMatch(new RegExp(`^${sandbox.url}/pay/[\\w-]{43}$`));
    expect(await customer.confirm(id)).toMatchObject({ status: 200, code: 9501, data: url });
    expect(await customer.statusOf(id)).toBe('Approved');
    expect((await pay(url, 'kashier')).status).toBe(200);
    expect((await customer.confirm(id)).code).toBeNull();
    expect(await customer.statusOf(id)).toBe('Customer Signed');
  });

  it('keeps its payment when the OTP is validated again', async () => {
    const id = await customer.approved(PERSONAL_LOAN);
    const url = await customer.withValidOtp(id);
    await pay(url, 'fawry');
    expect(await customer.withValidOtp(id)).toBe(url);
    expect((await customer.confirm(id)).code).toBeNull();
  });

  it('shows a page on which the asked-for gateway is chosen', async () => {
    const id = await customer.approved(PERSONAL_LOAN);
    const { id: otpId, code } = await customer.otpFor(id, { paymentGateway: 'kashier' });
    const { data: url } = await customer.validateOtp(otpId, code);
    const page = await (await fetch(url)).text();
    expect(page).toContain('value="kashier" checked');
    expect(page).toContain('EGP 150.00');
  });

  it('is paid once, by Fawry or Kashier and nothing else', async () => {
    const url = await customer.withValidOtp(await customer.approved(PERSONAL_LOAN));
    expect((await pay(url, 'cash')).status).toBe(400);
    expect((await pay(url, 'fawry')).status).toBe(200);
    expect((await pay(url, 'fawry')).status).toBe(409);
    expect((await pay(`${sandbox.url}/pay/guess`, 'fawry')).status).toBe(404);
  });

  it('can’t be paid before the OTP is validated, nor once it is rejected', async () => {
    const id = await customer.approved(PERSONAL_LOAN);
    expect((await sandbox.control('POST', `requests/${id}/pay`)).status).toBe(409);
    const url = await customer.withValidOtp(id);
    await sandbox.control('POST', `requests/${id}/reject`);
    expect((await pay(url, 'fawry')).status).toBe(409);
    expect((await customer.confirm(id)).code).toBe(9202);
  });

  const pay = (url: string, gateway: string) =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ gateway }) });
});

describe('a product without a payment', () => {
  it('is signed without a charge', async () => {
    const id = await customer.approved(CAR_LOAN);
    expect(await customer.withValidOtp(id)).not.toContain('http');
    expect((await customer.confirm(id)).code).toBeNull();
    expect(await customer.statusOf(id)).toBe('Customer Signed');
  });
});

describe('the last step', () => {
  it('takes a validated OTP', async () => {
    const id = await customer.approved(CAR_LOAN);
    expect((await customer.confirm(id)).code).toBe(9408);
    await customer.otpFor(id);
    expect((await customer.confirm(id)).code).toBe(9408);
  });

  it('is taken once', async () => {
    const id = await customer.approved(CAR_LOAN);
    await customer.sign(id);
    expect(await customer.confirm(id)).toMatchObject({ code: 9203, data: null });
  });
});

describe('a step that lacks something', () => {
  it.each([
    ['StepRequestOtp', ['geoLocation', 'userDeviceUtcTime']],
    ['StepReValidateLiveness', ['geoLocation', 'userDeviceUtcTime', 'scanTransaction']],
    ['StepValidateOtp', ['geoLocation', 'userDeviceUtcTime', 'otpRequestId', 'otpCode']],
    ['StepValidatePayment', ['geoLocation', 'userDeviceUtcTime', 'requestId']],
  ])('%s says what', async (step, missing) => {
    const { code, fields } = await customer.call('POST', `${STEPS}/${step}`, {});
    expect(code).toBe(400);
    expect(fields.map(({ field }) => field)).toEqual(expect.arrayContaining(missing));
  });

  it('does not accept a place that is not on earth', async () => {
    customer.travelTo({ latitude: 90.01, longitude: 0 });
    const { code, fields } = await customer.requestOtp(await approvedAtHome());
    expect([code, fields[0]?.field]).toEqual([400, 'geoLocation.latitude']);
  });

  const approvedAtHome = async () => (await Customer.loggedIn(sandbox)).approved(CAR_LOAN);
});
