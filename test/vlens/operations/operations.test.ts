import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Login } from '../../../src/vlens/types.js';
import {
  aBusinessRequest,
  aFormField,
  aProductType,
  aUser,
  envelope,
  REQUEST_ID,
  refusal,
  requestIdOf,
} from '../../support/builders.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { API_KEY, aClient, accepted, type TestClient, TOKEN } from '../a-client.js';

let upstream: FakeUpstream;
let client: TestClient;

beforeAll(async () => {
  upstream = await FakeUpstream.start();
  client = aClient(upstream);
});
afterEach(() => {
  const violations = upstream.calls().flatMap((call) => call.violations);
  upstream.reset();
  expect(violations).toEqual([]);
});
afterAll(async () => {
  await client.close();
  await upstream.close();
});

const CAIRO = { latitude: 30.0444, longitude: 31.2357 };
const MOMENT = { geoLocation: CAIRO, userDeviceUtcTime: new Date('2026-01-15T12:30:00+02:00') };
const SENT_MOMENT = { geoLocation: CAIRO, userDeviceUtcTime: '2026-01-15T10:30:00.000Z' };
const SMS_ID = '5f6f0b7f-6c1e-4a0c-9a53-1f2f3f4f5f6f';
const TRANSACTION_ID = '0b7f3a52-6c1e-4a0c-9a53-1f2f3f4f5f6f';

describe('Every call', () => {
  it('carries the tenant’s key and the caller’s token, and asks for JSON', async () => {
    await client.api.checkEligibility({});
    const { headers } = upstream.lastCall('checkEligibility');
    expect(headers).toMatchObject({
      apikey: API_KEY,
      authorization: `Bearer ${TOKEN}`,
      accept: 'application/json',
      'user-agent': 'vlens-graphql-gateway',
    });
    expect(headers).not.toHaveProperty('content-type');
  });

  it('goes below the path that the base address has', async () => {
    const under = aClient(upstream, { baseUrl: `${upstream.url}/` });
    await under.api.listProductTypes({});
    await under.close();
    expect(upstream.lastCall('listProductTypes').path).toBe('/api/BusinessRequest/GetAllRequestTypes');
  });

  it('is reported once, with its endpoint and its end', async () => {
    const reporting = aClient(upstream);
    upstream.answer('checkEligibility', { status: 500 });
    upstream.answer('stepValidateOtp', { body: refusal(9, 'No') });
    await reporting.api.listProductTypes({});
    await reporting.api.checkEligibility({}).catch(() => undefined);
    await reporting.api.stepValidateOtp({ ...MOMENT, otpRequestId: 'o', otpCode: '1' });
    await reporting.close();
    expect(reporting.reported.map(({ endpoint, outcome }) => [endpoint, outcome])).toEqual([
      ['listProductTypes', 'accepted'],
      ['checkEligibility', 'fault'],
      ['stepValidateOtp', 'rejected'],
    ]);
    for (const { durationMs } of reporting.reported) expect(durationMs).toBeGreaterThanOrEqual(0);
  });
});

describe('listProductTypes', () => {
  it('answers the product types, without those that have no id', async () => {
    upstream.answer('listProductTypes', { body: envelope([aProductType(), { name: 'No id' }, null]) });
    expect(accepted(await client.api.listProductTypes({}))).toEqual([
      { id: 414, name: 'Personal Loan', typeId: 1, typeName: 'Loan' },
    ]);
  });

  it('answers none for null, and a fault for what is no list', async () => {
    upstream.answer('listProductTypes', { body: envelope(null) }, { body: envelope({ rows: [] }) });
    expect(accepted(await client.api.listProductTypes({}))).toEqual([]);
    await expect(client.api.listProductTypes({})).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE',
    });
  });
});

