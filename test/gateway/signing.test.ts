import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ASWAN, TestSandbox } from '../sandbox/support/sandbox.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { testedDialect } from '../support/tested-dialect.js';
import {
  AHMED,
  CAR_LOAN,
  Frontend,
  JOINT_ACCOUNT,
  MONA,
  MONA_NATIONAL_ID,
  OMAR,
  PERSONAL_LOAN,
} from './frontend.js';

let sandbox: TestSandbox;
let gateway: TestServer;
let ahmed: Frontend;

beforeEach(async () => {
  await stop();
  sandbox = await TestSandbox.start();
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey });
  ahmed = await loggedIn(AHMED);
});
afterAll(stop);

async function stop(): Promise<void> {
  await gateway?.close();
  await sandbox?.close();
}

async function loggedIn(customer: typeof AHMED): Promise<Frontend> {
  const frontend = new Frontend(gateway, sandbox, customer);
  await frontend.logIn();
  return frontend;
}

// .ci/run does this one in each dialect, as the others of test/gateway/ that are told something else there.
describe(`In the dialect ${testedDialect() ?? 'current'}`, () => {
  describe('The page that a signing link opens', () => {
    it('signs with a session for the link’s hash, and without any token before', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      const { securityHash } = await ahmed.link(id);
      const page = new Frontend(gateway, sandbox, AHMED);
      expect(await page.openLink(id, String(securityHash))).toMatchObject({
        __typename: 'SigningSession',
        expiresInSeconds: 900,
      });
      await page.withValidOtp(id);
      expect(await page.confirm(id)).toMatchObject({ __typename: 'ContractActivated' });
    });

    it('has the contract with the session: as its signer may read it, for every caller', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      const { securityHash } = await ahmed.link(id);
      const stranger = await loggedIn(OMAR);
      const { body } = await gateway.query<Record<string, unknown>>(
        `mutation Open($input: OpenSigningSessionInput!) { openSigningSession(input: $input) {
          ... on SigningSession {
            accessToken
            a: businessRequest { id nextStep documents { title } formFields { key } }
            b: businessRequest { user { phoneNumber } } } } }`,
        { input: { requestId: id, securityHash } },
        { token: String(stranger.token) },
      );
      expect(body.errors).toBeUndefined();
      expect(body.data?.openSigningSession).toMatchObject({
        accessToken: expect.any(String),
        a: { id, nextStep: 'SIGN', documents: expect.any(Array), formFields: expect.any(Array) },
        b: { user: { phoneNumber: AHMED.phoneNumber } },
      });
    });

    it('is told of a link that is not good, and by a Vlens that opens no sessions who brings the token', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      const page = new Frontend(gateway, sandbox, AHMED);
      expect(await page.openLink(id, 'not-a-hash')).toMatchObject({
        __typename: 'Rejection',
        reason: 'LINK_EXPIRED',
      });
      const upstream = await FakeUpstream.start();
      upstream.answer('openSigningSession', {
        status: 404,
        headers: { 'content-type': 'text/html' },
        body: '<p>',
      });
      const other = await startTestGateway({ vlensUrl: upstream.url });
      expect(await new Frontend(other, sandbox, AHMED).openLink(id, 'hash')).toMatchObject({
        __typename: 'Rejection',
        reason: 'OTHER',
        message: expect.stringContaining('open it from the app'),
      });
      await other.close();
      await upstream.close();
    });

    it('is told of a Vlens that failed as of that, and not as of a refusal', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      const { securityHash } = await ahmed.link(id);
      await sandbox.control('POST', 'faults', { kind: 'http500' });
      const page = new Frontend(gateway, sandbox, AHMED);
      const { body } = await page.send('OpenSigningSession', { input: { requestId: id, securityHash } });
      expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
    });
  });

  describe('Signing a contract through GraphQL', () => {
    it('goes all the way, far from home and with a payment, to the PDF', async () => {
      const id = await ahmed.approved(PERSONAL_LOAN);
      ahmed.place = ASWAN;
      const far = await ahmed.askForOtp(id);
      expect(far).toMatchObject({ __typename: 'LivenessRequired', thresholdKm: 80, requestId: id });
      expect(far.transactionId).toMatch(/^[0-9a-f-]{36}$/);
      expect(await ahmed.revalidate(id)).toMatchObject({ __typename: 'LivenessRevalidated' });
      const validated = await ahmed.withValidOtp(id);
      expect(validated).toMatchObject({ __typename: 'ActivationOtpValidated' });
      expect(await ahmed.confirm(id)).toMatchObject({
        __typename: 'PaymentRequired',
        paymentUrl: validated.paymentUrl,
      });
      await sandbox.control('POST', `requests/${id}/pay`, {});
      expect(await ahmed.confirm(id)).toMatchObject({
        __typename: 'ContractActivated',
        businessRequest: { status: 'CUSTOMER_SIGNED', nextStep: 'WAIT_FOR_COUNTERSIGNATURE' },
      });
      const { securityHash } = await ahmed.link(id);
      const pdf = await ahmed.run('ContractPdf', { requestId: id, securityHash });
      const download = await fetch(String(pdf.url));
      expect(download.headers.get('content-type')).toBe('application/pdf');
      expect((await download.text()).slice(0, 5)).toBe('%PDF-');
    });

    it('completes without a charge where the product has no payment', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      expect(await ahmed.withValidOtp(id)).toMatchObject({
        __typename: 'ActivationOtpValidated',
        paymentUrl: null,
      });
      expect(await ahmed.confirm(id)).toMatchObject({ businessRequest: { status: 'CUSTOMER_SIGNED' } });
    });

    it('waits for the other signer of a joint account, who sees the request too', async () => {
      const mona = await loggedIn(MONA);
      const id = await ahmed.approved(JOINT_ACCOUNT, { customerSignersIdentifiers: [MONA_NATIONAL_ID] });
      await ahmed.withValidOtp(id);
      expect(await ahmed.confirm(id)).toMatchObject({
        businessRequest: { status: 'CUSTOMER_PARTIALLY_SIGNED', nextStep: 'SIGN_UNLESS_SIGNED' },
      });
      mona.place = { latitude: 31.2001, longitude: 29.9187 };
      await mona.logIn();
      await mona.withValidOtp(id);
      expect(await mona.confirm(id)).toMatchObject({ businessRequest: { status: 'CUSTOMER_SIGNED' } });
    });

    it('asks for an SMS code first on a device that was never seen', async () => {
      const mona = new Frontend(gateway, sandbox, { ...MONA, deviceId: 'new-phone' });
      const asked = await mona.logIn();
      expect(asked).toMatchObject({ __typename: 'LoginOtpRequired', expiresInSeconds: 300 });
      const { code } = await sandbox.newestSms(MONA.phoneNumber);
      expect(await mona.logIn({ otpRequestId: asked.otpRequestId, otpCode: code })).toMatchObject({
        __typename: 'Session',
      });
    });

    it('tells a wrong password from nothing else', async () => {
      const wrong = { __typename: 'Rejection', reason: 'INVALID_CREDENTIALS' };
      expect(await ahmed.logIn({ password: 'wrong' })).toMatchObject(wrong);
      expect(await ahmed.logIn({ phoneNumber: '+201999999999' })).toMatchObject(wrong);
    });
  });

  describe('What Vlens says no to', () => {
    it('is NotEligible with what stands in the way, without a verified identity or with a request under way', async () => {
      const omar = await loggedIn(OMAR);
      expect(await omar.create(CAR_LOAN)).toMatchObject({
        __typename: 'NotEligible',
        eligibility: { isDigitalIdentityVerified: false, hasPendingRequest: false },
      });
      await ahmed.approved(CAR_LOAN);
      expect(await ahmed.create(CAR_LOAN)).toMatchObject({
        __typename: 'NotEligible',
        eligibility: { isDigitalIdentityVerified: true, hasPendingRequest: true },
      });
    });

    it('names the fields of the form that are wrong', async () => {
      const fields = [
        { key: 'fullName', value: 'Ahmed' },
        { key: 'nationalId', value: '29901234567890' },
        { key: 'monthlyIncome', value: '5000' },
        { key: 'purpose', value: 'Yacht' },
      ];
      const refused = await ahmed.create(PERSONAL_LOAN, { fields });
      expect(refused).toMatchObject({ __typename: 'Rejection', reason: 'INVALID_INPUT' });
      expect(JSON.stringify(refused.fieldErrors)).toContain('purpose');
    });

    it('is a wrong OTP, then too many of them', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      const { otpRequestId } = await ahmed.askForOtp(id);
      const { code } = await sandbox.newestSms(AHMED.phoneNumber);
      const wrong = code === '000000' ? '000001' : '000000';
      for (let tries = 0; tries < 5; tries += 1) {
        expect(await ahmed.validateOtp(otpRequestId, wrong, id)).toMatchObject({ reason: 'OTP_INCORRECT' });
      }
      expect(await ahmed.validateOtp(otpRequestId, code, id)).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS' });
    });

    it('is a late OTP', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      const { otpRequestId } = await ahmed.askForOtp(id);
      const { code } = await sandbox.newestSms(AHMED.phoneNumber);
      sandbox.passSeconds(301);
      expect(await ahmed.validateOtp(otpRequestId, code, id)).toMatchObject({ reason: 'OTP_EXPIRED' });
    });

    it('is a request that is not approved yet, is signed already, or is somebody else’s', async () => {
      await sandbox.control('POST', 'tenant', { approvesByItself: false });
      const waiting = await ahmed.approved(CAR_LOAN);
      expect(await ahmed.askForOtp(waiting)).toMatchObject({ reason: 'NOT_APPROVED' });
      await sandbox.control('POST', `requests/${waiting}/approve`);
      await ahmed.withValidOtp(waiting);
      await ahmed.confirm(waiting);
      expect(await ahmed.askForOtp(waiting)).toMatchObject({ reason: 'ALREADY_SIGNED' });
      const mona = await loggedIn(MONA);
      expect(await mona.askForOtp(waiting)).toMatchObject({ reason: 'NOT_FOUND' });
      expect(await mona.link(waiting)).toMatchObject({ reason: 'NOT_FOUND' });
      expect(await mona.run('Status', { id: waiting })).toBeNull();
    });

    it('is a link that has expired', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      const { securityHash } = await ahmed.link(id);
      sandbox.passSeconds(1801);
      await ahmed.logIn();
      expect(await ahmed.run('ContractPdf', { requestId: id, securityHash })).toMatchObject({
        reason: 'LINK_EXPIRED',
      });
    });
  });

  describe('What it costs', () => {
    it('is one upstream call for fifty statuses, however they are asked for', async () => {
      const id = await ahmed.approved(CAR_LOAN);
      const aliases = Array.from(
        { length: 49 },
        (_, i) => `a${i}: businessRequest(id: "${id}") { status nextStep }`,
      );
      const before = gateway.logs.length;
      const { body } = await ahmed.send(
        `query Fifty { ${aliases.join(' ')} businessRequestsByIds(ids: ["${id}"]) { status } }`,
      );
      expect(Object.values(body.data ?? {})).toHaveLength(50);
      const line = gateway.logs.slice(before).find(({ operation }) => operation === 'Fifty');
      expect(line?.upstream).toMatchObject({ calls: 1, endpoints: { listBusinessRequestIds: 1 } });
    });

    it('leaves nothing personal in the log', async () => {
      const id = await ahmed.approved(PERSONAL_LOAN);
      await ahmed.withValidOtp(id);
      const log = JSON.stringify(gateway.logs);
      for (const secret of [
        AHMED.phoneNumber,
        AHMED.password,
        '29901234567890',
        '30.0444',
        sandbox.apiKey,
        'Bearer',
      ]) {
        expect(log).not.toContain(secret);
      }
    });
  });
});
