import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readOperations } from '../../src/example-operations.js';
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
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
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
function tellPublishedExamples(): void {
  const at = (requeststatus: number, requestStatusName: string) =>
    aSummary({ requeststatus, requestStatusName, creationTime: NET_DATE });
  let status = at(1, 'Pending Approval');
  let isRevalidated = false;
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
    .answer('viewContractPdf', { body: envelope(`https://cdn.vlenseg.com/contracts/${REQUEST_ID}.pdf`) });
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
