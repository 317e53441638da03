import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fetchWithSession, type JoinAndSignOptions, joinAndSign } from '../../client/src/index.js';
import { QuotaCounter } from '../../sandbox/src/quota.js';
import { aSummary, envelope, requestIdOf } from '../support/builders.js';
import { contractRoutes } from '../support/contract.js';
import { defaultAnswers } from '../support/fake-answers.js';
import { type FakeAnswer, type FakeCall, FakeUpstream } from '../support/fake-upstream.js';
import { FastClock } from '../support/fast-clock.js';
import { startTestGateway } from '../support/gateway.js';
import { aJpeg } from '../support/pictures.js';
import type { TestServer } from '../support/server.js';

const CUSTOMERS = 20;
/** Each call of Vlens on the way, once (docs/explanation/quota.md): 20 of the 22 that it may cost. */
const WAY = [
  ...[
    'checkExistence',
    'stepVerifyPhone',
    'stepVerifyPhone',
    'stepVerifyEmail',
    'stepVerifyEmail',
    'register',
  ],
  ...['verifyIdFront', 'verifyIdBack', 'verifyLiveness', 'checkEligibility', 'listProductTypes'],
  ...[
    'getFormFields',
    'createBusinessRequest',
    'getBusinessRequestById',
    'stepRequestOtp',
    'stepValidateOtp',
  ],
  ...['stepValidatePayment', 'listBusinessRequestIds', 'generateSignContractLink', 'viewContractPdf'],
];
/** Somebody far from home, for whom liveness takes the other two. */
const FAR = CUSTOMERS;
const FAR_WAY = WAY.flatMap((endpoint) =>
  endpoint === 'stepRequestOtp' ? [endpoint, 'stepReValidateLiveness', endpoint] : [endpoint],
);
/** Forms are kept for all; a request that can't be read for want of quota is no reason to fail a step. */
const SHARED_READS = new Set(['getFormFields', 'getBusinessRequestById', 'listBusinessRequestIds']);
/** As published: docs/reference/vlens.md. */
const QUOTA = { perSecond: 10, perMinute: 60 };
/** So many minutes of quota pass in one. */
const SPEED = 100;
const CAIRO = { latitude: 30.0444, longitude: 31.2357 };

