import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readOperations } from '../../src/example-operations.js';
import { aSummary, envelope, REQUEST_ID, requestIdOf } from '../support/builders.js';
import { type Endpoint, type FakeAnswer, FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const EXAMPLES = readOperations(new URL('../../client/operations/sign-a-contract.graphql', import.meta.url));
const MARK = 'MARKED-UPSTREAM-BODY';
const MOMENT = {
  geoLocation: { latitude: 30.0444, longitude: 31.2357 },
  userDeviceUtcTime: '2026-11-23T12:00:00Z',
};

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
beforeEach(async () => {
  gateway = await startTestGateway({
    vlensUrl: upstream.url,
    env: { VLENS_LIVENESS_ERROR_CODES: '7001', UPSTREAM_TIMEOUT_MS: '2000' },
  });
});
afterEach(async () => {
  await gateway.close();
  upstream.reset();
});
afterAll(() => upstream.close());

async function ask(document: string, variables: Record<string, unknown> = {}) {
  return gateway.query(EXAMPLES.get(document) ?? document, variables, { token: 'user-token' });
}
async function one(
  document: string,
  variables: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { body } = await ask(document, variables);
  if (body.errors || !body.data) throw new Error(JSON.stringify(body.errors));
  return Object.values(body.data)[0] as Record<string, unknown>;
}
const askForOtp = () => one('AskForOtp', { input: { requestId: REQUEST_ID, ...MOMENT } });

describe('In front of a plain server that answers as the contract says', () => {
  const picture = (text: string) => Buffer.from(`picture ${text}`).toString('base64');
  const scan = { image: picture('0'), face1: picture('1'), face2: picture('2'), face3: picture('3') };
  const operations: [Endpoint, string, Record<string, unknown>, unknown][] = [
    ['listProductTypes', 'Products', {}, [{ productTypeId: 414 }]],
    [
      'getFormFields',
      '{ productType(id: 414) { formFields { key kind } } }',
      {},
      { formFields: [{ kind: 'TEXT' }] },
    ],
    ['checkEligibility', 'Eligibility', {}, { isEligible: true }],
    [
      'createBusinessRequest',
      'Create',
      { input: { productTypeId: 414, fields: [{ key: 'monthlyIncome', value: '5000' }], ...MOMENT } },
      { businessRequest: { status: 'PENDING_APPROVAL' } },
    ],
    ['getCurrentBusinessRequest', 'OpenRequest', {}, { id: REQUEST_ID }],
    [
      'listBusinessRequests',
      '{ businessRequests { nodes { documents { title } } } }',
      {},
      { nodes: [{ documents: [{ title: 'Contract' }] }] },
    ],
    ['listBusinessRequestIds', 'Status', { id: REQUEST_ID }, { status: 'APPROVED', nextStep: 'SIGN' }],
    [
      'getBusinessRequestById',
      `{ businessRequest(id: "${REQUEST_ID}") { paymentRequired } }`,
      {},
      { paymentRequired: true },
    ],
    [
      'stepRequestOtp',
      'AskForOtp',
      { input: { requestId: REQUEST_ID, ...MOMENT } },
      { otpRequestId: 'otp-request-1' },
    ],
    [
      'stepReValidateLiveness',
      'Revalidate',
      { input: { requestId: REQUEST_ID, scan, ...MOMENT } },
      { message: 'Liveness was re-validated.' },
    ],
    [
      'stepValidateOtp',
      'ValidateOtp',
      { input: { otpRequestId: 'otp-request-1', otpCode: '123456', ...MOMENT } },
      { paymentUrl: expect.stringContaining('/pay/1') },
    ],
    [
      'stepValidatePayment',
      'Confirm',
      { input: { requestId: REQUEST_ID, ...MOMENT } },
      { businessRequest: { status: 'APPROVED' } },
    ],
    [
      'generateSignContractLink',
      'SigningLink',
      { input: { requestId: REQUEST_ID, ...MOMENT } },
      { securityHash: 'hash-1' },
    ],
    [
      'viewContractPdf',
      'ContractPdf',
      { requestId: REQUEST_ID, securityHash: 'hash-1' },
      { url: expect.stringContaining(`/contracts/${REQUEST_ID}.pdf`) },
    ],
    [
      'login',
      'LogIn',
      {
        input: {
          phoneNumber: '+201000000001',
          password: 'p',
          deviceId: 'a-phone',
          geoLocation: MOMENT.geoLocation,
        },
      },
      { accessToken: 'user-token' },
    ],
  ];

  it.each(operations)(
    '%s works, with one call that the contract allows',
    async (endpoint, document, variables, answer) => {
      expect(await one(document, variables)).toMatchObject(answer as object);
      expect(upstream.calls(endpoint)).toHaveLength(1);
      expect(upstream.lastCall(endpoint).violations).toEqual([]);
      expect(upstream.lastCall(endpoint).headers.apikey).toBe('test-api-key');
    },
  );
});

describe('An answer is a success', () => {
  it.each([[null], [0], ['0']])('with error_code %p', async (error_code) => {
    upstream.answer('stepRequestOtp', { body: { ...envelope({ otpRequestId: 'o-1' }), error_code } });
    expect(await askForOtp()).toMatchObject({ __typename: 'ActivationOtpSent', otpRequestId: 'o-1' });
  });

  it('without any error_code', async () => {
    upstream.answer('stepRequestOtp', { body: { data: { otpRequestId: 'o-1' } } });
    expect(await askForOtp()).toMatchObject({ __typename: 'ActivationOtpSent' });
  });
});

describe('An answer is a Rejection', () => {
  it('that never tells the ApiKey, though Vlens does', async () => {
    const error_message = 'The moon over test-api-key is full, test-api-key.';
    upstream.answer('stepRequestOtp', { body: { data: null, error_code: 17, error_message } });
    expect(await askForOtp()).toMatchObject({
      __typename: 'Rejection',
      message: 'The moon over … is full, ….',
    });
  });

  it('that never tells it wherever in the answer Vlens does', async () => {
    const words = { message: 'test-api-key is wrong', errorMessage: 'test-api-key is wrong' };
    for (const data of [words, 'test-api-key is wrong', { errorMessage: words.errorMessage }]) {
      for (const error_code of [null, 17]) {
        upstream.answer('stepRequestOtp', { body: { error_code, data } });
        upstream.answer('stepValidateOtp', { body: { error_code, data } });
        const validated = one('ValidateOtp', {
          input: { requestId: REQUEST_ID, otpRequestId: 'o-1', otpCode: '123456', ...MOMENT },
        });
        const answers = await Promise.allSettled([askForOtp(), validated]);
        expect(
          JSON.stringify(answers, (_key, value) => (value instanceof Error ? String(value) : value)),
        ).not.toContain('test-api-key');
      }
    }
  });

  it.each([
    ['System.Text.Json', 'k3Y\\u002BMark/Zq77==\\u0026x'],
    ['in small letters', 'k3Y\\u002bMark/Zq77==\\u0026x'],
    ['with its solidus escaped', 'k3Y+Mark\\/Zq77==&x'],
    ['with both', 'k3Y\\u002BMark\\/Zq77==\\u0026x'],
    ['in full', 'k3Y\\u002BMark\\u002FZq77\\u003D\\u003D\\u0026x'],
    ['as a part of a URL', 'k3Y%2BMark%2FZq77%3D%3D%26x'],
  ])('that never tells it however it is written: %s', async (_how, written) => {
    await gateway.close();
    gateway = await startTestGateway({ vlensUrl: upstream.url, apiKey: 'k3Y+Mark/Zq77==&x' });
    const body = `{"data":null,"error_code":17,"error_message":"The moon over ${written} is full."}`;
    upstream.answer('stepRequestOtp', { body, headers: { 'content-type': 'application/json' } });
    expect(await askForOtp()).toMatchObject({ message: 'The moon over … is full.' });
  });

  it('whose words stay where the ApiKey of a trial is one of them', async () => {
    await gateway.close();
    gateway = await startTestGateway({ vlensUrl: upstream.url, apiKey: 'moon' });
    upstream.answer('stepRequestOtp', {
      body: { data: null, error_code: 17, error_message: 'The moon is full.' },
    });
    expect(await askForOtp()).toMatchObject({ message: 'The moon is full.' });
  });

  it.each([
    [200, 17, 17],
    [200, '17', 17],
    [400, 17, 17],
    [500, 17, 17],
    [404, null, null],
    [200, 422, 422],
  ])('with HTTP %i and error_code %p, in Vlens’s own words', async (status, error_code, errorCode) => {
    upstream.answer('stepRequestOtp', {
      status,
      body: { data: null, error_code, error_message: 'The moon is full.' },
    });
    const { body } = await ask(
      'mutation ($input: RequestActivationOtpInput!) { requestActivationOtp(input: $input) { __typename ... on Rejection { reason errorCode message } } }',
      { input: { requestId: REQUEST_ID, ...MOMENT } },
    );
    expect(body.data?.requestActivationOtp).toEqual({
      __typename: 'Rejection',
      reason: 'OTHER',
      errorCode,
      message: 'The moon is full.',
    });
  });
});

describe('Liveness is asked for', () => {
  const sentence = 'Location changed, liveness revalidation required.';
  it.each<[string, FakeAnswer]>([
    ['by the documented sentence', { body: { data: null, error_code: 5, error_message: sentence } }],
    [
      'by the sentence with HTTP 400',
      { status: 400, body: { data: null, error_code: null, error_message: sentence } },
    ],
    ['by needsReValidate', { body: envelope({ needsReValidate: true, otpRequestId: null }) }],
    [
      'by needsReValidate with HTTP 422',
      { status: 422, body: { data: { needsReValidate: true }, error_code: 9 } },
    ],
    ['by a code that the tenant named', { body: { data: null, error_code: '7001', error_message: 'No.' } }],
  ])('%s', async (_, answer) => {
    upstream.answer('stepRequestOtp', answer);
    expect(await askForOtp()).toMatchObject({
      __typename: 'LivenessRequired',
      thresholdKm: 80,
      requestId: REQUEST_ID,
    });
  });

  it('by nothing that only sounds like it', async () => {
    for (const error_message of ['Liveness check passed.', 'Invalid OTP for this location.']) {
      upstream.answer('stepRequestOtp', { body: { data: null, error_code: 5, error_message } });
      expect(await askForOtp()).toMatchObject({ __typename: 'Rejection' });
    }
  });
});

describe('A call that comes to nothing is a fault with its one code', () => {
  const json = { body: { data: null, error_message: MARK } };
  it.each<[string, FakeAnswer, string]>([
    ['401', { status: 401, ...json }, 'UNAUTHENTICATED'],
    ['403', { status: 403, ...json }, 'FORBIDDEN'],
    ['429', { status: 429, headers: { 'retry-after': '7' }, ...json }, 'RATE_LIMITED'],
    [
      'a page of HTML',
      { headers: { 'content-type': 'text/html' }, body: `<h1>${MARK}</h1>` },
      'UPSTREAM_INVALID_RESPONSE',
    ],
    ['a page of HTML with 502', { status: 502, body: `<h1>${MARK}</h1>` }, 'UPSTREAM_UNAVAILABLE'],
    ['broken JSON', { body: `{"data": "${MARK}` }, 'UPSTREAM_INVALID_RESPONSE'],
    ['an empty 200', {}, 'UPSTREAM_INVALID_RESPONSE'],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } },
      'UPSTREAM_INVALID_RESPONSE',
    ],
    ['a cut connection', { cut: 'headers' }, 'UPSTREAM_UNAVAILABLE'],
    ['a body cut half-way', { ...json, cut: 'body' }, 'UPSTREAM_UNAVAILABLE'],
    ['no answer', { stall: 'headers' }, 'UPSTREAM_TIMEOUT'],
    ['an answer that stops half-way', { ...json, stall: 'body' }, 'UPSTREAM_TIMEOUT'],
  ])('%s', async (_, answer, code) => {
    upstream.answer('checkEligibility', answer);
    const { body, text, status } = await ask('Eligibility');
    expect(status).toBe(200);
    expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    if (code === 'RATE_LIMITED') expect(body.errors?.[0]?.extensions.retryAfterSeconds).toBe(7);
    expect(body.errors?.[0]?.extensions.requestId).toMatch(/^[0-9a-f-]{36}$/);
    for (const secret of [MARK, 'test-api-key', 'user-token', upstream.url])
      expect(text).not.toContain(secret);
    expect(JSON.stringify(gateway.logs)).not.toContain(MARK);
    expect(upstream.calls('checkEligibility')).toHaveLength(1);
  });

  it('without a token nothing is asked at all', async () => {
    const { body } = await gateway.query('{ eligibility { isEligible } }');
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(upstream.calls()).toEqual([]);
  });
});

