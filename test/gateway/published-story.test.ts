import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Page } from '../../sandbox/src/pdf/page.js';
import { readOperations } from '../../src/example-operations.js';
import { GatewayClient } from '../../tools/demo/gateway-client.js';
import type { Narrator } from '../../tools/demo/narrator.js';
import { Sandbox } from '../../tools/demo/sandbox.js';
import { SigningStory } from '../../tools/demo/story.js';
import { aSummary, envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const OPERATIONS = readOperations(
  new URL('../../client/operations/sign-a-contract.graphql', import.meta.url),
);
const HERE = {
  geoLocation: { latitude: 24.0889, longitude: 32.8998 },
  userDeviceUtcTime: '2026-11-23T12:00:00Z',
};
const NET_DATE = '2026-11-23T12:00:00.1234567Z';
const LINK = `https://api.vlenseg.com/sign?RequestId=${REQUEST_ID}&SecurityHash=9f2c`;

let upstream: FakeUpstream;
let gateway: TestServer;
let token: string | undefined;
let contract: Buffer;
beforeAll(async () => {
  contract = await new Page({ title: 'Contract', createdAt: new Date(NET_DATE) }).finish(() => ({
    en: '',
    ar: '',
  }));
  upstream = await FakeUpstream.start();
  // What the provider and the payment page change here, no webhook tells.
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '0' } });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

async function play(
  operation: string,
  variables: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { body } = await gateway.query(
    OPERATIONS.get(operation) ?? operation,
    variables,
    token ? { token } : {},
  );
  if (body.errors || !body.data) throw new Error(`${operation}: ${JSON.stringify(body.errors)}`);
  return Object.values(body.data)[0] as Record<string, unknown>;
}

/** What docs.vlenseg.com and the older reference show, and nothing that they do not. */
function tellPublishedExamples() {
  const at = (requeststatus: number, requestStatusName: string) =>
    aSummary({ requeststatus, requestStatusName, creationTime: NET_DATE });
  let status = at(1, 'Pending Approval');
  let isRevalidated = false;
  upstream.reset();
  upstream
    .answer('login', {
      body: envelope({
        accessToken: 'jwt',
        refreshToken: 'r',
        encryptedAccessToken: 'e',
        transactionId: REQUEST_ID,
      }),
    })
    .answer('createBusinessRequest', {
      body: envelope({ id: REQUEST_ID, requestNumber: 'REQ-2026-00001', typeName: 'Personal Loan' }),
    })
    .answer('getBusinessRequestById', () => ({
      body: envelope({ ...status, hasPaymentCheckPerRequestFeature: true }),
    }))
    .answer('listBusinessRequestIds', () => {
      const body = envelope([status], { totalCount: 1, returnedCount: 1 });
      // A provider approves after the first look.
      if (status.requeststatus === 1) status = at(2, 'Approved');
      return { body };
    })
    .answer('stepRequestOtp', () => ({
      body: isRevalidated
        ? envelope({ otpRequestId: 'otp-1' })
        : { data: null, error_code: 9, error_message: 'Location changed, liveness revalidation required.' },
    }))
    .answer('stepReValidateLiveness', () => {
      isRevalidated = true;
      return { body: { data: 'Done', error_code: 0, error_message: '' } };
    })
    .answer('stepValidateOtp', { body: envelope({ paymentLink: 'https://pay.test/1', isActive: false }) })
    .answer('stepValidatePayment', () => {
      status = at(4, 'Customer Signed');
      return { body: envelope('Contract activated.') };
    })
    .answer('generateSignContractLink', { body: envelope(LINK) })
    // The address, and to the one who follows it to the gateway the bytes: no test leaves for the CDN.
    .answer(
      'viewContractPdf',
      { body: envelope(`https://cdn.vlenseg.com/contracts/${REQUEST_ID}.pdf`) },
      { headers: { 'content-type': 'application/pdf' }, body: contract },
    );
}

/** What the demo does at the sandbox beside GraphQL: the provider approves by itself here, and any code and payment will do. */
class NobodyElse extends Sandbox {
  override async newestCode(): Promise<string> {
    return '123456';
  }
  override async approve(): Promise<void> {}
  override async pay(): Promise<void> {}
}

it('The published examples alone play the whole story, from the login to the PDF', async () => {
  tellPublishedExamples();
  const person = {
    phoneNumber: '+201000000001',
    password: 'p',
    deviceId: 'd',
    geoLocation: HERE.geoLocation,
  };
  const session = await play('LogIn', { input: person });
  expect(session).toMatchObject({ __typename: 'Session', accessToken: 'jwt' });
  token = String(session.accessToken);
  expect(await play('Products')).toMatchObject([{ name: 'Personal Loan' }]);
  expect(await play('Eligibility')).toMatchObject({ isEligible: true });
  const fields = [{ key: 'monthlyIncome', value: '5000' }];
  expect(await play('Create', { input: { productTypeId: 414, fields, ...HERE } })).toMatchObject({
    businessRequest: { id: REQUEST_ID, status: 'PENDING_APPROVAL', nextStep: 'WAIT_FOR_APPROVAL' },
  });
  expect(await play('Status', { id: REQUEST_ID })).toMatchObject({ status: 'PENDING_APPROVAL' });
  const far = { input: { requestId: REQUEST_ID, ...HERE } };
  expect(await play('AskForOtp', far)).toMatchObject({ __typename: 'LivenessRequired' });
  const picture = (text: string) => Buffer.from(`picture ${text}`).toString('base64');
  const scan = { image: picture('0'), face1: picture('1'), face2: picture('2'), face3: picture('3') };
  expect(await play('Revalidate', { input: { ...far.input, scan } })).toMatchObject({ message: 'Done' });
  const { otpRequestId } = await play('AskForOtp', far);
  const code = { otpRequestId, otpCode: '123 456', requestId: REQUEST_ID, ...HERE };
  expect(await play('ValidateOtp', { input: code })).toMatchObject({ paymentUrl: 'https://pay.test/1' });
  expect(upstream.lastCall('stepValidateOtp').body).toMatchObject({ otpCode: '123456' });
  expect(await play('Confirm', far)).toMatchObject({
    businessRequest: { status: 'CUSTOMER_SIGNED', nextStep: 'WAIT_FOR_COUNTERSIGNATURE' },
  });
  const { securityHash } = await play('SigningLink', far);
  expect(await play('ContractPdf', { requestId: REQUEST_ID, securityHash })).toMatchObject({
    __typename: 'ContractPdf',
  });
  expect(upstream.calls().flatMap(({ violations }) => violations)).toEqual([]);
});

it('The published examples alone play the story of `npm run demo`, to a contract that opens', async () => {
  tellPublishedExamples();
  const titles: string[] = [];
  const narrator: Narrator = {
    step: ({ title }) => titles.push(title),
    remark: () => {},
    live: () => {},
    end: () => {},
  };
  const client = new GatewayClient(gateway.url, OPERATIONS, narrator);
  const customer = { phoneNumber: '+201000000001', password: 'p', deviceId: 'd' };
  const folder = await mkdtemp(join(tmpdir(), 'published-story-'));
  try {
    const story = new SigningStory(client, new NobodyElse(upstream.url), customer, narrator);
    expect(await story.play(folder)).toMatchObject({ requestNumber: 'REQ-2026-00001', pages: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(titles).toContain('Re-validate liveness');
  expect(upstream.calls().flatMap(({ violations }) => violations)).toEqual([]);
});