describe('getFormFields', () => {
  it('asks for the product type and answers its fields', async () => {
    upstream.answer('getFormFields', { body: envelope({ requestsFields: [aFormField(), {}] }) });
    expect(accepted(await client.api.getFormFields({ productTypeId: 414 }))).toMatchObject([
      { key: 'monthlyIncome', label: 'Monthly income', labelAr: 'الدخل الشهري' },
    ]);
    expect(upstream.lastCall('getFormFields').query).toEqual({ requestTypeId: '414' });
  });

  it('answers none where there is no form', async () => {
    upstream.answer('getFormFields', { body: envelope(null) });
    expect(accepted(await client.api.getFormFields({ productTypeId: 1 }))).toEqual([]);
  });
});

describe('checkEligibility', () => {
  it('answers what stands in the way, and no for what was not said', async () => {
    upstream.answer('checkEligibility', { body: envelope({ isDigitalIdentityVerified: 'true' }) });
    expect(accepted(await client.api.checkEligibility({}))).toEqual({
      isEligible: false,
      isDigitalIdentityVerified: true,
      hasPendingRequest: false,
      isEmailConfirmed: false,
    });
  });

  it('is a fault where nothing was answered', async () => {
    upstream.answer('checkEligibility', { body: envelope(null) });
    await expect(client.api.checkEligibility({})).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE',
    });
  });
});

describe('createBusinessRequest', () => {
  const INPUT = { ...MOMENT, productTypeId: 414, fields: { fullName: 'Ahmed', monthlyIncome: '5000' } };

  it('sends the values by key, and nothing that was not given', async () => {
    const created = accepted(await client.api.createBusinessRequest(INPUT));
    expect(created).toMatchObject({ request: { id: REQUEST_ID, status: 'PENDING_APPROVAL' } });
    const call = upstream.lastCall('createBusinessRequest');
    expect(call).toMatchObject({
      params: { typeId: '414' },
      headers: { 'content-type': 'application/json' },
    });
    expect(call.body).toEqual({ ...SENT_MOMENT, requestFieldsValues: INPUT.fields });
  });

  it('sends what else was given', async () => {
    const more = {
      isDynamicSubTypes: false,
      customerSignersIdentifiers: ['29901011234567'],
      minimumRequiredSignatories: 2,
    };
    await client.api.createBusinessRequest({ ...INPUT, ...more });
    expect(upstream.lastCall('createBusinessRequest').body).toMatchObject(more);
  });

  it('hands on Vlens’s field errors', async () => {
    upstream.answer('createBusinessRequest', {
      status: 400,
      body: refusal(1000, 'Some of the values are not valid.', {
        error_descriptions: [{ field: 'monthlyIncome', message: 'must be a number' }],
      }),
    });
    expect(await client.api.createBusinessRequest(INPUT)).toEqual({
      kind: 'rejection',
      errorCode: 1000,
      message: 'Some of the values are not valid.',
      reason: 'INVALID_INPUT',
      fieldErrors: [{ field: 'monthlyIncome', message: 'must be a number' }],
      paymentUrl: null,
    });
  });

  it.each([[null], [{}], [{ id: 'none' }], ['done']])(
    'is a fault where the request can’t be named: %j',
    async (data) => {
      upstream.answer('createBusinessRequest', { body: envelope(data) });
      await expect(client.api.createBusinessRequest(INPUT)).rejects.toMatchObject({
        code: 'UPSTREAM_INVALID_RESPONSE',
      });
    },
  );
});

