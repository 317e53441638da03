import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AHMED,
  CAR_LOAN,
  Customer,
  FORM,
  JOINT_ACCOUNT,
  MONA,
  OMAR,
  PERSONAL_LOAN,
} from './support/customer.js';
import { CAIRO, START, TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let customer: Customer;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
});
afterAll(() => sandbox.close());

const eligibility = async (who = customer) =>
  (await who.call('GET', '/api/BusinessRequest/CheckEligibility')).data;

describe('eligibility', () => {
  it('is given to a verified customer without a pending request', async () => {
    expect(await eligibility()).toEqual({
      isEligible: true,
      isDigitalIdentityVerified: true,
      hasPendingRequest: false,
      isEmailConfirmed: true,
    });
  });

  it('is not given while the identity is not verified', async () => {
    const omar = await Customer.loggedIn(sandbox, OMAR);
    expect(await eligibility(omar)).toMatchObject({ isEligible: false, isDigitalIdentityVerified: false });
    expect((await omar.create()).code).toBe(9100);
  });

  it('is not given while a request is pending, approved or partially signed', async () => {
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const id = await customer.approved();
    expect(await eligibility()).toMatchObject({ isEligible: false, hasPendingRequest: true });
    expect((await customer.create(CAR_LOAN)).code).toBe(9100);
    await sandbox.control('POST', `requests/${id}/approve`);
    expect(await eligibility()).toMatchObject({ hasPendingRequest: true });
    await sandbox.control('POST', `requests/${id}/reject`);
    await sandbox.control('POST', 'tenant', { approvesByItself: true });
    const shared = await customer.approved(JOINT_ACCOUNT, { customerSignersIdentifiers: [MONA.phoneNumber] });
    await customer.sign(shared);
    expect(await customer.statusOf(shared)).toBe('Customer Partially Signed');
    expect(await eligibility()).toMatchObject({ isEligible: false, hasPendingRequest: true });
  });

  it('is given again when the request was rejected or signed', async () => {
    const rejected = await customer.approved();
    await sandbox.control('POST', `requests/${rejected}/reject`);
    expect(await eligibility()).toMatchObject({ isEligible: true });
    await customer.sign(await customer.approved());
    expect(await eligibility()).toMatchObject({ isEligible: true, hasPendingRequest: false });
  });

  it('takes a confirmed e-mail address only where the tenant asks for one', async () => {
    await sandbox.control('POST', `users/${AHMED.phoneNumber}`, { isEmailConfirmed: false });
    expect(await eligibility()).toMatchObject({ isEligible: true, isEmailConfirmed: false });
    await sandbox.control('POST', 'tenant', { requiresConfirmedEmail: true });
    expect(await eligibility()).toMatchObject({ isEligible: false });
    expect((await customer.create()).code).toBe(9100);
  });
});

describe('a new request', () => {
  beforeEach(() => sandbox.control('POST', 'tenant', { answersCreateInFull: true }));

  it('is told by its id, number and type, unless the tenant has the rest told', async () => {
    await sandbox.control('POST', 'tenant', { answersCreateInFull: false });
    const { data } = await customer.create();
    expect(Object.keys(data).sort()).toEqual(['id', 'requestNumber', 'typeName']);
  });

  it('takes any text as a national id, or a real one where the tenant asks for that', async () => {
    const wrongPart = async (nationalId: string) => {
      const { code, fields } = await customer.create(PERSONAL_LOAN, { ...FORM, nationalId });
      return code === null ? null : fields?.map(({ field, message }) => `${field}: ${message}`).join();
    };
    await sandbox.control('POST', 'tenant', { checksNationalIds: true });
    expect(await wrongPart('2990123')).toMatch(/^nationalId: .*14 digits/);
    expect(await wrongPart('29913011234567')).toMatch(/^nationalId: .*date of birth/);
    // Vlens's own example of a form.
    expect(await wrongPart(FORM.nationalId)).toMatch(/^nationalId: .*governorate/);
    expect(await wrongPart('٢٩٩٠١٠١٠١٢٣٤٥٦')).toBe(null);
  });

  it('is approved at once where the tenant approves by itself, in two audited moves', async () => {
    const { data } = await customer.create();
    expect(data).toMatchObject({
      requeststatus: 2,
      requestStatusName: 'Approved',
      contractTypeId: PERSONAL_LOAN,
    });
    const { body } = await sandbox.control('GET', `requests/${data.id}`);
    expect(body.audit).toEqual([
      expect.objectContaining({
        who: 'Ahmed Mohamed',
        step: 'Create',
        at: START.toISOString(),
        fromStatus: null,
        toStatus: 'PENDING_APPROVAL',
        ...CAIRO,
      }),
      expect.objectContaining({ step: 'Approve', fromStatus: 'PENDING_APPROVAL', toStatus: 'APPROVED' }),
    ]);
  });

  it('waits in Pending Approval where the tenant does not', async () => {
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const { data } = await customer.create();
    expect(data).toMatchObject({ requeststatus: 1, requestStatusName: 'Pending Approval' });
  });

  it('is numbered by tenant and year, without gaps where one was refused', async () => {
    const numbers: string[] = [];
    const make = async () => {
      const { data } = await customer.create();
      if (data) {
        numbers.push(data.requestNumber);
        await sandbox.control('POST', `requests/${data.id}/reject`);
      }
    };
    await make();
    await customer.create(PERSONAL_LOAN, { ...FORM, unknown: 'x' });
    await make();
    await sandbox.control('POST', 'clock', { set: '2027-01-01T00:00:00Z' });
    customer = await Customer.loggedIn(sandbox);
    await make();
    expect(numbers).toEqual(['REQ-2026-00001', 'REQ-2026-00002', 'REQ-2027-00001']);
  });

  it('answers its form with the values in it, its texts and its instalments', async () => {
    const values = { ...FORM, loanAmount: '12000', periodMonths: '12', startDate: '2027-01-31' };
    const { data } = await customer.create(PERSONAL_LOAN, values);
    expect(data).toMatchObject({
      amount: '12000.00',
      installmentsNo: '12',
      installmentValue: '1,180.00 EGP',
      totalAmountNumber: '14160.00',
      firstInstallmentDate: '2027-02-28',
      hasPaymentCheckPerRequestFeature: true,
      requestFields: expect.arrayContaining([
        expect.objectContaining({ key: 'monthlyIncome', value: '5000', groupTitle: 'Income' }),
      ]),
      documents: expect.arrayContaining([
        expect.objectContaining({ content: expect.stringContaining('EGP 12000') }),
      ]),
    });
  });

  it('is refused for a product that the tenant does not have', async () => {
    expect((await customer.create(999)).code).toBe(9002);
    expect((await customer.create(2 ** 31)).code).toBe(9002);
  });

  it('says all that is wrong with its values, field by field, and repeats none', async () => {
    const { code, fields } = await customer.create(PERSONAL_LOAN, {
      monthlyIncome: '5000',
      purpose: 'Gambling!',
      nobodysField: 'secret!',
    });
    expect(code).toBe(400);
    expect(fields.map(({ field }) => field.split('.').at(-1)).sort()).toEqual([
      'fullName',
      'nationalId',
      'nobodysField',
      'purpose',
    ]);
    expect(JSON.stringify(fields)).not.toMatch(/!|Gambling/);
  });

  it('leaves nothing behind when it is refused', async () => {
    await customer.create(PERSONAL_LOAN, {});
    expect((await customer.call('GET', '/api/BusinessRequest/CurrentListIds')).totalCount).toBe(0);
  });
});

