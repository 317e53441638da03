import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CAR_LOAN, Customer } from './support/customer.js';
import { TestSandbox } from './support/sandbox.js';

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

const link = async () =>
  new URL((await customer.step<string>('/api/BusinessRequest/GenerateSignContractLink', { requestId })).data);
const view = (search: string) => sandbox.call<string>('GET', `/api/BusinessRequest/ViewContractPdf${search}`);

describe('the signing link', () => {
  it('leads to a page that names the request', async () => {
    const url = await link();
    expect(url.pathname).toBe('/sign');
    expect(url.searchParams.get('RequestId')).toBe(requestId);
    expect(await (await fetch(url)).text()).toContain('REQ-2026-00001');
  });

  it('leads to the page that signs, where the sandbox is told of one', async () => {
    await sandbox.close();
    sandbox = await TestSandbox.start({ signingPageUrl: 'https://gateway.test/sign' });
    customer = await Customer.loggedIn(sandbox);
    requestId = await customer.approved(CAR_LOAN);
    expect((await link()).href).toMatch(/^https:\/\/gateway\.test\/sign\?RequestId=/);
  });

  it('is good for thirty minutes', async () => {
    const url = await link();
    sandbox.passSeconds(30 * 60 - 1);
    expect((await view(url.search)).code).toBeNull();
    expect((await fetch(url)).status).toBe(200);
    sandbox.passSeconds(1);
    expect((await view(url.search)).code).toBe(9602);
    expect((await fetch(url)).status).toBe(410);
  });

  it('is of no use when a single character of its hash is changed', async () => {
    const url = await link();
    const hash = url.searchParams.get('SecurityHash') ?? '';
    for (let place = 0; place < hash.length; place += 1) {
      const changed = hash.slice(0, place) + (hash[place] === 'A' ? 'B' : 'A') + hash.slice(place + 1);
      const { code } = await view(`?RequestId=${requestId}&SecurityHash=${changed}`);
      expect(code).toBe(9601);
    }
  });

  it('is of no use for another request', async () => {
    const url = await link();
    await sandbox.control('POST', `requests/${requestId}/reject`);
    const another = await customer.approved(CAR_LOAN);
    const search = `?RequestId=${another}&SecurityHash=${url.searchParams.get('SecurityHash')}`;
    expect((await view(search)).code).toBe(9601);
    expect((await fetch(`${sandbox.url}/sign${search}`)).status).toBe(404);
  });
});

describe('the contract', () => {
  it('is a PDF at a URL that needs neither ApiKey nor token, for five minutes', async () => {
    await customer.sign(requestId);
    const { data: url } = await view((await link()).search);
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    sandbox.passSeconds(5 * 60);
    expect((await fetch(url)).status).toBe(410);
  });

  it('is the same file each time, so that parts of two downloads fit together', async () => {
    await customer.sign(requestId);
    const download = async () =>
      Buffer.from(await (await fetch((await view((await link()).search)).data)).arrayBuffer());
    const first = await download();
    sandbox.passSeconds(90);
    expect(await download()).toEqual(first);
  });

  it('is not to be had under a name that nobody gave it, nor by the signing link’s hash', async () => {
    const hash = (await link()).searchParams.get('SecurityHash');
    expect((await fetch(`${sandbox.url}/files/contracts/${requestId}.${hash}.pdf`)).status).toBe(404);
    expect((await fetch(`${sandbox.url}/files/contracts/${requestId}.pdf`)).status).toBe(404);
  });
});
