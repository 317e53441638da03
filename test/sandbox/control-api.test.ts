import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AHMED, CAR_LOAN, Customer } from './support/customer.js';
import { TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let customer: Customer;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
});
afterAll(() => sandbox.close());

const move = (id: string, name: string, body?: unknown) =>
  sandbox.control('POST', `requests/${id}/${name}`, body);
const eligibility = () => customer.call('GET', '/api/BusinessRequest/CheckEligibility');

describe('the provider’s side', () => {
  it('approves, once', async () => {
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const id = await customer.approved();
    expect((await move(id, 'approve')).body.request).toMatchObject({ requestStatusName: 'Approved' });
    expect(await move(id, 'approve', {})).toMatchObject({
      status: 409,
      body: { error: 'A request in APPROVED can’t move to APPROVED.' },
    });
  });

  it('countersigns and completes what the customer has signed', async () => {
    const id = await customer.approved(CAR_LOAN);
    expect((await move(id, 'countersign')).status).toBe(409);
    await customer.sign(id);
    await move(id, 'countersign', { partially: true });
    expect(await customer.statusOf(id)).toBe('Service Provider Partially Signed');
    await move(id, 'countersign');
    expect(await customer.statusOf(id)).toBe('Service Provider Signed');
    await move(id, 'complete');
    expect(await customer.statusOf(id)).toBe('Completed');
    expect((await move(id, 'reject')).status).toBe(409);
  });

  it('can’t reject what the customer has signed', async () => {
    const id = await customer.approved(CAR_LOAN);
    await customer.sign(id);
    expect((await move(id, 'reject')).status).toBe(409);
    expect(await customer.statusOf(id)).toBe('Customer Signed');
  });

  it('does not know a request that does not exist', async () => {
    for (const name of ['approve', 'reject', 'countersign', 'complete', 'pay']) {
      expect((await move('nobody', name)).status).toBe(404);
    }
    expect((await sandbox.control('GET', 'requests/nobody')).status).toBe(404);
  });
});

describe('the list of requests', () => {
  it('tells the newest first, with the steps that each allows', async () => {
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const pending = await customer.approved(CAR_LOAN);
    expect((await sandbox.control('GET', 'requests')).body).toMatchObject({
      requests: [{ id: pending, stepsAllowed: ['approve', 'reject'], payment: null }],
      totalCount: 1,
    });
    await move(pending, 'reject');
    const toPay = await customer.approved();
    await move(toPay, 'approve');
    await customer.withValidOtp(toPay);
    const { requests } = (await sandbox.control('GET', 'requests')).body;
    expect(requests).toMatchObject([
      { id: toPay, stepsAllowed: ['reject', 'pay'], payment: { amount: '150.00', paidAt: null } },
      { id: pending, stepsAllowed: [] },
    ]);
    await move(toPay, 'pay', {});
    expect((await sandbox.control('GET', `requests/${toPay}`)).body).toMatchObject({
      request: { stepsAllowed: ['reject'], payment: { paidAt: expect.any(String) } },
      signers: [{ phoneNumber: AHMED.phoneNumber, otpValidatedAt: expect.any(String), signedAt: null }],
    });
  });

  it('is that of one tenant', async () => {
    await sandbox.control('POST', 'tenants', { tenant: 'a-second', apiKey: 'another-tenants-api-key' });
    await customer.approved();
    expect((await sandbox.control('GET', 'requests?tenant=a-second')).body.requests).toEqual([]);
    expect((await sandbox.control('GET', 'requests?tenant=nobody')).status).toBe(404);
    const { tenants } = (await sandbox.control('GET', 'tenants')).body;
    expect(tenants.map(({ tenant }: { tenant: string }) => tenant)).toEqual(['sandbox', 'a-second']);
  });
});