describe('One business request', () => {
  it('is the current one, minimal or full', async () => {
    expect(accepted(await client.api.getCurrentBusinessRequest({ minimal: true }))).toMatchObject({
      id: REQUEST_ID,
    });
    expect(upstream.lastCall('getCurrentBusinessRequest').query).toEqual({ minimal: 'true' });
    await client.api.getCurrentBusinessRequest({ minimal: false });
    expect(upstream.lastCall('getCurrentBusinessRequest').query).toEqual({ minimal: 'false' });
  });

  it('is null where there is no current one', async () => {
    upstream.requests = [];
    expect(accepted(await client.api.getCurrentBusinessRequest({ minimal: false }))).toBeNull();
  });

  it('is read by its id', async () => {
    expect(accepted(await client.api.getBusinessRequestById({ id: REQUEST_ID }))).toMatchObject({
      id: REQUEST_ID,
      signers: [{ isSigned: false, person: { fullName: 'Ahmed Mohamed' } }],
      paymentRequired: true,
    });
    expect(accepted(await client.api.getBusinessRequestById({ id: requestIdOf(9) }))).toBeNull();
    expect(upstream.lastCall('getBusinessRequestById').params).toEqual({ id: requestIdOf(9) });
  });

  it('has its id encoded in the path', async () => {
    await client.api.getBusinessRequestById({ id: 'a/b?c=d#e' });
    expect(upstream.lastCall('getBusinessRequestById')).toMatchObject({
      params: { id: 'a/b?c=d#e' },
      query: {},
    });
  });
});

describe('The lists', () => {
  it('are read in slices', async () => {
    upstream.requests = [1, 2, 3, 4, 5].map((number) => aBusinessRequest({ id: requestIdOf(number) }));
    upstream.largestPage = 2;
    const page = accepted(await client.api.listBusinessRequestIds({ skipCount: 2, maxResultCount: 100 }));
    expect(page.totalCount).toBe(5);
    expect(page.items.map(({ id }) => id)).toEqual([requestIdOf(3), requestIdOf(4)]);
    expect(page.items[0]).not.toHaveProperty('formFields');
    expect(upstream.lastCall('listBusinessRequestIds').query).toEqual({
      SkipCount: '2',
      MaxResultCount: '100',
    });
    const full = accepted(await client.api.listBusinessRequests({ skipCount: 4, maxResultCount: 1 }));
    expect(full.items).toMatchObject([{ id: requestIdOf(5), formFields: [{ key: 'monthlyIncome' }] }]);
    expect(upstream.lastCall('listBusinessRequests').query).toEqual({ SkipCount: '4', MaxResultCount: '1' });
  });

  it('leave out an entry without an id and keep the rest', async () => {
    upstream.answer('listBusinessRequestIds', {
      body: envelope([{}, { id: REQUEST_ID }, 'x'], { totalCount: 3 }),
    });
    const { items } = accepted(await client.api.listBusinessRequestIds({ skipCount: 0, maxResultCount: 9 }));
    expect(items.map(({ id }) => id)).toEqual([REQUEST_ID]);
  });

  it('are empty for null, and do not say how many there are where Vlens does not', async () => {
    upstream.answer('listBusinessRequests', { body: envelope(null) });
    expect(accepted(await client.api.listBusinessRequests({ skipCount: 0, maxResultCount: 9 }))).toEqual({
      items: [],
      totalCount: null,
    });
  });
});

