import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DIALECTS } from '../../sandbox/src/rules/dialects.js';
import { frames } from '../sandbox/support/frames.js';
import { cardOf } from '../sandbox/support/id-cards.js';
import { CAIRO, TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { AHMED, CAR_LOAN, Frontend, type Told } from './frontend.js';

const MAX_CALLS = 22;

let sandbox: TestSandbox;
let gateway: TestServer;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey });
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

/** How often Vlens was called, by operation. */
async function upstreamCalls(): Promise<Record<string, number>> {
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  const counts: Record<string, number> = {};
  for (const [, endpoint = '', count] of metrics.matchAll(
    /^vlens_upstream_calls_total\{endpoint="(\w+)"[^}]*\} (\d+)$/gm,
  ))
    counts[endpoint] = (counts[endpoint] ?? 0) + Number(count);
  return counts;
}

it('A customer comes from nothing to a signed contract, in at most 22 calls of Vlens', async () => {
  const PHONE = '+201112345601';
  const customer = new Frontend(gateway, sandbox, { ...AHMED, phoneNumber: PHONE });
  const run = (operation: string, selection: string, input: object) => {
    const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}`;
    const inputType = /^VerifyId/.test(type) ? 'VerifyIdSideInput' : `${type}Input`;
    return customer.run(
      `mutation ($input: ${inputType}!) { ${operation}(input: $input) { __typename ${selection}
        ... on Problem { message } } }`,
      { input },
    );
  };
  const checked = '... on IdentityChecked { transactionId isComplete isVerified document { idNumber } }';

  expect(await customer.run(`{ accountExists(phoneNumber: "${PHONE}") }`)).toBe(false);
  const sent = await run('sendPhoneCode', '... on CodeSent { codeRequestId }', { phoneNumber: PHONE });
  const { code } = await sandbox.newestSms(PHONE);
  const { codeRequestId } = sent;
  expect(await run('confirmPhone', '', { phoneNumber: PHONE, codeRequestId, code })).toMatchObject({
    __typename: 'ContactConfirmed',
  });
  const email = 'newcomer@example.com';
  const mailed = await run('sendEmailCode', '... on CodeSent { codeRequestId }', { email });
  const { body } = await sandbox.control('GET', `inbox?emailAddress=${encodeURIComponent(email)}`);
  const session = await run('register', '... on Session { accessToken refreshToken }', {
    phoneNumber: PHONE,
    phoneCodeRequestId: codeRequestId,
    phoneCode: code,
    email,
    emailCodeRequestId: mailed.codeRequestId,
    emailCode: body.messages[0].code,
    password: 'Newcomer-2026!',
    deviceId: 'new-phone',
    geoLocation: CAIRO,
  });
  expect(session).toMatchObject({ __typename: 'Session' });
  customer.token = String(session.accessToken);

  const { front, back } = await cardOf(41);
  const first = await run('verifyIdFront', checked, { image: front });
  const { transactionId } = first as Told & { transactionId: string };
  expect(first).toMatchObject({ __typename: 'IdentityChecked', isComplete: false });
  expect(await run('verifyIdBack', checked, { image: back, transactionId })).toMatchObject({ transactionId });
  const { face_1: face1, face_2: face2, face_3: face3 } = await frames();
  expect(await run('verifyLiveness', checked, { face1, face2, face3, transactionId })).toMatchObject({
    isComplete: true,
    isVerified: true,
  });

  expect(await customer.run('Eligibility')).toMatchObject({ isEligible: true });
  const requestId = await customer.approved(CAR_LOAN);
  const { otpRequestId } = await customer.askForOtp(requestId);
  const otp = await sandbox.newestSms(PHONE);
  expect(await customer.validateOtp(otpRequestId, otp.code, requestId)).toMatchObject({
    __typename: 'ActivationOtpValidated',
  });
  expect(await customer.confirm(requestId)).toMatchObject({ __typename: 'ContractActivated' });
  const { securityHash } = await customer.link(requestId);
  const pdf = await customer.run('ContractPdf', { requestId, securityHash });
  const bytes = Buffer.from(await (await fetch(String(pdf.url))).arrayBuffer());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');

  const counts = await upstreamCalls();
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(MAX_CALLS);
  // Each step of the way is asked of Vlens once.
  for (const step of [
    'sendPhoneCode',
    'confirmPhone',
    'sendEmailCode',
    'register',
    'verifyIdFront',
    'verifyIdBack',
  ])
    expect(counts).toHaveProperty(step, 1);
  for (const step of ['verifyLiveness', 'createBusinessRequest', 'stepRequestOtp', 'stepValidateOtp'])
    expect(counts).toHaveProperty(step, 1);
});

const ask = async (query: string, variables: object = {}, token?: string) => {
  const { body } = await gateway.query(query, { ...variables }, token === undefined ? {} : { token });
  const answer = body.data && Object.values(body.data)[0];
  return (answer ?? body.errors?.[0]?.extensions) as Told;
};
const logIn = () =>
  ask(
    `mutation ($input: LoginInput!) { login(input: $input) { ... on Session { accessToken refreshToken expiresInSeconds } } }`,
    { input: { ...AHMED, geoLocation: CAIRO } },
  );
const refresh = (refreshToken: unknown) =>
  ask(
    `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { __typename
      ... on Session { accessToken refreshToken } ... on Rejection { reason } } }`,
    { input: { refreshToken } },
  );

it('A session goes on with its refresh token; one that was used ends it', async () => {
  const { refreshToken } = await logIn();
  const first = await refresh(refreshToken);
  expect(await ask('{ eligibility { isEligible } }', {}, String(first.accessToken))).toHaveProperty(
    'isEligible',
  );
  const next = await refresh(first.refreshToken);
  expect(next).toMatchObject({ __typename: 'Session' });
  expect(await refresh(refreshToken)).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
  expect(await refresh(next.refreshToken)).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
  expect(await refresh('of nobody')).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
});

it('An operator reads customers, and a customer does not', async () => {
  const admin = await ask(`mutation { adminLogin(input: { userNameOrEmailAddress: "admin",
    password: "Operator-2026!", tenancyName: "Sandbox" }) { ... on Session { accessToken } } }`);
  const users =
    '{ users(first: 2, filter: "+2010") { totalCount nodes { phoneNumber } pageInfo { hasNextPage } } }';
  const read = await ask(users, {}, String(admin.accessToken));
  expect(read).toMatchObject({ totalCount: expect.any(Number), nodes: expect.any(Array) });
  const { accessToken } = await logIn();
  expect(await ask(users, {}, String(accessToken))).toMatchObject({
    code: 'FORBIDDEN',
    hint: expect.stringContaining('adminLogin'),
  });
});

it.each(DIALECTS)('An operator sees a picture of a verification, in the dialect %s', async (dialect) => {
  const before = await sandbox.control('GET', 'tenant');
  await sandbox.control('POST', 'tenant', { dialect });
  const admin = await ask(`mutation { adminLogin(input: { userNameOrEmailAddress: "admin",
    password: "Operator-2026!", tenancyName: "sandbox" }) { ... on Session { accessToken } } }`);
  const read = (query: string) => ask(query, {}, String(admin.accessToken));
  const { idFront } = await read(
    `{ identityImages(emailOrPhoneNumber: "${AHMED.phoneNumber}") { idFront } }`,
  );
  const picture = `transactionId: "${String(idFront).split('_')[0]}", fileName: "${idFront}"`;
  const { content } = await read(`{ identityImage(${picture}) { content } }`);
  await sandbox.control('POST', 'tenant', { dialect: before.body.dialect });
  expect(Buffer.from(String(content), 'base64').toString('latin1')).toContain('PNG');
});

it('The back of a card is not taken for its front', async () => {
  const { accessToken } = await logIn();
  const { back } = await cardOf(42);
  const answer = await ask(
    `mutation ($input: VerifyIdSideInput!) { verifyIdFront(input: $input) { __typename
      ... on IdentityCheckFailed { checks { code message } } ... on Rejection { reason errorCode } } }`,
    { input: { image: back } },
    String(accessToken),
  );
  expect(answer).toMatchObject({ __typename: 'IdentityCheckFailed', checks: [{ code: 5007 }] });
});
