import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { buildGatewaySchema } from '../../resolvers/index.js';
import type { Tracing } from '../../src/tracing/span.js';
import { envelope, REQUEST_ID, refusal } from '../support/builders.js';
import { Collector } from '../support/collector.js';
import { contractRoutes } from '../support/contract.js';
import { type FakeAnswer, FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { subscribeBySse, subscribeByWebSocket } from '../support/live-client.js';
import { aJpeg } from '../support/pictures.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aDelivery, deliver, signatureOf } from '../support/webhook.js';

const TOKEN = 'TOKEN-MARK.eyJhbGciOi.sig';
const API_KEY = 'APIKEY-MARK-0815';
const WEBHOOK_SECRET = 'WEBHOOK-SECRET-MARK-4711';
/** A whole JPEG, of which the marks are the scan. */
const PICTURE = aJpeg({ bytes: 3000 }).fill('PICTUREMARK', 60, 2998).toString('base64');
/** Values that belong to a caller or the tenant, and must be in nothing but the caller's own data. */
const SECRETS = {
  apiKey: API_KEY,
  token: TOKEN,
  otp: '90218077',
  password: 'PASSWORD-MARK',
  nationalId: '29907310218077',
  phone: '1090218077',
  picture: 'UElDVFVSRU1BUk',
  latitude: '30.9021807',
  longitude: '31.8077309',
  hash: 'HASH-MARK',
  webhookSecret: WEBHOOK_SECRET,
  upstreamBody: 'UPSTREAM-MARK',
};

const PLACE = { latitude: 30.9021807, longitude: 31.8077309 };
const MOMENT = { geoLocation: PLACE, userDeviceUtcTime: '2026-11-23T12:00:00Z' };
const SCAN = { image: PICTURE, face1: PICTURE, face2: PICTURE, face3: PICTURE };
const CODE = { codeRequestId: 'o', code: SECRETS.otp };
const OPERATIONS: [string, string, Record<string, unknown>][] = [
  ['query', `query Of${SECRETS.nationalId} { eligibility { isEligible } }`, {}],
  ['query', '{ productTypes { id formFields { key } } eligibility { isEligible } }', {}],
  ['query', '{ node(id: "UHJvZHVjdFR5cGU6NDE0") { __typename } }', {}],
  [
    'query',
    `{ productType(id: 414) { name } businessRequestsByIds(ids: ["${REQUEST_ID}"]) { fullName } }`,
    {},
  ],
  [
    'query',
    `{ businessRequests { nodes { id status idNumber fullName formFields { value } } } currentBusinessRequest { status } }`,
    {},
  ],
  [
    'query',
    `{ businessRequest(id: "${REQUEST_ID}") { status documents { content } signers { person { idNumber phoneNumber } } } }`,
    {},
  ],
  [
    'query',
    `query ($h: String!) { contractPdf(requestId: "${REQUEST_ID}", securityHash: $h) { __typename } }`,
    { h: SECRETS.hash },
  ],
  [
    'LoginInput',
    'login',
    {
      phoneNumber: `+20${SECRETS.phone}`,
      password: SECRETS.password,
      deviceId: 'device',
      geoLocation: PLACE,
      otpRequestId: 'o',
      otpCode: SECRETS.otp,
    },
  ],
  [
    'CreateBusinessRequestInput',
    'createBusinessRequest',
    {
      productTypeId: 414,
      fields: [{ key: 'monthlyIncome', value: SECRETS.nationalId }],
      customerSignersIdentifiers: [SECRETS.nationalId],
      ...MOMENT,
    },
  ],
  ['RequestActivationOtpInput', 'requestActivationOtp', { requestId: REQUEST_ID, ...MOMENT }],
  ['RevalidateLivenessInput', 'revalidateLiveness', { requestId: REQUEST_ID, scan: SCAN, ...MOMENT }],
  [
    'ValidateActivationOtpInput',
    'validateActivationOtp',
    { requestId: REQUEST_ID, otpRequestId: 'o', otpCode: SECRETS.otp, ...MOMENT },
  ],
  ['ConfirmPaymentInput', 'confirmPayment', { requestId: REQUEST_ID, ...MOMENT }],
  ['OpenSigningSessionInput', 'openSigningSession', { requestId: REQUEST_ID, securityHash: SECRETS.hash }],
  ['GenerateSigningLinkInput', 'generateSigningLink', { requestId: REQUEST_ID, ...MOMENT }],
  ['query', `{ node(id: "${REQUEST_ID}") { id } }`, {}],
  [
    'query',
    `query ($of: String!) { accountExists(phoneNumber: $of) identityImages(emailOrPhoneNumber: $of) { idFront } users(filter: $of) { nodes { phoneNumber } } }`,
    { of: `+20${SECRETS.phone}` },
  ],
  [
    'query',
    `{ identityImage(transactionId: "${REQUEST_ID}", fileName: "f") { content } verificationTransaction(id: "${REQUEST_ID}") { idNumber } }`,
    {},
  ],
  ['RefreshSessionInput', 'refreshSession', { refreshToken: TOKEN }],
  [
    'AdminLoginInput',
    'adminLogin',
    { userNameOrEmailAddress: SECRETS.phone, password: SECRETS.password, tenancyName: 'tenant' },
  ],
  ['SendPhoneCodeInput', 'sendPhoneCode', { phoneNumber: `+20${SECRETS.phone}` }],
  ['ConfirmPhoneInput', 'confirmPhone', { phoneNumber: `+20${SECRETS.phone}`, ...CODE }],
  ['SendEmailCodeInput', 'sendEmailCode', { email: `${SECRETS.phone}@example.com` }],
  ['ConfirmEmailInput', 'confirmEmail', { email: `${SECRETS.phone}@example.com`, ...CODE }],
  ['VerifyOAuthTokenInput', 'verifyOAuthToken', { provider: 'GOOGLE', idToken: TOKEN }],
  [
    'RegisterInput',
    'register',
    {
      phoneNumber: `+20${SECRETS.phone}`,
      phoneCodeRequestId: 'o',
      phoneCode: SECRETS.otp,
      password: SECRETS.password,
      deviceId: 'd',
      geoLocation: PLACE,
    },
  ],
  [
    'SendPasswordResetCodeInput',
    'sendPasswordResetCode',
    { emailOrPhoneNumber: `+20${SECRETS.phone}`, idNumber: SECRETS.nationalId },
  ],
  [
    'ConfirmPasswordResetCodeInput',
    'confirmPasswordResetCode',
    { emailOrPhoneNumber: `+20${SECRETS.phone}`, idNumber: SECRETS.nationalId, ...CODE },
  ],
  ['VerifyIdSideInput', 'verifyIdFront', { image: PICTURE }],
  ['VerifyIdSideInput', 'verifyIdBack', { image: PICTURE, transactionId: REQUEST_ID }],
  [
    'VerifyLivenessInput',
    'verifyLiveness',
    {
      face1: PICTURE,
      face2: `${PICTURE.slice(0, -4)}AAAA`,
      face3: `${PICTURE.slice(0, -4)}BBBB`,
      transactionId: REQUEST_ID,
    },
  ],
  ['LinkVerificationInput', 'linkVerification', { transactionId: REQUEST_ID }],
  ['CancelIdentityVerificationInput', 'cancelIdentityVerification', { confirm: true }],
  ['CreateEmbeddedSessionInput', 'createEmbeddedSession', { phoneNumber: `+20${SECRETS.phone}` }],
];
const ENDPOINTS = contractRoutes().map(({ endpoint }) => endpoint);
const { upstreamBody } = SECRETS;

/** What Vlens does to every call. */
const WEATHERS: [string, FakeAnswer | null][] = [
  ['all goes well', null],
  ['Vlens refuses', { body: refusal(77, 'No.', { error_descriptions: [{ field: 'x', message: 'no' }] }) }],
  [
    'Vlens fails',
    {
      status: 500,
      headers: { 'x-trace': upstreamBody },
      body: `<h1>${upstreamBody} ${SECRETS.nationalId}</h1>`,
    },
  ],
  ['Vlens does not accept the token', { status: 401, body: refusal(1, upstreamBody) }],
  ['connections are cut', { body: envelope(upstreamBody.repeat(50)), cut: 'body' }],
  ['Vlens answers what can’t be read', { body: `{"data":"${upstreamBody}` }],
];

let upstream: FakeUpstream;
let gateway: TestServer;
let collector: Collector;
let tracing: Tracing;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  const env = { WEBHOOK_SECRET, LOG_LEVEL: 'trace', MAX_FAILED_ATTEMPTS_PER_IP: '0', CACHE_MAX_AGE_MS: '0' };
  collector = await Collector.start();
  tracing = collector.tracing();
  gateway = await startTestGateway({ vlensUrl: upstream.url, apiKey: API_KEY, env, tracing });
});
afterEach(() => upstream.reset());
afterAll(async () => {
  await gateway.close();
  await tracing.close();
  await collector.close();
  await upstream.close();
});

