import { describe, expect, it } from '@jest/globals';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { VlensFault } from '../../src/vlens/faults.js';
import { ask } from '../support/ask.js';
import { accepted, aRequest, fakeVlensApi, idOf, rejection } from '../support/fake-vlens-api.js';

const schema = await buildGatewaySchema();
const ID = idOf(1);
const TRANSACTION = idOf(500);
const HERE = {
  geoLocation: { latitude: 24.0889, longitude: 32.8998 },
  userDeviceUtcTime: '2026-11-23T12:00:00Z',
};
const SENT_HERE = { ...HERE, userDeviceUtcTime: new Date(HERE.userDeviceUtcTime) };
const REFUSED = '... on Rejection { reason } ... on Problem { message errorCode }';
const timeout = () => Promise.reject(new VlensFault('UPSTREAM_TIMEOUT', 'Vlens took too long.'));

describe('requestActivationOtp', () => {
  const ASK = `mutation ($input: RequestActivationOtpInput!) { requestActivationOtp(input: $input) {
    __typename ... on ActivationOtpSent { otpRequestId }
    ... on LivenessRequired { thresholdKm requestId transactionId } ${REFUSED} } }`;

  it('answers that the OTP was sent, and reads nothing that is not asked for', async () => {
    const vlens = fakeVlensApi();
    const input = {
      ...HERE,
      requestId: ID,
      contractStorageId: idOf(2),
      transactionId: TRANSACTION,
      paymentGateway: 'fawry',
    };
    const { data } = await ask(schema, vlens, ASK, { input: { ...input, smsProvider: 'CEQUENS' } });
    expect(data?.requestActivationOtp).toEqual({ __typename: 'ActivationOtpSent', otpRequestId: 'otp-1' });
    expect(vlens.calls).toEqual([
      { operation: 'stepRequestOtp', args: [{ ...input, ...SENT_HERE, smsProvider: 3 }] },
    ]);
  });

  it('answers that liveness is needed, with what to pass on', async () => {
    const vlens = fakeVlensApi(
      {},
      {
        stepRequestOtp: async () => ({
          kind: 'livenessNeeded',
          message: 'Location changed.',
          errorCode: 9,
          transactionId: null,
        }),
      },
    );
    const { data } = await ask(schema, vlens, ASK, {
      input: { ...HERE, requestId: ID, transactionId: TRANSACTION },
    });
    expect(data?.requestActivationOtp).toEqual({
      __typename: 'LivenessRequired',
      message: 'Location changed.',
      errorCode: 9,
      thresholdKm: 80,
      requestId: ID,
      transactionId: TRANSACTION,
    });
  });

  it('passes on the transaction that Vlens names rather than the input’s', async () => {
    const vlens = fakeVlensApi(
      {},
      {
        stepRequestOtp: async () => ({
          kind: 'livenessNeeded',
          message: '',
          errorCode: null,
          transactionId: idOf(7),
        }),
      },
    );
    const { data } = await ask(schema, vlens, ASK, {
      input: { ...HERE, contractStorageId: ID, transactionId: TRANSACTION },
    });
    expect(data?.requestActivationOtp).toMatchObject({ requestId: null, transactionId: idOf(7) });
  });

  it('wants the contract named', async () => {
    const vlens = fakeVlensApi();
    const { errors } = await ask(schema, vlens, ASK, { input: { ...HERE, requestId: null } });
    expect(errors).toMatchObject([
      {
        message: 'Name the contract by requestId or contractStorageId, or by both.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(vlens.count()).toBe(0);
  });

  it('answers the request beside it where asked for and known', async () => {
    const document = `mutation ($input: RequestActivationOtpInput!) { requestActivationOtp(input: $input) {
      ... on ActivationOtpSent { businessRequest { status } } } }`;
    const vlens = fakeVlensApi({ requests: [aRequest(1)] });
    const known = await ask(schema, vlens, document, { input: { ...HERE, requestId: ID } });
    expect(known.data?.requestActivationOtp).toEqual({ businessRequest: { status: 'APPROVED' } });
    const unknown = await ask(schema, vlens, document, { input: { ...HERE, contractStorageId: ID } });
    expect(unknown.data?.requestActivationOtp).toEqual({ businessRequest: null });
    expect(vlens.count('listBusinessRequestIds')).toBe(1);
  });

  it('answers a refusal as data', async () => {
    const vlens = fakeVlensApi({}, { stepRequestOtp: async () => rejection('TOO_MANY_ATTEMPTS') });
    const { data } = await ask(schema, vlens, ASK, { input: { ...HERE, requestId: ID } });
    expect(data?.requestActivationOtp).toMatchObject({
      __typename: 'Rejection',
      reason: 'TOO_MANY_ATTEMPTS',
    });
  });
});

describe('revalidateLiveness', () => {
  const REVALIDATE = `mutation ($input: RevalidateLivenessInput!) { revalidateLiveness(input: $input) {
    __typename ... on LivenessRevalidated { message } ${REFUSED} } }`;
  const picture = (n: number) => Buffer.alloc(90, n).toString('base64');
  const scan = { image: picture(0), face1: picture(1), face2: picture(2), face3: picture(3) };

  it.each([
    [null, 'You were recognised; ask for the code again.'],
    ['Done.', 'Done.'],
  ])('answers with Vlens’s sentence (%j) or ours', async (message, expected) => {
    const vlens = fakeVlensApi({}, { stepReValidateLiveness: async () => accepted({ message }) });
    const { data } = await ask(schema, vlens, REVALIDATE, { input: { ...HERE, requestId: ID, scan } });
    expect(data?.revalidateLiveness).toEqual({ __typename: 'LivenessRevalidated', message: expected });
  });

  it('hands the pictures on without their prefix', async () => {
    const vlens = fakeVlensApi();
    const wrapped = { ...scan, face2: `data:image/jpeg;base64,${scan.face2}` };
    await ask(schema, vlens, REVALIDATE, { input: { ...HERE, transactionId: TRANSACTION, scan: wrapped } });
    expect(vlens.sent('stepReValidateLiveness')).toEqual({
      ...SENT_HERE,
      transactionId: TRANSACTION,
      ...scan,
    });
  });

  it('answers a refusal as data', async () => {
    const vlens = fakeVlensApi({}, { stepReValidateLiveness: async () => rejection('LIVENESS_FAILED') });
    const { data } = await ask(schema, vlens, REVALIDATE, { input: { ...HERE, scan } });
    expect(data?.revalidateLiveness).toMatchObject({ __typename: 'Rejection', reason: 'LIVENESS_FAILED' });
  });
});

describe('validateActivationOtp', () => {
  const VALIDATE = `mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) {
    __typename ... on ActivationOtpValidated { message paymentUrl } ${REFUSED} } }`;
  const input = {
    ...HERE,
    otpRequestId: 'otp-1',
    otpCode: '١٢٣٤٥٦',
    requestId: ID,
    paymentGateway: 'kashier',
  };

  it('hands the code on in ASCII digits and answers with our sentence where there is none', async () => {
    const vlens = fakeVlensApi();
    const { data } = await ask(schema, vlens, VALIDATE, { input });
    expect(data?.validateActivationOtp).toEqual({
      __typename: 'ActivationOtpValidated',
      message: 'The code is right; go on to the next step.',
      paymentUrl: null,
    });
    expect(vlens.sent('stepValidateOtp')).toEqual({ ...input, ...SENT_HERE, otpCode: '123456' });
  });

  it('answers with the page to pay on', async () => {
    const paid = { paymentUrl: 'https://pay.test/1', message: 'Pay now.' };
    const vlens = fakeVlensApi({}, { stepValidateOtp: async () => accepted(paid) });
    expect((await ask(schema, vlens, VALIDATE, { input })).data?.validateActivationOtp).toMatchObject(paid);
  });

  it('answers a refusal as data', async () => {
    const vlens = fakeVlensApi({}, { stepValidateOtp: async () => rejection('OTP_INCORRECT') });
    const { data } = await ask(schema, vlens, VALIDATE, { input });
    expect(data?.validateActivationOtp).toMatchObject({ __typename: 'Rejection', reason: 'OTP_INCORRECT' });
  });
});

describe('confirmPayment', () => {
  const CONFIRM = `mutation ($input: ConfirmPaymentInput!) { confirmPayment(input: $input) {
    __typename ... on ContractActivated { businessRequest { status nextStep } }
    ... on PaymentRequired { paymentUrl } ${REFUSED} } }`;
  const input = { ...HERE, requestId: ID };

  it('answers with the request as it is after the step', async () => {
    const request = aRequest(1);
    const vlens = fakeVlensApi(
      { requests: [request] },
      {
        stepValidatePayment: async () => {
          request.status = 'CUSTOMER_SIGNED';
          return accepted({ message: null });
        },
      },
    );
    const { data } = await ask(schema, vlens, CONFIRM, { input });
    expect(data?.confirmPayment).toEqual({
      __typename: 'ContractActivated',
      businessRequest: { status: 'CUSTOMER_SIGNED', nextStep: 'WAIT_FOR_COUNTERSIGNATURE' },
    });
    expect(vlens.sent('stepValidatePayment')).toEqual({ ...SENT_HERE, requestId: ID });
  });

  it('stays done where the request can’t be read afterwards', async () => {
    const vlens = fakeVlensApi({}, { listBusinessRequestIds: timeout });
    const { data, errors } = await ask(schema, vlens, CONFIRM, { input });
    expect(data?.confirmPayment).toEqual({ __typename: 'ContractActivated', businessRequest: null });
    expect(errors).toMatchObject([{ path: ['confirmPayment', 'businessRequest'] }]);
    expect(vlens.count('stepValidatePayment')).toBe(1);
  });

  it('answers where to pay while Vlens has not seen the payment', async () => {
    const refusal = rejection('PAYMENT_INCOMPLETE', { errorCode: 31, paymentUrl: 'https://pay.test/1' });
    const vlens = fakeVlensApi({}, { stepValidatePayment: async () => refusal });
    expect((await ask(schema, vlens, CONFIRM, { input })).data?.confirmPayment).toEqual({
      __typename: 'PaymentRequired',
      paymentUrl: 'https://pay.test/1',
      message: refusal.message,
      errorCode: 31,
    });
  });

  it('answers another refusal as data', async () => {
    const vlens = fakeVlensApi({}, { stepValidatePayment: async () => rejection('ALREADY_SIGNED') });
    const { data } = await ask(schema, vlens, CONFIRM, { input });
    expect(data?.confirmPayment).toMatchObject({ __typename: 'Rejection', reason: 'ALREADY_SIGNED' });
  });

  it('fails where Vlens can’t be reached, and is not sent again', async () => {
    const vlens = fakeVlensApi({}, { stepValidatePayment: timeout });
    const { raw } = await ask(schema, vlens, CONFIRM, { input });
    expect(raw.errors?.[0]?.originalError).toBeInstanceOf(VlensFault);
    expect(vlens.count()).toBe(1);
  });

  it('is followed by the next step only when it is over, and each reads again', async () => {
    const vlens = fakeVlensApi({ requests: [aRequest(1)] });
    const step = (alias: string) =>
      `${alias}: confirmPayment(input: $input) { ... on ContractActivated { businessRequest { status } } }`;
    await ask(schema, vlens, `mutation ($input: ConfirmPaymentInput!) { ${step('a')} ${step('b')} }`, {
      input,
    });
    expect(vlens.calls.map(({ operation }) => operation)).toEqual([
      'stepValidatePayment',
      'listBusinessRequestIds',
      'stepValidatePayment',
      'listBusinessRequestIds',
    ]);
  });
});

describe('generateSigningLink', () => {
  const LINK = `mutation ($input: GenerateSigningLinkInput!) { generateSigningLink(input: $input) {
    __typename ... on SigningLink { url securityHash } ${REFUSED} } }`;
  const input = { ...HERE, requestId: ID };

  it('answers with the page and its hash', async () => {
    const vlens = fakeVlensApi();
    expect((await ask(schema, vlens, LINK, { input })).data?.generateSigningLink).toEqual({
      __typename: 'SigningLink',
      url: 'https://sign.test/s',
      securityHash: 'hash',
    });
    expect(vlens.sent('generateSignContractLink')).toEqual({ ...SENT_HERE, requestId: ID });
  });

  it('answers a refusal as data', async () => {
    const vlens = fakeVlensApi({}, { generateSignContractLink: async () => rejection('NOT_APPROVED') });
    const { data } = await ask(schema, vlens, LINK, { input });
    expect(data?.generateSigningLink).toMatchObject({ __typename: 'Rejection', reason: 'NOT_APPROVED' });
  });
});