describe('the customer’s requests', () => {
  const list = (path: string) =>
    customer.call<{ requestNumber: string }[]>('GET', `/api/BusinessRequest/${path}`);

  const makeSigned = async (many: number) => {
    for (let made = 0; made < many; made += 1) {
      sandbox.passSeconds(600);
      const { data } = await customer.create(CAR_LOAN);
      await sandbox.control('POST', `requests/${data.id}/reject`);
    }
  };

  it.each(['CurrentList', 'CurrentListIds'])('%s pages through them, newest first', async (path) => {
    await makeSigned(3);
    const first = await list(`${path}?SkipCount=0&MaxResultCount=2`);
    expect(first).toMatchObject({ totalCount: 3, returnedCount: 2 });
    expect(first.data.map(({ requestNumber }) => requestNumber)).toEqual([
      'REQ-2026-00003',
      'REQ-2026-00002',
    ]);
    const last = await list(`${path}?SkipCount=2&MaxResultCount=2`);
    expect(last.data.map(({ requestNumber }) => requestNumber)).toEqual(['REQ-2026-00001']);
  });

  it('are refused in pages of no size', async () => {
    expect(await list('CurrentListIds?MaxResultCount=0')).toMatchObject({ code: 400, data: null });
    expect(await list('CurrentList?SkipCount=-1')).toMatchObject({ code: 400 });
  });

  it('have a current one: the open one, else the newest, else none', async () => {
    const current = async () => (await list('Current')).data as unknown as { id: string } | null;
    expect(await current()).toBeNull();
    const rejected = await customer.approved();
    await sandbox.control('POST', `requests/${rejected}/reject`);
    expect(await current()).toMatchObject({ id: rejected });
    const open = await customer.approved();
    expect(await current()).toMatchObject({ id: open, requestFields: expect.anything() });
  });

  it('can be had in short', async () => {
    await customer.approved();
    expect((await list('Current?minimal=true')).data).not.toHaveProperty('requestFields');
  });

  it('are found by an id in capitals too', async () => {
    const id = await customer.approved();
    expect(await customer.statusOf(id.toUpperCase())).toBe('Approved');
  });
});

describe('the products', () => {
  it('are three, and their forms are in two languages and in groups', async () => {
    const { data } = await customer.call<{ id: number }[]>('GET', '/api/BusinessRequest/GetAllRequestTypes');
    expect(data.map(({ id }) => id)).toEqual([414, 415, 416]);
    for (const { id } of data) {
      const path = `/api/BusinessRequest/GetBusinessRequestTypeTemplateFields?requestTypeId=${id}&isLocalized=true`;
      const form = await customer.call<{ requestsFields: Record<string, unknown>[] }>('GET', path);
      for (const field of form.data.requestsFields) {
        expect(field).toMatchObject({ displayArText: expect.stringMatching(/\p{Script=Arabic}/u) });
        expect(field).toMatchObject({ groupTitle: expect.any(String), groupArTitle: expect.any(String) });
      }
    }
  });

  it('have no form where there is no such product', async () => {
    const path = '/api/BusinessRequest/GetBusinessRequestTypeTemplateFields';
    expect((await customer.call('GET', `${path}?requestTypeId=1`)).code).toBe(9002);
    expect((await customer.call('GET', `${path}?requestTypeId=${2 ** 31}`)).code).toBe(400);
    expect((await customer.call('GET', path)).code).toBe(400);
  });

  it('are the same for every customer of the tenant', async () => {
    const mona = await Customer.loggedIn(sandbox, MONA);
    const path = '/api/BusinessRequest/GetAllRequestTypes';
    expect((await mona.call('GET', path)).data).toEqual((await customer.call('GET', path)).data);
  });
});
