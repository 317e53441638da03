import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anotherCode, CAR_LOAN, Customer, JOINT_ACCOUNT, MONA, PERSONAL_LOAN } from './support/customer.js';
import { TestSandbox } from './support/sandbox.js';

const MANY = 8;

let sandbox: TestSandbox;
let customer: Customer;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
});
afterAll(() => sandbox.close());

const atOnce = async <T>(call: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: MANY }, () => call()));
const codes = (answers: { code: number | null }[]) => answers.map(({ code }) => code);
const allBut = (code: number) => [null, ...Array<number>(MANY - 1).fill(code)].sort();

describe('many at once', () => {
  it('create one request', async () => {
    const answers = await atOnce(() => customer.create());
    expect(codes(answers).sort()).toEqual(allBut(9100));
    expect((await customer.call('GET', '/api/BusinessRequest/CurrentListIds')).totalCount).toBe(1);
  });

  it('validate an OTP once', async () => {
    const { id, code } = await customer.otpFor(await customer.approved(CAR_LOAN));
    expect(codes(await atOnce(() => customer.validateOtp(id, code))).sort()).toEqual(allBut(9404));
  });

  it('guess an OTP five times', async () => {
    const { id, code } = await customer.otpFor(await customer.approved(CAR_LOAN));
    const answers = await atOnce(() => customer.validateOtp(id, anotherCode(code)));
    expect(codes(answers).sort()).toEqual([9402, 9402, 9402, 9402, 9402, 9406, 9406, 9406]);
  });

  it('are sent three OTPs', async () => {
    const id = await customer.approved(CAR_LOAN);
    const answers = codes(await atOnce(() => customer.requestOtp(id)));
    expect(answers.filter((code) => code === null)).toHaveLength(3);
  });

  it('pay once', async () => {
    const url = await customer.withValidOtp(await customer.approved(PERSONAL_LOAN));
    const pay = () => fetch(url, { method: 'POST', body: new URLSearchParams({ gateway: 'fawry' }) });
    const statuses = (await atOnce(pay)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(MANY - 1).fill(409)]);
  });

  it('sign once, and leave one move behind', async () => {
    const id = await customer.approved(CAR_LOAN);
    await customer.withValidOtp(id);
    expect(codes(await atOnce(() => customer.confirm(id))).sort()).toEqual(allBut(9203));
    const { body } = await sandbox.control('GET', `requests/${id}`);
    const steps = body.audit.map(({ step }: { step: string }) => step);
    expect(steps.filter((step: string) => step === 'StepValidatePayment')).toHaveLength(1);
  });

  it('approve once', async () => {
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const id = await customer.approved();
    const statuses = (await atOnce(() => sandbox.control('POST', `requests/${id}/approve`))).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([200, ...Array<number>(MANY - 1).fill(409)]);
  });

  it('number the requests of different customers without a gap or a double', async () => {
    const mona = await Customer.loggedIn(sandbox, MONA);
    const [first, second] = await Promise.all([customer.create(), mona.create()]);
    const numbers = [first?.data.requestNumber, second?.data.requestNumber].sort();
    expect(numbers).toEqual(['REQ-2026-00001', 'REQ-2026-00002']);
  });

  it('are both of a joint account’s signers: the contract is signed by the later one', async () => {
    const id = await customer.approved(JOINT_ACCOUNT, { customerSignersIdentifiers: [MONA.phoneNumber] });
    const mona = await Customer.loggedIn(sandbox, MONA);
    await customer.withValidOtp(id);
    await mona.withValidOtp(id);
    expect(codes(await Promise.all([customer.confirm(id), mona.confirm(id)]))).toEqual([null, null]);
    expect(await customer.statusOf(id)).toBe('Customer Signed');
  });
});