const clock = new FastClock(SPEED);
const vlensQuota = new QuotaCounter(() => new Date(clock.now()));
/** Who every call was for, and where their request stands. */
const callsOf = new Map<string, string[]>();
const recognised = new Set<string>();
const signed = new Set<string>();
let refused = 0;
let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  for (const { endpoint } of contractRoutes()) upstream.answer(endpoint, answer);
  gateway = await startTestGateway({
    vlensUrl: upstream.url,
    clock,
    env: {
      UPSTREAM_RATE_PER_SECOND: String(QUOTA.perSecond),
      UPSTREAM_RATE_PER_MINUTE: String(QUOTA.perMinute),
      UPSTREAM_TIMEOUT_MS: '600000',
      // Each customer comes from an address of their own.
      TRUST_PROXY: '1',
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const phoneOf = (customer: number) => `+2010400000${String(customer).padStart(2, '0')}`;
const requestOf = (customer: string) => requestIdOf(Number(customer));

/** The published examples, to each customer with a token and a request of their own, and no more than the quota. */
function answer(call: FakeCall): FakeAnswer {
  const { endpoint, params, headers } = call;
  if (vlensQuota.take('tenant', QUOTA)) {
    refused += 1;
    return { status: 429, headers: { 'retry-after': '30' }, body: {} };
  }
  const customer = customerOf(call);
  callsOf.set(customer, [...(callsOf.get(customer) ?? []), endpoint]);
  const id = requestOf(customer);
  const summary = aSummary({
    id,
    ...(signed.has(id)
      ? { requeststatus: 4, requestStatusName: 'Customer Signed' }
      : { requeststatus: 2, requestStatusName: 'Approved' }),
  });
  switch (endpoint) {
    case 'register':
      return { body: envelope({ isDigitalIdentityVerified: false, accessToken: `token-${customer}` }) };
    case 'createBusinessRequest':
      return { body: envelope({ id, requestNumber: 'REQ-2026-00001', typeName: 'Personal Loan' }) };
    case 'getBusinessRequestById':
      return params.id === id && headers.authorization ? { body: envelope(summary) } : { status: 404 };
    case 'listBusinessRequestIds':
      return { body: envelope([summary], { totalCount: 1, returnedCount: 1 }) };
    case 'stepRequestOtp':
      return customer === String(FAR) && !recognised.has(customer)
        ? { body: envelope({ needsReValidate: true }) }
        : defaultAnswers(upstream)[endpoint](call);
    case 'stepReValidateLiveness':
      recognised.add(customer);
      return defaultAnswers(upstream)[endpoint](call);
    case 'stepValidatePayment':
      signed.add(id);
      return { body: envelope('Contract activated.') };
    default:
      return defaultAnswers(upstream)[endpoint](call);
  }
}

function customerOf({ headers, body }: FakeCall): string {
  const [, ofToken] = /^Bearer token-(\d+)$/.exec(headers.authorization ?? '') ?? [];
  const [, ofBody] = /10400000(\d\d)|customer-(\d+)@/.exec(JSON.stringify(body))?.filter(Boolean) ?? [];
  return String(Number(ofToken ?? ofBody));
}

const picture = (seed: number) => aJpeg({ seed }).toString('base64');

function optionsOf(customer: number): JoinAndSignOptions {
  const address = `203.0.113.${customer}`;
  const { execute, signIn } = fetchWithSession({
    url: `${gateway.url}/graphql`,
    tokens: null,
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...init?.headers, 'x-forwarded-for': address } }),
  });
  return {
    execute,
    deviceId: `phone-${customer}`,
    locate: () => CAIRO,
    onPhone: async () => ({ phoneNumber: phoneOf(customer) }),
    onCode: async () => ({ code: '123456' }),
    onEmail: async () => ({ email: `customer-${customer}@example.com` }),
    onPassword: async () => ({ password: 'Newcomer-2026!' }),
    onLogIn: () => Promise.reject(new Error('Nobody is registered.')),
    onSession: signIn,
    onIdSide: async () => ({ image: picture(customer) }),
    onFace: async () => ({ face1: picture(101), face2: picture(102), face3: picture(103) }),
    onProduct: async ({ products }) => ({ productTypeId: products[0]?.productTypeId ?? 0 }),
    onForm: async ({ productType: { formFields } }) => ({
      fields: (formFields ?? []).map(({ key }) => ({ key, value: '5000' })),
    }),
    onLivenessRequired: async ({ message }) => {
      if (customer !== FAR) throw new Error(message);
      return { image: picture(customer), face1: picture(101), face2: picture(102), face3: picture(103) };
    },
    onOtp: async () => ({ otpCode: '123456' }),
    onPayment: async () => {},
    environment: { now: () => new Date(clock.now()), pause: (ms) => clock.pause(ms) },
  };
}

it('Twenty customers come from nothing to a signed contract at once: nothing is asked twice, nor too much', async () => {
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => index + 1);
  const outcomes = await Promise.all(customers.map((customer) => joinAndSign(optionsOf(customer))));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(customers.map(() => 'signed'));
  expect(refused).toBe(0);
  expect(callsOf.size).toBe(CUSTOMERS);
  expect(FAR_WAY).toHaveLength(22);
  for (const [customer, calls] of callsOf) {
    const way = customer === String(FAR) ? FAR_WAY : WAY;
    const readsLeftOut = way.filter((endpoint) => !SHARED_READS.has(endpoint) || calls.includes(endpoint));
    expect(calls).toEqual(readsLeftOut);
  }
}, 180_000);