const LIVE = `subscription ($id: UUID) { businessRequestStatusChanged(requestId: $id) {
  status businessRequest { idNumber fullName documents { content } } } }`;

/** Subscribes over both transports and delivers webhooks, well signed and forged; answers errors and what came back. */
async function everythingLive(broken: boolean): Promise<unknown[]> {
  const variables = { id: broken ? SECRETS.nationalId : REQUEST_ID };
  const subscriptions = [subscribeByWebSocket, subscribeBySse].map((by) =>
    by(gateway.url, TOKEN, variables, LIVE),
  );
  await until(() => subscriptions.every(({ events, end }) => events.length > 0 || end !== null));
  const marked = { ...aDelivery(REQUEST_ID, upstreamBody), [SECRETS.nationalId]: SECRETS.phone };
  const body = JSON.stringify(marked);
  const statuses = [
    await deliver(gateway.url, body, { signature: signatureOf(body, WEBHOOK_SECRET) }),
    await deliver(gateway.url, body, { signature: SECRETS.hash }),
    await deliver(gateway.url, `{"${SECRETS.nationalId}`, {
      signature: signatureOf(`{"${SECRETS.nationalId}`, WEBHOOK_SECRET),
    }),
  ];
  expect(statuses.slice(1).every((status) => status >= 400 && status < 500)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const told = subscriptions.map(({ events, end }) => [events.map(({ errors }) => errors), end]);
  await Promise.all(subscriptions.map((each) => each.stop()));
  return told;
}

/** Sends every operation; answers all that came back besides data: errors, extensions, headers. */
async function everything(broken: boolean, withKeys = false): Promise<string> {
  const told: unknown[] = [];
  for (const [type, document, input] of OPERATIONS) {
    const isQuery = type === 'query';
    const text = isQuery
      ? document
      : `mutation ($input: ${type}!) { ${document}(input: $input) { __typename } }`;
    const given = broken
      ? { ...input, otpCode: SECRETS.password, [SECRETS.nationalId]: SECRETS.phone }
      : withKeys
        ? { ...input, idempotencyKey: randomUUID() }
        : input;
    const { body, headers, extensions } = await gateway.query(text, isQuery ? given : { input: given }, {
      token: TOKEN,
    });
    told.push(body.errors, extensions, [...headers]);
  }
  const download = await fetch(`${gateway.url}/contracts/${REQUEST_ID}.pdf?securityHash=${SECRETS.hash}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  told.push([...download.headers], download.ok ? '' : await download.text());
  if (download.ok) await download.arrayBuffer();
  told.push(await everythingLive(broken));
  for (const path of ['/metrics', '/health/ready', '/nowhere'])
    told.push(await (await fetch(gateway.url + path)).text());
  return JSON.stringify(told);
}

/** Every span so far, once the last request's has come. */
async function traced(before: number): Promise<string> {
  const { url } = gateway;
  const traceId = randomBytes(16).toString('hex');
  await fetch(`${url}/nowhere`, { headers: { traceparent: `00-${traceId}-${'1'.repeat(16)}-01` } });
  await collector.span((span) => span.traceId === traceId);
  expect(collector.spans().length).toBeGreaterThan(before + OPERATIONS.length);
  return collector.text;
}

describe('Every operation', () => {
  it('is among those whose traces are looked through', async () => {
    const schema = await buildGatewaySchema();
    const roots = [schema.getQueryType(), schema.getMutationType()];
    const sent = OPERATIONS.map(([, document]) => document).join(' ');
    const names = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(sent))).toEqual([]);
  });
});

describeWithRedis('With replicas', () => {
  it('nothing secret is in Redis, under any key, after every operation under any fault', async () => {
    const redis = await RedisProcess.start();
    const alone = gateway;
    const env = {
      WEBHOOK_SECRET,
      LOG_LEVEL: 'trace',
      REDIS_URL: redis.url,
      STATE_SECRET: 'a state secret that is only for tests',
      // A busy machine holds it up.
      REDIS_TIMEOUT_MS: '5000',
      UPSTREAM_RATE_PER_SECOND: '1000',
      UPSTREAM_RATE_PER_MINUTE: '10000',
    };
    gateway = await startTestGateway({ vlensUrl: upstream.url, apiKey: API_KEY, env });
    try {
      for (const [, answer] of WEATHERS) {
        for (const endpoint of ENDPOINTS) if (answer) upstream.answer(endpoint, answer);
        await everything(false, true);
        upstream.reset();
      }
      const told = JSON.stringify([await redis.everything(), gateway.logs]);
      for (const kind of [':step:', ':events', ':attempts:', ':quota:']) expect(told).toContain(kind);
      for (const [kind, secret] of Object.entries({ ...SECRETS, requestId: `:${REQUEST_ID}` })) {
        expect([kind, told.includes(secret)]).toEqual([kind, false]);
      }
    } finally {
      await gateway.close();
      gateway = alone;
      await redis.kill();
    }
  });
});

describe.each(WEATHERS)('When %s', (_, answer) => {
  it.each([
    ['right', false],
    ['wrong', true],
  ])(
    'and the input is %s, nothing secret is in a log, an error, a header, a metric or a trace',
    async (_input, broken) => {
      for (const endpoint of ENDPOINTS) if (answer) upstream.answer(endpoint, answer);
      const came = collector.spans().length;
      const told = (await everything(broken)) + JSON.stringify(gateway.logs.splice(0)) + (await traced(came));
      for (const [kind, secret] of Object.entries(SECRETS)) {
        expect([kind, told.includes(secret)]).toEqual([kind, false]);
      }
    },
  );
});