describe('the clock', () => {
  it('can be moved on, set and reset', async () => {
    expect((await sandbox.control('POST', 'clock', { advanceSeconds: 60 })).body).toEqual({
      now: '2026-11-23T12:01:00.000Z',
      offsetMs: 60_000,
    });
    await sandbox.control('POST', 'clock', { set: '2030-02-01T00:00:00Z' });
    expect((await sandbox.control('GET', 'clock')).body.now).toBe('2030-02-01T00:00:00.000Z');
    expect((await sandbox.control('POST', 'clock', { reset: true })).body.offsetMs).toBe(0);
  });

  it('is moved on twice by two at once', async () => {
    const on = () => sandbox.control('POST', 'clock', { advanceSeconds: 60 });
    await Promise.all([on(), on()]);
    expect((await sandbox.control('GET', 'clock')).body.offsetMs).toBe(120_000);
  });

  it('says what it expects', async () => {
    expect(await sandbox.control('POST', 'clock', { advance: 5 })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('advanceSeconds') },
    });
  });
});

describe('the quota', () => {
  it('answers 429 with Retry-After beyond it', async () => {
    await sandbox.control('POST', 'tenant', { quotaPerSecond: 2 });
    expect((await eligibility()).status).toBe(200);
    expect((await eligibility()).status).toBe(200);
    const beyond = await eligibility();
    expect(beyond).toMatchObject({ status: 429, code: 429, data: null });
    expect(beyond.headers.get('retry-after')).toBe('1');
    sandbox.passSeconds(1);
    expect((await eligibility()).status).toBe(200);
  });

  it('counts by the minute too, and says how long to wait', async () => {
    await sandbox.control('POST', 'tenant', { quotaPerMinute: 1 });
    await eligibility();
    sandbox.passSeconds(20);
    expect((await eligibility()).headers.get('retry-after')).toBe('40');
  });

  it('is no larger than a number that every database holds', async () => {
    expect((await sandbox.control('POST', 'tenant', { quotaPerMinute: 2 ** 31 })).status).toBe(400);
    expect((await sandbox.control('POST', 'tenant', { quotaPerMinute: 2 ** 31 - 1 })).status).toBe(200);
  });

  it('is off unless it is set', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, eligibility));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('faults on order', () => {
  const order = (fault: object) => sandbox.control('POST', 'faults', fault);
  /** @param signal ends what is not answered */
  const get = (signal?: AbortSignal) =>
    fetch(`${sandbox.url}/api/BusinessRequest/CheckEligibility`, {
      headers: { apikey: sandbox.apiKey, authorization: `Bearer ${customer.token}` },
      signal,
    });
  const unanswered = () =>
    expect(get(AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });

  it('fail the next calls, and no more', async () => {
    await order({ kind: 'http500', failNext: 2 });
    expect([(await get()).status, (await get()).status, (await get()).status]).toEqual([500, 500, 200]);
  });

  it('come as a page of a proxy, a broken connection or no answer at all', async () => {
    await order({ kind: 'html' });
    const page = await get();
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html']);
    await order({ kind: 'reset' });
    await expect(get()).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    });
    await order({ kind: 'stall' });
    await unanswered();
  });

  it('concern one endpoint where one is named', async () => {
    await order({ endpoint: 'GetAllRequestTypes', kind: 'http500' });
    expect((await get()).status).toBe(200);
    expect((await customer.call('GET', '/api/BusinessRequest/GetAllRequestTypes')).status).toBe(500);
    await sandbox.control('DELETE', 'faults');
    expect((await customer.call('GET', '/api/BusinessRequest/GetAllRequestTypes')).status).toBe(200);
  });

  it('end one by one', async () => {
    await order({ endpoint: 'GetAllRequestTypes', kind: 'http500' });
    await order({ kind: 'http500' });
    await sandbox.control('DELETE', 'faults/*');
    expect((await get()).status).toBe(200);
    expect((await sandbox.control('GET', 'faults')).body.faults).toHaveLength(1);
    expect((await sandbox.control('DELETE', 'faults/*')).status).toBe(404);
  });

  it('can lose the answer to a step that was taken', async () => {
    await order({ endpoint: 'Create', kind: 'http500', when: 'after', failNext: 1 });
    expect((await customer.create()).status).toBe(500);
    expect((await customer.call('GET', '/api/BusinessRequest/CurrentListIds')).totalCount).toBe(1);
  });

  it('can break the connection after a step', async () => {
    await order({ endpoint: 'Create', kind: 'reset', when: 'after', failNext: 1 });
    await expect(customer.create()).rejects.toThrow('fetch failed');
    expect((await customer.call('GET', '/api/BusinessRequest/CurrentListIds')).totalCount).toBe(1);
  });

  it('can be slowness alone', async () => {
    await order({ latencyMs: 5000 });
    await unanswered();
  });

  it('happen at a rate', async () => {
    await order({ kind: 'http500', failureRate: 0 });
    expect((await get()).status).toBe(200);
    await order({ kind: 'http500', failureRate: 1 });
    expect((await get()).status).toBe(500);
  });

  it('never concern the control API', async () => {
    await order({ kind: 'http500' });
    expect((await sandbox.control('GET', 'faults')).body.faults).toEqual([
      expect.objectContaining({ endpoint: '*', kind: 'http500' }),
    ]);
  });

  it('are refused where they make no sense', async () => {
    expect((await order({ kind: 'fire' })).status).toBe(400);
  });
});