describe('A list is read as it comes', () => {
  it('with unknown statuses, missing lists, odd dates and entries that are none', async () => {
    const sent = {
      id: REQUEST_ID.toUpperCase(),
      requestStatusName: 'On The Moon',
      requeststatus: 6,
      creationTime: '2026-01-15T10:30:00.1234567',
    };
    upstream.answer('listBusinessRequests', {
      body: { data: [sent, null, { id: null }], error_code: '0', totalCount: 1 },
    });
    const { nodes } = await one(
      '{ businessRequests { nodes { id status statusName statusCode createdAt documents { title } signers { isSigned } terms { general } } } }',
    );
    expect(nodes).toEqual([
      {
        id: REQUEST_ID,
        status: 'UNKNOWN',
        statusName: 'On The Moon',
        statusCode: 6,
        createdAt: '2026-01-15T10:30:00.123Z',
        documents: [],
        signers: [],
        terms: null,
      },
    ]);
  });

  it('to its end over pages of the tenant’s own size', async () => {
    upstream.requests = Array.from({ length: 60 }, (_, number) => ({
      ...aSummary({ id: requestIdOf(number) }),
    }));
    upstream.largestPage = 25;
    const ids = upstream.requests.map(({ id }) => id);
    const { body } = await ask('query ($ids: [UUID!]!) { businessRequestsByIds(ids: $ids) { id } }', { ids });
    expect(body.data?.businessRequestsByIds).toEqual(ids.map((id) => ({ id })));
    expect(upstream.calls().map(({ endpoint }) => endpoint)).toEqual(Array(3).fill('listBusinessRequestIds'));
  });

  it('as null where there is no such request', async () => {
    expect(await one('Status', { id: requestIdOf(99) })).toBeNull();
  });
});

describe('A client that goes away', () => {
  it('takes its upstream call with it', async () => {
    upstream.answer('checkEligibility', { stall: 'headers' });
    const leaving = new AbortController();
    const gone = gateway
      .query('{ eligibility { isEligible } }', {}, { token: 'user-token', signal: leaving.signal })
      .catch((error: Error) => error.name);
    const call = await upstream.called('checkEligibility');
    leaving.abort();
    expect(await gone).toBe('AbortError');
    expect(await call.closed).toBe('gone');
  });
});
