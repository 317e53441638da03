import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aBusinessRequest, aFormField, envelope, REQUEST_ID, refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { openApi } from '../support/openapi.js';
import { aJpeg } from '../support/pictures.js';
import type { TestServer } from '../support/server.js';

const MOMENT = {
  geoLocation: { latitude: 30.0444, longitude: 31.2357 },
  userDeviceUtcTime: '2026-11-23T12:00:00Z',
};
const OF_REQUEST = { input: { requestId: REQUEST_ID, ...MOMENT } };

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
beforeEach(async () => {
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterEach(async () => {
  await gateway.close();
  upstream.reset();
});
afterAll(() => upstream.close());

function ask(
  document: string,
  variables: Record<string, unknown> = {},
  token: string | undefined = 'user-token',
) {
  return gateway.query(document, variables, token === undefined ? {} : { token });
}
const codeOf = async (answer: ReturnType<typeof ask>) => (await answer).body.errors?.[0]?.extensions?.code;

describe('Create, whose only published answer is id, requestNumber and typeName', () => {
  const create = (selection: string) =>
    ask(
      `mutation ($input: CreateBusinessRequestInput!) { createBusinessRequest(input: $input) {
        ... on BusinessRequestCreated { businessRequest { ${selection} } } } }`,
      { input: { productTypeId: 414, fields: [{ key: 'monthlyIncome', value: '5000' }], ...MOMENT } },
    );
  beforeEach(() => {
    upstream.answer('createBusinessRequest', {
      body: envelope({ id: REQUEST_ID, requestNumber: 'REQ-2026-00001', typeName: 'Personal Loan' }),
    });
  });

  it('is followed by a read of the request, where more was selected', async () => {
    const { body } = await create('requestNumber status nextStep paymentRequired');
    expect(body.data?.createBusinessRequest).toEqual({
      businessRequest: {
        requestNumber: 'REQ-2026-00001',
        status: 'APPROVED',
        nextStep: 'SIGN',
        paymentRequired: true,
      },
    });
    expect(upstream.calls('getBusinessRequestById')).toHaveLength(1);
  });

  it.each([
    { requeststatus: null, requestStatusName: null, hasPaymentCheckPerRequestFeature: null },
    { requeststatus: 0, requestStatusName: '', customerSigners: [], hasPaymentCheckPerRequestFeature: null },
    { requeststatus: 0, requestStatusName: ' ', hasPaymentCheckPerRequestFeature: false },
  ])('is followed by that read too, where .NET writes what it has not filled: %j', async (unfilled) => {
    upstream.answer('createBusinessRequest', {
      body: envelope({ id: REQUEST_ID, requestNumber: 'REQ-2026-00001', typeName: null, ...unfilled }),
    });
    const { body } = await create('status typeName paymentRequired');
    expect(body.data?.createBusinessRequest).toEqual({
      businessRequest: { status: 'APPROVED', typeName: 'Personal Loan', paymentRequired: true },
    });
    expect(upstream.calls('getBusinessRequestById')).toHaveLength(1);
  });

  it('is enough, where no more was selected', async () => {
    const { body } = await create('__typename id requestNumber typeName');
    expect(body.data?.createBusinessRequest).toMatchObject({ businessRequest: { id: REQUEST_ID } });
    expect(upstream.calls().map(({ endpoint }) => endpoint)).toEqual([
      'getFormFields',
      'createBusinessRequest',
    ]);
  });

  it('is never lost for the sake of that read', async () => {
    upstream.answer('getBusinessRequestById', { status: 502, body: '<h1>Bad gateway</h1>' });
    const { body } = await create('id status statusCode');
    expect(body.data?.createBusinessRequest).toEqual({
      businessRequest: { id: REQUEST_ID, status: 'UNKNOWN', statusCode: null },
    });
  });

  it('may answer in full all the same, which spares the read', async () => {
    upstream.answer('createBusinessRequest', { body: envelope(aBusinessRequest()) });
    const { body } = await create('status paymentRequired');
    expect(body.data?.createBusinessRequest).toEqual({
      businessRequest: { status: 'APPROVED', paymentRequired: true },
    });
    expect(upstream.calls('getBusinessRequestById')).toEqual([]);
  });
});

describe('A form’s keys and options', () => {
  it('go out exactly as Vlens sent them, spaces included; labels are trimmed', async () => {
    const field = { ...aFormField({ key: 'car colour ', displayText: ' Colour ' }), type: 'dropdown' };
    const options = [{ id: 1, name: ' Blue ', relatedQuestions: null }];
    upstream.answer('getFormFields', {
      body: envelope({
        id: 101,
        name: 'Application',
        requestsFields: [{ ...field, availableValuesItems: options }],
      }),
    });
    const read = await ask('{ productType(id: 414) { formFields { key label options { name } } } }');
    expect(read.body.data?.productType).toMatchObject({
      formFields: [{ key: 'car colour ', label: 'Colour', options: [{ name: ' Blue ' }] }],
    });
    const { body } = await ask(
      `mutation ($input: CreateBusinessRequestInput!) { createBusinessRequest(input: $input) { __typename } }`,
      { input: { productTypeId: 414, fields: [{ key: 'car colour ', value: ' Blue ' }], ...MOMENT } },
    );
    expect(body.errors).toBeUndefined();
    expect(JSON.stringify(upstream.lastCall('createBusinessRequest').body)).toContain(
      '"car colour ":" Blue "',
    );
  });
});

describe('A code inside HTTP 200 is what the HTTP status of its number is', () => {
  const CONFIRM = `mutation ($input: ConfirmPaymentInput!) { confirmPayment(input: $input) {
    __typename ... on Rejection { reason } } }`;

  it.each([
    [401, 'UNAUTHENTICATED'],
    ['401', 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [429, 'RATE_LIMITED'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [504, 'UPSTREAM_TIMEOUT'],
  ])('%p: a read is %s', async (code, fault) => {
    upstream.answer('checkEligibility', { body: refusal(code, 'Unauthorized – MARKED') });
    const { body, text } = await ask('{ eligibility { isEligible } }');
    expect(body.errors?.[0]?.extensions?.code).toBe(fault);
    expect(text).not.toContain('MARKED');
  });

  it('a step of 500 may have been taken, and its idempotency key says so again', async () => {
    upstream.answer('stepValidatePayment', { body: refusal(500, 'Internal error') });
    const idempotencyKey = '0c1e7c0e-64a4-4d8b-9d9f-0a4d3f0f1a11';
    for (let time = 0; time < 2; time += 1) {
      const { body } = await ask(CONFIRM, { input: { ...OF_REQUEST.input, idempotencyKey } });
      expect(body.errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
    }
    expect(upstream.calls('stepValidatePayment')).toHaveLength(1);
  });

  it('a step of 403 was not taken, and its key may be used again', async () => {
    upstream.answer('stepValidatePayment', { body: refusal(403) }, { body: envelope('Done.') });
    const variables = {
      input: { ...OF_REQUEST.input, idempotencyKey: '0c1e7c0e-64a4-4d8b-9d9f-0a4d3f0f1a12' },
    };
    expect(await codeOf(ask(CONFIRM, variables))).toBe('FORBIDDEN');
    expect((await ask(CONFIRM, variables)).body.data?.confirmPayment).toMatchObject({
      __typename: 'ContractActivated',
    });
  });
});

describe('HTTP 401 and 403 over an envelope', () => {
  it.each<[number, unknown, string]>([
    [403, refusal(403, 'Access token is missing or invalid. MARKED'), 'UNAUTHENTICATED'],
    [403, refusal(7, 'The token has expired. MARKED'), 'UNAUTHENTICATED'],
    [403, refusal(401, 'MARKED'), 'UNAUTHENTICATED'],
    [401, refusal(403, 'MARKED'), 'UNAUTHENTICATED'],
    [403, { error: { code: 0, message: 'Invalid token. MARKED' } }, 'UNAUTHENTICATED'],
    [403, refusal(403, 'You may not read this. MARKED'), 'FORBIDDEN'],
    [403, envelope({ isEligible: true }), 'FORBIDDEN'],
    [403, '<h1>The token has expired. MARKED</h1>', 'FORBIDDEN'],
    [403, refusal(4005, 'MARKED'), 'TENANT_CONFIGURATION'],
    [401, refusal('4001', 'MARKED'), 'TENANT_CONFIGURATION'],
  ])('are about what it says: %i with %j is %s', async (status, body, fault) => {
    upstream.answer('checkEligibility', { status, body });
    const { body: told, text } = await ask('{ eligibility { isEligible } }');
    expect(told.errors?.[0]?.extensions?.code).toBe(fault);
    expect(text).not.toContain('MARKED');
  });

  it.each([401, 403])('ask for liveness with %i as with any other status', async (status) => {
    const body = refusal(status, 'Location changed, liveness revalidation required.');
    upstream.answer('stepRequestOtp', { status, body });
    const { body: told } = await ask(
      'mutation ($input: RequestActivationOtpInput!) { requestActivationOtp(input: $input) { __typename } }',
      OF_REQUEST,
    );
    expect(told.data?.requestActivationOtp).toEqual({ __typename: 'LivenessRequired' });
  });

  it.each([200, 403])('say nothing of the ApiKey, where a token of Google has ended: %i', async (status) => {
    upstream.answer('stepVerifyOAuthToken', { status, body: refusal(403, 'The token has expired.') });
    const { body } = await ask(
      'mutation { verifyOAuthToken(input: { provider: GOOGLE, idToken: "t" }) { __typename } }',
    );
    expect(body.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(await (await fetch(`${gateway.url}/health/ready`)).json()).not.toHaveProperty('problems');
  });
});

describe('What is not there', () => {
  it('is null where the request that came is one that .NET has not filled', async () => {
    upstream.answer('getCurrentBusinessRequest', {
      body: envelope({ id: '00000000-0000-0000-0000-000000000000', requestNumber: null, requeststatus: 0 }),
    });
    const { body } = await ask('{ currentBusinessRequest { id } }');
    expect(body.data).toEqual({ currentBusinessRequest: null });
    expect(body.errors).toBeUndefined();
  });

  const one = (selection = 'documents { title }') =>
    ask(`{ businessRequest(id: "${REQUEST_ID}") { ${selection} } }`);

  it.each([
    [404, {}],
    [404, ''],
    [404, { data: null, error_code: 1234 }],
    [200, refusal(404)],
    [200, refusal(9, 'No business request found')],
    [200, refusal('9', 'No data found')],
    [200, refusal(9, 'لا توجد طلبات')],
  ])('is null by its id, under HTTP %i with %j', async (status, body) => {
    upstream.answer('getBusinessRequestById', { status, body });
    const answer = await one();
    expect(answer.body).toEqual({ data: { businessRequest: null } });
  });

  it('is an empty list where there are none', async () => {
    upstream.answer('listBusinessRequestIds', { body: refusal(9, 'لا توجد طلبات') });
    const { body } = await ask('{ businessRequests { totalCount nodes { id } pageInfo { hasNextPage } } }');
    expect(body.data?.businessRequests).toEqual({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false },
    });
  });

  it('is a fault where a page of HTML says so: that is another server', async () => {
    upstream.answer('getBusinessRequestById', { status: 404, body: '<h1>Not Found</h1>' });
    expect(await codeOf(one())).toBe('UPSTREAM_INVALID_RESPONSE');
  });
});

describe('The framework’s HTTP 500 with a sentence for the user', () => {
  const body = {
    error: { code: 0, message: 'This form is closed.', details: null, validationErrors: null },
    __abp: true,
  };

  it('is a refusal of a read', async () => {
    upstream.answer('checkEligibility', { status: 500, body });
    expect(await codeOf(ask('{ eligibility { isEligible } }'))).toBe('FORBIDDEN');
  });

  it('leaves it open whether a step was taken', async () => {
    upstream.answer('stepRequestOtp', { status: 500, body });
    const { body: told } = await ask(
      'mutation ($input: RequestActivationOtpInput!) { requestActivationOtp(input: $input) { __typename } }',
      OF_REQUEST,
    );
    expect(told.errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
  });
});

describe('Field errors of the published shape', () => {
  it('name the field and say what is wrong, and never what the customer sent', async () => {
    upstream.answer('createBusinessRequest', {
      body: refusal(422, null, {
        error_descriptions: [
          {
            field: 'dateOfBirth',
            value: 'MARKED-31-02',
            errors: [{ code: 1001, message: 'MARKED-31-02 is no date.' }],
          },
        ],
      }),
    });
    const { body, text } = await ask(
      `mutation ($input: CreateBusinessRequestInput!) { createBusinessRequest(input: $input) {
        ... on Rejection { reason fieldErrors { field message } } } }`,
      { input: { productTypeId: 414, fields: [], ...MOMENT } },
    );
    expect(body.data?.createBusinessRequest).toEqual({
      reason: 'INVALID_INPUT',
      fieldErrors: [{ field: 'dateOfBirth', message: '… is no date.' }],
    });
    expect(text).not.toContain('MARKED');
  });
});

describe('A payment link', () => {
  it.each([['https://pay.test/1'], [{ paymentLink: 'https://pay.test/1', message: 'Pay first.' }]])(
    'is read of %j',
    async (data) => {
      upstream.answer('stepValidateOtp', { body: envelope(data) });
      const { body } = await ask(
        'mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) { ... on ActivationOtpValidated { paymentUrl } } }',
        { input: { otpRequestId: 'o-1', otpCode: '123456', ...MOMENT } },
      );
      expect(body.data?.validateActivationOtp).toEqual({ paymentUrl: 'https://pay.test/1' });
    },
  );
});

describe('The forms of the older single step, Activate', () => {
  const step = (field: string, type: string, input: object, more = '') =>
    ask(
      `mutation ($input: ${type}!) { ${field}(input: $input) { __typename
        ... on Problem { message errorCode } ... on Rejection { reason } ${more} } }`,
      { input: { ...input, ...MOMENT } },
    ).then(({ body }) => body.data?.[field]);
  const otp = () => step('requestActivationOtp', 'RequestActivationOtpInput', { requestId: REQUEST_ID });
  const code = () =>
    step('validateActivationOtp', 'ValidateActivationOtpInput', { otpRequestId: 'o-1', otpCode: '123456' });
  const pay = () =>
    step(
      'confirmPayment',
      'ConfirmPaymentInput',
      { requestId: REQUEST_ID },
      '... on PaymentRequired { paymentUrl }',
    );
  const paymentLink = 'https://pay.test/1';

  it.each([
    [{ errorMessage: 'The OTP is incorrect.', isActive: false }, 'OTP_INCORRECT'],
    [false, 'OTHER'],
  ])('say no of a code by %j, and no error', async (data, reason) => {
    upstream.answer('stepValidateOtp', { body: envelope(data) });
    expect(await code()).toMatchObject({ __typename: 'Rejection', reason });
  });

  it('say nothing against a code by flags of what is still to come', async () => {
    upstream.answer('stepValidateOtp', { body: envelope({ isActive: false, isValidPayment: false }) });
    expect(await code()).toEqual({ __typename: 'ActivationOtpValidated' });
  });

  it('say no of a scan by a flag that asks for another', async () => {
    const image = (seed: number) => aJpeg({ seed }).toString('base64');
    const scan = { image: image(1), face1: image(2), face2: image(3), face3: image(4) };
    upstream.answer('stepReValidateLiveness', { body: envelope({ needsReValidate: true }) });
    const input = { requestId: REQUEST_ID, scan };
    expect(await step('revalidateLiveness', 'RevalidateLivenessInput', input)).toMatchObject({
      __typename: 'Rejection',
      reason: 'LIVENESS_FAILED',
    });
  });

  it('say no of an OTP by a message, which may ask for liveness', async () => {
    upstream.answer('stepRequestOtp', {
      body: envelope({ isActive: false, errorMessage: 'The request is not approved yet.' }),
    });
    expect(await otp()).toMatchObject({ __typename: 'Rejection', reason: 'NOT_APPROVED' });
    const errorMessage = 'Location changed, liveness revalidation required.';
    upstream.answer('stepRequestOtp', { body: envelope({ isActive: false, errorMessage }) });
    expect(await otp()).toMatchObject({ __typename: 'LivenessRequired', message: errorMessage });
  });

  it.each([
    [{ isActive: false, isValidPayment: false, paymentLink }, paymentLink],
    [{ isValidPayment: false }, null],
    [{ isActive: false, errorMessage: 'Payment is not completed.' }, null],
  ])('say by %j that nobody has paid', async (data, paymentUrl) => {
    upstream.answer('stepValidatePayment', { body: envelope(data) });
    expect(await pay()).toMatchObject({ __typename: 'PaymentRequired', paymentUrl });
  });

  it.each([[{ isActive: true, isValidPayment: true, errorMessage: null }], [{ isActive: true }], ['Done']])(
    'say by %j that the contract is active',
    async (data) => {
      upstream.answer('stepValidatePayment', { body: envelope(data) });
      expect(await pay()).toEqual({ __typename: 'ContractActivated' });
    },
  );

  it('leave it open whether a step was taken, where nothing of an answer can be read', async () => {
    upstream.answer('stepValidatePayment', { body: {} });
    const { body } = await ask(
      'mutation ($input: ConfirmPaymentInput!) { confirmPayment(input: $input) { __typename } }',
      OF_REQUEST,
    );
    expect(body.errors?.[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE',
      outcome: 'UNKNOWN',
    });
  });
});

describe('A provider of SMS in an answer, which no published one has', () => {
  const provider = { smsProvider: 0, smsProviders: 0 };

  it('is passed over, be it 0: nothing else of the answer is lost', async () => {
    const login = {
      phoneNumber: '+201000000001',
      password: 'p',
      deviceId: 'd',
      geoLocation: MOMENT.geoLocation,
    };
    const send = async (field: string, type: string, input: object, selection: string) => {
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`;
      return (await ask(query, { input })).body.data?.[field];
    };
    upstream.answer('login', { body: envelope({ ...provider, accessToken: 'token-1' }) });
    expect(await send('login', 'LoginInput', login, '... on Session { accessToken }')).toEqual({
      accessToken: 'token-1',
    });
    upstream.answer('login', { body: envelope({ ...provider, phoneNumberOtpRequestId: 'otp-1' }) });
    expect(await send('login', 'LoginInput', login, '... on LoginOtpRequired { otpRequestId }')).toEqual({
      otpRequestId: 'otp-1',
    });
    upstream.answer('stepVerifyPhone', {
      body: envelope({ ...provider, phoneNumberOtpRequestId: 'code-1' }),
    });
    const phone = { phoneNumber: '+201000000001' };
    expect(
      await send('sendPhoneCode', 'SendPhoneCodeInput', phone, '... on CodeSent { codeRequestId }'),
    ).toEqual({
      codeRequestId: 'code-1',
    });
    upstream.answer('stepRequestOtp', { body: envelope({ ...provider, otpRequestId: 'otp-2' }) });
    expect(
      await send(
        'requestActivationOtp',
        'RequestActivationOtpInput',
        OF_REQUEST.input,
        '... on ActivationOtpSent { otpRequestId }',
      ),
    ).toEqual({ otpRequestId: 'otp-2' });
  });
});

describe('A device that Vlens does not know', () => {
  const ASKED = `mutation ($input: LoginInput!) { login(input: $input) { __typename
    ... on LoginOtpRequired { otpRequestId message errorCode } } }`;
  const login = {
    phoneNumber: '+201000000001',
    password: 'p',
    deviceId: 'd',
    geoLocation: MOMENT.geoLocation,
  };

  it.each([
    ['as a success', envelope({ phoneNumberOtpRequestId: 'sms-1' }), null],
    ['as a refusal', refusal('1203', 'Confirm it.', { data: { phoneNumberOtpRequestId: 'sms-1' } }), 1203],
  ])('asks for the SMS code, with the number under which Vlens says so: %s', async (_, body, errorCode) => {
    upstream.answer('login', { body });
    expect((await ask(ASKED, { input: login })).body.data?.login).toEqual({
      __typename: 'LoginOtpRequired',
      otpRequestId: 'sms-1',
      message: expect.stringContaining('log in again'),
      errorCode,
    });
  });
});

describe('The requestId of an activation OTP', () => {
  const contractStorageId = '5b1c3f0a-9d1e-4b7a-8a3c-000000000001';
  const fieldErrors = async (input: object) => {
    const { body } = await ask(
      'mutation ($input: RequestActivationOtpInput!) { requestActivationOtp(input: $input) { ... on Rejection { fieldErrors { field message } } } }',
      { input: { ...input, ...MOMENT } },
    );
    return body.data?.requestActivationOtp;
  };

  it('goes along wherever it is known, beside the contract’s', async () => {
    await fieldErrors({ requestId: REQUEST_ID, contractStorageId });
    expect(upstream.lastCall('stepRequestOtp').body).toMatchObject({
      requestId: REQUEST_ID,
      contractStorageId,
    });
  });

  it('is never guessed, and asked for where Vlens refuses a contract without it', async () => {
    upstream.answer('stepRequestOtp', { body: refusal(400, 'Bad Request - Input parameters are invalid.') });
    expect(await fieldErrors({ contractStorageId })).toEqual({
      fieldErrors: [
        { field: 'requestId', message: expect.stringMatching(/^Name requestId .* createBusinessRequest/) },
      ],
    });
    expect(upstream.calls().map(({ endpoint }) => endpoint)).toEqual(['stepRequestOtp']);
    expect(upstream.lastCall('stepRequestOtp').body).not.toHaveProperty('requestId');
    expect(await fieldErrors({ requestId: REQUEST_ID })).toEqual({ fieldErrors: [] });
    upstream.answer('stepRequestOtp', { body: refusal(9, 'Too many attempts.') });
    expect(await fieldErrors({ contractStorageId })).toEqual({ fieldErrors: [] });
  });
});

describe('A signing link', () => {
  it('is experimental, wherever somebody may come upon it', () => {
    const pages = ['reference/schema', 'reference/vlens', 'how-to/mobile-webview', 'signing-page'];
    const told = pages.map((page) => readFileSync(`docs/${page}.md`, 'utf8'));
    const described = /"""\n(.*)\n {2}"""\n {2}generateSigningLink\(/.exec(
      readFileSync('schema/schema.graphql', 'utf8'),
    );
    told.push(described?.[1] ?? '');
    const contract = openApi<{ paths: Record<string, { post: { description: string } }> }>();
    told.push(contract.paths['/api/BusinessRequest/GenerateSignContractLink']?.post.description ?? '');
    for (const text of told) expect(text).toMatch(/experimental/i);
  });
});

describe('A list in the framework’s own form', () => {
  it('is read like the published one', async () => {
    const items = [aBusinessRequest()];
    upstream.answer('listBusinessRequestIds', { body: envelope({ totalCount: 1, items }) });
    const { body } = await ask('{ businessRequests { totalCount nodes { id } } }');
    expect(body.data?.businessRequests).toEqual({ totalCount: 1, nodes: [{ id: REQUEST_ID }] });
  });
});

describe('A contract’s PDF', () => {
  const VIEW = `{ contractPdf(requestId: "${REQUEST_ID}", securityHash: "h") { __typename } }`;

  it('is asked for with the caller’s token, where there is one', async () => {
    await ask(VIEW);
    expect(upstream.lastCall('viewContractPdf').headers.authorization).toBe('Bearer user-token');
  });

  it('that is refused without one tells the client to send it', async () => {
    upstream.answer('viewContractPdf', { status: 401, body: refusal(401) });
    const { body } = await gateway.query(VIEW);
    expect(body.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect(body.errors?.[0]?.message).toBe('Log in first.');
    expect(body.errors?.[0]?.extensions?.hint).toMatch(/needs a Vlens token: send `Authorization: Bearer/);
  });
});

describe('A local phone number', () => {
  const logIn = (server: TestServer) =>
    server.query('mutation ($input: LoginInput!) { login(input: $input) { __typename } }', {
      input: { phoneNumber: '0100 000 0001', password: 'p', deviceId: 'd', geoLocation: MOMENT.geoLocation },
    });

  it('is Egyptian where DEFAULT_COUNTRY says so, and else not taken', async () => {
    const { body } = await logIn(gateway);
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(upstream.calls()).toEqual([]);
    const egyptian = await startTestGateway({ vlensUrl: upstream.url, env: { DEFAULT_COUNTRY: 'EG' } });
    await logIn(egyptian);
    await egyptian.close();
    expect(upstream.lastCall('login').body).toMatchObject({ phoneNumber: '+201000000001' });
  });
});