describe('reset', () => {
  it('puts everything back to the seed', async () => {
    const id = await customer.approved(CAR_LOAN);
    await customer.otpFor(id);
    await sandbox.control('POST', 'tenant', { approvesByItself: false, quotaPerMinute: 500 });
    await sandbox.control('POST', 'clock', { advanceSeconds: 60 });
    await sandbox.control('POST', 'faults', { kind: 'http500' });
    expect((await sandbox.control('POST', 'reset')).body).toEqual({ reset: true });

    const again = await Customer.loggedIn(sandbox);
    expect((await again.call('GET', '/api/BusinessRequest/CurrentListIds')).totalCount).toBe(0);
    expect((await sandbox.control('GET', 'inbox')).body.messages).toEqual([]);
    expect((await sandbox.control('GET', 'clock')).body.offsetMs).toBe(0);
    expect((await sandbox.control('GET', 'tenant')).body).toMatchObject({
      approvesByItself: true,
      quotaPerMinute: 0,
    });
    expect((await again.create()).data.requestNumber).toBe('REQ-2026-00001');
  });

  it('leaves the dialect that the sandbox was started with', async () => {
    const older = await TestSandbox.start({ dialect: 'older' });
    const dialect = async () => (await older.control('GET', 'tenant')).body.dialect;
    expect(await dialect()).toBe('older');
    await older.control('POST', 'tenant', { dialect: 'sdk' });
    expect(await dialect()).toBe('sdk');
    await older.control('POST', 'reset');
    expect(await dialect()).toBe('older');
    await older.close();
  });
});

describe('the users', () => {
  it('are told with all but their passwords', async () => {
    const { body } = await sandbox.control('GET', 'users');
    expect(body.users[0]).toMatchObject({
      phoneNumber: AHMED.phoneNumber,
      transactionId: AHMED.transactionId,
    });
    expect(JSON.stringify(body)).not.toMatch(/password|argon2/i);
  });

  it('are not found under a number that nobody has', async () => {
    expect((await sandbox.control('POST', 'users/+20/location', { latitude: 0, longitude: 0 })).status).toBe(
      404,
    );
    expect(
      (await sandbox.control('POST', `users/${AHMED.phoneNumber}/location`, { latitude: 91 })).status,
    ).toBe(400);
  });
});

describe('the SMS inbox', () => {
  it('is asked by phone number and by request', async () => {
    const id = await customer.approved(CAR_LOAN);
    await customer.otpFor(id);
    const messages = async (search: string) => (await sandbox.control('GET', `inbox${search}`)).body.messages;
    expect(await messages(`?requestId=${id}`)).toHaveLength(1);
    expect(await messages(`?requestId=nobody`)).toHaveLength(0);
    expect(await messages(`?phoneNumber=${encodeURIComponent(AHMED.phoneNumber)}`)).toHaveLength(1);
  });
});
