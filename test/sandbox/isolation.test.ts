import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AHMED, CAR_LOAN, Customer, FORM, MONA, STEPS } from './support/customer.js';
import { CAIRO, START, TestSandbox } from './support/sandbox.js';

const OTHER_API_KEY = 'another-tenants-api-key';
const MISSING = '99999999-9999-4999-8999-999999999999';

let sandbox: TestSandbox;
let requestId: string;
let storageId: string;
const strangers: { who: string; customer: Customer }[] = [];

beforeAll(async () => {
  sandbox = await TestSandbox.start();
  await sandbox.control('POST', 'tenants', { tenant: 'other', apiKey: OTHER_API_KEY });
  const owner = await Customer.loggedIn(sandbox);
  requestId = await owner.approved(CAR_LOAN);
  storageId = (await sandbox.control('GET', `requests/${requestId}`)).body.request.contractStorageId;
  strangers.push(
    { who: 'another customer', customer: await Customer.loggedIn(sandbox, MONA) },
    {
      who: 'the same person at another tenant',
      customer: await Customer.loggedIn(sandbox, AHMED, OTHER_API_KEY),
    },
  );
});
afterAll(() => sandbox.close());

const moment = { geoLocation: CAIRO, userDeviceUtcTime: START.toISOString() };

/** Every call that names a request. */
const CALLS: [string, (customer: Customer, id: string) => Promise<unknown>][] = [
  [
    'GetBusinessRequestById',
    (customer, id) => customer.call('GET', `/api/BusinessRequest/GetBusinessRequestById/${id}`),
  ],
  ['StepRequestOtp', (customer, id) => customer.requestOtp(id)],
  [
    'StepRequestOtp by contractStorageId',
    (customer, id) =>
      customer.call('POST', `${STEPS}/StepRequestOtp`, {
        ...moment,
        contractStorageId: id === requestId ? storageId : id,
      }),
  ],
  ['StepReValidateLiveness', (customer, requestId) => customer.revalidate({ requestId })],
  ['StepValidateOtp', (customer, requestId) => customer.validateOtp(MISSING, '123456', { requestId })],
  ['StepValidatePayment', (customer, id) => customer.confirm(id)],
  [
    'GenerateSignContractLink',
    (customer, requestId) =>
      customer.call('POST', '/api/BusinessRequest/GenerateSignContractLink', { ...moment, requestId }),
  ],
  [
    'ViewContractPdf',
    (customer, id) =>
      customer.call('GET', `/api/BusinessRequest/ViewContractPdf?RequestId=${id}&SecurityHash=abc`),
  ],
];

describe('somebody else’s request', () => {
  it.each(CALLS)('%s answers exactly as for one that does not exist', async (_name, call) => {
    for (const { customer } of strangers) {
      const foreign = (await call(customer, requestId)) as object;
      const missing = (await call(customer, MISSING)) as object;
      expect({ ...foreign, headers: null }).toEqual({ ...missing, headers: null });
      expect(foreign).toMatchObject({ status: 200, data: null, code: expect.any(Number) });
    }
  });

  it('stands in nobody else’s lists', async () => {
    for (const { customer } of strangers) {
      for (const path of ['Current', 'CurrentList', 'CurrentListIds']) {
        const { code, data } = await customer.call('GET', `/api/BusinessRequest/${path}`);
        expect([path, code, data]).toEqual([path, null, path === 'Current' ? null : []]);
      }
    }
  });

  it('does not stand in the way of anybody else’s own', async () => {
    for (const { customer } of strangers) {
      expect((await customer.create(CAR_LOAN, FORM)).code).toBeNull();
    }
  });

  it('has a signing link of its signer’s alone', async () => {
    const owner = await Customer.loggedIn(sandbox);
    const { data } = await owner.call<string>('POST', '/api/BusinessRequest/GenerateSignContractLink', {
      ...moment,
      requestId,
    });
    const path = `/api/BusinessRequest/ViewContractPdf${new URL(data).search}`;
    expect((await sandbox.call('GET', path)).code).toBeNull();
    expect((await sandbox.call('GET', path, { apiKey: OTHER_API_KEY })).code).toBe(9601);
  });
});

describe('somebody else’s KYC transaction', () => {
  it.each([
    [
      'StepRequestOtp',
      (customer: Customer, id: string, transactionId: string) => customer.requestOtp(id, { transactionId }),
    ],
    [
      'StepReValidateLiveness',
      (customer: Customer, _: string, transactionId: string) => customer.revalidate({ transactionId }),
    ],
    [
      'StepValidatePayment',
      (customer: Customer, id: string, transactionId: string) => customer.confirm(id, { transactionId }),
    ],
  ])('%s answers as for one that does not exist', async (_name, call) => {
    const owner = await Customer.loggedIn(sandbox);
    const foreign = await call(owner, requestId, MONA.transactionId);
    const missing = await call(owner, requestId, MISSING);
    expect(foreign).toMatchObject({ code: 9001, data: null });
    expect({ ...foreign, headers: null }).toEqual({ ...missing, headers: null });
  });
});

describe('another tenant', () => {
  it('does not accept this tenant’s tokens', async () => {
    const { token } = await Customer.loggedIn(sandbox);
    const answer = await sandbox.call('GET', '/api/BusinessRequest/CurrentListIds', {
      token,
      apiKey: OTHER_API_KEY,
    });
    expect(answer.status).toBe(401);
  });

  it('counts its requests by itself', async () => {
    const { body } = await sandbox.control('GET', 'users');
    expect(body.users).toHaveLength(6);
    const [, other] = strangers;
    const { data } = await (other as { customer: Customer }).customer.call<{ requestNumber: string }[]>(
      'GET',
      '/api/BusinessRequest/CurrentListIds',
    );
    expect(data.map(({ requestNumber }) => requestNumber)).toEqual(['REQ-2026-00001']);
  });
});