describe('stepRequestOtp', () => {
  it('sends the step and answers the OTP request', async () => {
    const answer = await client.api.stepRequestOtp({
      ...MOMENT,
      requestId: REQUEST_ID,
      contractStorageId: requestIdOf(3),
      transactionId: TRANSACTION_ID,
      paymentGateway: 'fawry',
      smsProvider: 2,
    });
    expect(answer).toEqual({ kind: 'accepted', value: { otpRequestId: 'otp-request-1' } });
    expect(upstream.lastCall('stepRequestOtp').body).toEqual({
      ...SENT_MOMENT,
      requestId: REQUEST_ID,
      contractStorageId: requestIdOf(3),
      transactionId: TRANSACTION_ID,
      paymentGateway: 'fawry',
      smsProviders: 2,
    });
  });

  it('sends nothing that was not given', async () => {
    await client.api.stepRequestOtp({ ...MOMENT, requestId: REQUEST_ID });
    expect(upstream.lastCall('stepRequestOtp').body).toEqual({ ...SENT_MOMENT, requestId: REQUEST_ID });
  });

  it.each([
    [200, refusal(7, 'Location changed, liveness revalidation required.')],
    [400, refusal(7, 'Location changed, liveness revalidation required.')],
    [500, refusal(7, 'Location changed, liveness revalidation required.')],
    [500, { error: { code: 0, message: 'Location changed, liveness revalidation required.' } }],
    [200, envelope({ needsReValidate: true })],
    [400, envelope({ needsReValidate: true })],
    [200, refusal(4242, 'No')],
    [422, refusal('4242')],
  ])('says that liveness is needed under HTTP %i with %j', async (status, body) => {
    const coded = aClient(upstream, { livenessErrorCodes: [4242] });
    upstream.answer('stepRequestOtp', { status, body });
    expect(await coded.api.stepRequestOtp(MOMENT)).toMatchObject({ kind: 'livenessNeeded' });
    expect(coded.reported).toMatchObject([{ outcome: 'rejected' }]);
    await coded.close();
  });

  it('is refused where an error comes with an otpRequestId, as in the published example', async () => {
    upstream.answer('stepRequestOtp', {
      body: { data: { otpRequestId: 'string' }, error_code: 1, error_message: 'string' },
    });
    expect(await client.api.stepRequestOtp(MOMENT)).toMatchObject({ kind: 'rejection', errorCode: 1 });
  });

  it('is refused for what only sounds like liveness', async () => {
    upstream.answer('stepRequestOtp', { body: refusal(9, 'Invalid OTP for this location') });
    expect(await client.api.stepRequestOtp(MOMENT)).toMatchObject({
      kind: 'rejection',
      reason: 'OTP_INCORRECT',
    });
  });

  it('takes a number for an otpRequestId', async () => {
    upstream.answer('stepRequestOtp', { body: envelope({ otpRequestId: 77 }) });
    expect(accepted(await client.api.stepRequestOtp(MOMENT))).toEqual({ otpRequestId: '77' });
  });

  it.each([[null], [{}], [{ otpRequestId: ' ' }], ['Liveness check passed']])(
    'is a fault where it is accepted without one: %j',
    async (data) => {
      upstream.answer('stepRequestOtp', { body: envelope(data) });
      await expect(client.api.stepRequestOtp(MOMENT)).rejects.toMatchObject({
        code: 'UPSTREAM_INVALID_RESPONSE',
      });
    },
  );
});

describe('stepReValidateLiveness', () => {
  it('sends the four images under Vlens’s names and answers its sentence', async () => {
    const scan = { image: 'aW1n', face1: 'ZjE=', face2: 'ZjI=', face3: 'ZjM=' };
    const answer = await client.api.stepReValidateLiveness({
      ...MOMENT,
      transactionId: TRANSACTION_ID,
      ...scan,
    });
    expect(answer).toEqual({ kind: 'accepted', value: { message: 'Liveness was re-validated.' } });
    expect(upstream.lastCall('stepReValidateLiveness').body).toEqual({
      ...SENT_MOMENT,
      transactionId: TRANSACTION_ID,
      scanTransaction: { image: 'aW1n', face_1: 'ZjE=', face_2: 'ZjI=', face_3: 'ZjM=' },
    });
    upstream.answer('stepReValidateLiveness', { body: envelope(null) });
    expect(accepted(await client.api.stepReValidateLiveness({ ...MOMENT, ...scan }))).toEqual({
      message: null,
    });
  });
});

describe('stepValidateOtp', () => {
  const INPUT = { ...MOMENT, otpRequestId: 'otp-request-1', otpCode: '012345' };

  it('sends the code as it was typed', async () => {
    const more = { requestId: REQUEST_ID, transactionId: TRANSACTION_ID, paymentGateway: 'kashier' };
    await client.api.stepValidateOtp({ ...INPUT, ...more });
    expect(upstream.lastCall('stepValidateOtp').body).toEqual({
      ...SENT_MOMENT,
      otpRequestId: 'otp-request-1',
      otpCode: '012345',
      ...more,
    });
  });

  it.each([
    [' https://pay.example/p?a=1 ', 'https://pay.example/p?a=1', null],
    ['HTTP://pay.example/p', 'http://pay.example/p', null],
    ['OTP validated', null, 'OTP validated'],
    ['See https://pay.example', null, 'See https://pay.example'],
    ['javascript:alert(1)', null, 'javascript:alert(1)'],
    [null, null, null],
    ['', null, null],
  ])('answers %j as the payment page %j or the sentence %j', async (data, paymentUrl, message) => {
    upstream.answer('stepValidateOtp', { body: envelope(data) });
    expect(accepted(await client.api.stepValidateOtp(INPUT))).toEqual({ paymentUrl, message });
  });
});

