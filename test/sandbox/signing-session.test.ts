import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CAR_LOAN, Customer, FORM, MONA, type Request, STEPS } from './support/customer.js';
import { type Answer, TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let customer: Customer;
let requestId: string;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
  requestId = await customer.approved(CAR_LOAN);
});
afterAll(() => sandbox.close());

const API = '/api/BusinessRequest';
type Session = { accessToken: string; expiresInSeconds: number } | null;

async function hashOf(id = requestId): Promise<string> {
  const { data } = await customer.step<string>(`${API}/GenerateSignContractLink`, { requestId: id });
  return new URL(data).searchParams.get('SecurityHash') ?? '';
}

const open = (securityHash: string, id = requestId): Promise<Answer<Session>> =>
  sandbox.call('POST', `${API}/OpenSigningSession`, { body: { requestId: id, securityHash } });

/** The link's signer, as the page that it opens speaks for them. */
async function linkSession(): Promise<Customer> {
  const { data } = await open(await hashOf());
  return new Customer(sandbox, customer.sample, data?.accessToken ?? '', sandbox.apiKey);
}

describe('a session of a signing link', () => {
  it('reads and signs its request', async () => {
    const page = await linkSession();
    expect(await page.statusOf(requestId)).toBe('Approved');
    await page.sign(requestId);
    expect(await page.statusOf(requestId)).toBe('Customer Signed');
  });

  it('finds no other request of the same customer, in no list and by no step', async () => {
    await customer.sign(requestId);
    const other = await customer.approved(CAR_LOAN);
    const page = await linkSession();
    const { data, totalCount } = await page.call<Request[]>('GET', `${API}/CurrentListIds`);
    expect([data.map(({ id }) => id), totalCount]).toEqual([[requestId], 1]);
    expect((await page.call<Request>('GET', `${API}/Current`)).data.id).toBe(requestId);
    expect((await page.call('GET', `${API}/GetBusinessRequestById/${other}`)).code).toBe(9001);
    expect((await page.requestOtp(other)).code).toBe(9001);
    expect((await page.revalidate({ requestId: other })).code).toBe(9001);
    expect((await page.confirm(other)).code).toBe(9001);
    const { id, code } = await customer.otpFor(other);
    expect((await page.validateOtp(id, code)).code).toBe(9001);
    expect(await customer.statusOf(other)).toBe('Approved');
  });

  it('creates nothing, makes no link to go on with, and asks nothing else of its customer', async () => {
    const page = await linkSession();
    expect((await page.create(CAR_LOAN, FORM)).status).toBe(403);
    expect((await page.step(`${API}/GenerateSignContractLink`, { requestId })).status).toBe(403);
    expect((await page.call('GET', `${API}/CheckEligibility`)).status).toBe(403);
  });

  it('is over after 15 minutes', async () => {
    const { data } = await open(await hashOf());
    expect(data?.expiresInSeconds).toBe(900);
    const page = await linkSession();
    sandbox.passSeconds(899);
    expect((await page.requestOtp(requestId)).code).toBeNull();
    sandbox.passSeconds(2);
    expect((await page.call('POST', `${STEPS}/StepRequestOtp`, {})).status).toBe(401);
  });

  it('is opened by the link of that request alone, as long as it is good, again after a reload', async () => {
    const hash = await hashOf();
    for (let time = 1; time <= 2; time += 1)
      expect((await open(hash)).data?.accessToken).toEqual(expect.any(String));
    const mona = await Customer.loggedIn(sandbox, MONA);
    expect((await open(hash, await mona.approved(CAR_LOAN))).code).toBe(9601);
    // Of the last letter not every bit counts.
    expect((await open(`${hash.startsWith('A') ? 'B' : 'A'}${hash.slice(1)}`)).code).toBe(9601);
    expect((await open('')).code).toBe(9601);
    sandbox.passSeconds(30 * 60 + 1);
    expect((await open(hash)).code).toBe(9602);
  });
});