describe('stepValidatePayment', () => {
  const INPUT = { ...MOMENT, requestId: REQUEST_ID };

  it('sends the step and answers the sentence', async () => {
    expect(accepted(await client.api.stepValidatePayment(INPUT))).toEqual({
      message: 'The contract is activated.',
    });
    expect(upstream.lastCall('stepValidatePayment').body).toEqual({ ...SENT_MOMENT, requestId: REQUEST_ID });
  });

  it.each([
    ['https://pay.example/p', 'https://pay.example/p'],
    ['pay first', null],
    [null, null],
  ])('hands on the payment page of a refusal: %j', async (data, paymentUrl) => {
    upstream.answer('stepValidatePayment', { body: refusal(1501, 'The payment is not complete.', { data }) });
    expect(await client.api.stepValidatePayment(INPUT)).toMatchObject({
      kind: 'rejection',
      reason: 'PAYMENT_INCOMPLETE',
      paymentUrl,
    });
  });
});

describe('generateSignContractLink', () => {
  const INPUT = { ...MOMENT, requestId: REQUEST_ID };

  it('sends the request’s id', async () => {
    await client.api.generateSignContractLink(INPUT);
    expect(upstream.lastCall('generateSignContractLink').body).toEqual({
      ...SENT_MOMENT,
      requestId: REQUEST_ID,
    });
  });

  it.each([
    [
      'https://sign.example/s?RequestId=1&SecurityHash=a%2Bb%3D',
      'https://sign.example/s?RequestId=1&SecurityHash=a%2Bb%3D',
      'a+b=',
    ],
    ['https://sign.example/s?securityhash=a+b=', 'https://sign.example/s?securityhash=a+b=', 'a+b='],
    ['https://sign.example/#/s?SECURITYHASH=abc&x=1', 'https://sign.example/#/s?SECURITYHASH=abc&x=1', 'abc'],
    [
      'https://sign.example/s?SecurityHash=%E0%A4%A',
      'https://sign.example/s?SecurityHash=%E0%A4%A',
      '%E0%A4%A',
    ],
    ['https://sign.example/s', 'https://sign.example/s', null],
    ['https://sign.example/s?SecurityHash=', 'https://sign.example/s?SecurityHash=', null],
  ])('answers the link %j', async (data, url, securityHash) => {
    upstream.answer('generateSignContractLink', { body: envelope(data) });
    expect(accepted(await client.api.generateSignContractLink(INPUT))).toEqual({ url, securityHash });
  });

  it('takes a path from the root for one on Vlens’s host', async () => {
    upstream.answer('generateSignContractLink', { body: envelope('/sign?SecurityHash=abc') });
    expect(accepted(await client.api.generateSignContractLink(INPUT))).toEqual({
      url: `${upstream.url}/sign?SecurityHash=abc`,
      securityHash: 'abc',
    });
  });

  it.each([
    [null],
    [''],
    ['The link was sent'],
    ['javascript:alert(1)'],
    ['ftp://sign.example'],
    [{ url: 'x' }],
  ])('is a fault without a link: %j', async (data) => {
    upstream.answer('generateSignContractLink', { body: envelope(data) });
    await expect(client.api.generateSignContractLink(INPUT)).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE',
    });
  });
});

describe('login', () => {
  const INPUT: Login = {
    geoLocation: CAIRO,
    phoneNumber: '+201234567890',
    password: 'secret',
    deviceId: 'a-phone',
  };
  const CODE_SENT = { phoneNumberOtpRequestId: SMS_ID, phoneOtpExpireInSeconds: 300 };

  it('needs no token, sends none, and answers the session', async () => {
    upstream.answer('login', {
      body: envelope({
        accessToken: 'jwt',
        refreshToken: 'another',
        expireInSeconds: 86400,
        transactionId: REQUEST_ID.toUpperCase(),
        isDigitalIdentityVerified: true,
        user: aUser({ name: 'Mona' }),
      }),
    });
    const answer = await client.apiFor({ token: null }).login(INPUT);
    expect(accepted(answer)).toMatchObject({
      kind: 'session',
      accessToken: 'jwt',
      refreshToken: 'another',
      expiresInSeconds: 86400,
      transactionId: REQUEST_ID,
      isDigitalIdentityVerified: true,
      hasPendingRequest: null,
      user: { name: 'Mona' },
    });
    await client.api.login(INPUT);
    for (const { headers, body } of upstream.calls('login')) {
      expect(headers).toMatchObject({ apikey: API_KEY });
      expect(headers).not.toHaveProperty('authorization');
      expect(body).toEqual({
        geoLocation: CAIRO,
        imei: 'a-phone',
        phoneNumber: '+201234567890',
        password: 'secret',
      });
    }
  });

  it('sends the device and the code under Vlens’s names', async () => {
    await client.api.login({
      ...INPUT,
      deviceId: 'device',
      smsProvider: 4,
      otpRequestId: SMS_ID,
      otpCode: '1234',
    });
    expect(upstream.lastCall('login').body).toMatchObject({
      imei: 'device',
      smsProvider: 4,
      smsProviders: 4,
      phoneNumberOtpRequestId: SMS_ID,
      phoneNumberOtp: '1234',
    });
  });

  it.each([
    [200, envelope({ ...CODE_SENT, accessToken: null }), {}],
    [200, refusal(5, 'Confirm your phone', { data: CODE_SENT }), { errorCode: 5 }],
    [400, refusal(5, 'Confirm your phone', { data: CODE_SENT }), { errorCode: 5 }],
  ])('asks for the SMS code of a device that Vlens does not know: HTTP %i', async (status, body, more) => {
    upstream.answer('login', { status, body });
    expect(accepted(await client.api.login(INPUT))).toEqual({
      kind: 'loginOtpNeeded',
      otpRequestId: SMS_ID,
      expiresInSeconds: 300,
      ...more,
    });
  });

  it('is refused where the code that was sent is the wrong one', async () => {
    upstream.answer('login', { body: refusal(6, 'Invalid OTP', { data: CODE_SENT }) });
    const answer = await client.api.login({ ...INPUT, otpRequestId: SMS_ID, otpCode: '0000' });
    expect(answer).toMatchObject({ kind: 'rejection', reason: 'OTP_INCORRECT' });
  });

  it('is refused with a wrong password', async () => {
    upstream.answer('login', { body: refusal(5, 'Invalid user name or password') });
    expect(await client.api.login(INPUT)).toMatchObject({ kind: 'rejection', reason: 'INVALID_CREDENTIALS' });
  });

  it.each([
    [{ accessToken: null, isEmailConfirmationRequired: true, emailOtpRequestId: 'e-1' }],
    [{ accessToken: null, isPhoneNumberConfirmationRequired: 'true' }],
    [{ isEmailConfirmationRequired: false, emailOtpRequestId: 'e-1' }],
  ])('is refused where the account must be confirmed first: %j', async (data) => {
    upstream.answer('login', { body: envelope(data) });
    expect(await client.api.login(INPUT)).toMatchObject({
      kind: 'rejection',
      reason: 'OTHER',
      message: expect.stringContaining('not confirmed yet'),
    });
  });

  it.each([[null], [{}], [{ accessToken: '' }], ['jwt']])(
    'is a fault without a session: %j',
    async (data) => {
      upstream.answer('login', { body: envelope(data) });
      await expect(client.api.login(INPUT)).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
    },
  );
});
