import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AHMED, anotherCode, CAR_LOAN, Customer, MONA, PERSONAL_LOAN } from '../support/customer.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';
import { TestSandbox } from '../support/sandbox.js';

const MANY = 8;

let database: TestDatabase | undefined;
let first: TestSandbox;
let second: TestSandbox;
let here: Customer;
let there: Customer;
const end = async () => {
  if (!database) return;
  await Promise.all([first.close(), second.close()]);
  await database.drop();
};
beforeEach(async () => {
  await end();
  database = await postgresDatabase();
  const { url: databaseUrl } = database;
  [first, second] = await Promise.all([
    TestSandbox.start({ databaseUrl }),
    TestSandbox.start({ databaseUrl }),
  ]);
  here = await Customer.loggedIn(first, AHMED);
  there = new Customer(second, AHMED, here.token, second.apiKey);
});
afterAll(() => end());

const atBoth = <T>(call: (customer: Customer) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: MANY }, (_, turn) => call(turn % 2 === 0 ? here : there)));
const codes = (answers: { code: number | null }[]) => answers.map(({ code }) => code).sort();
const allBut = (code: number) => [null, ...Array<number>(MANY - 1).fill(code)].sort();

describe('two sandboxes that started at once on one empty PostgreSQL', () => {
  it('create one request for a customer who asks both', async () => {
    expect(codes(await atBoth((customer) => customer.create()))).toEqual(allBut(9100));
  });

  it('let an OTP be guessed five times, not five times each', async () => {
    const { id, code } = await here.otpFor(await here.approved(CAR_LOAN));
    const answers = await atBoth((customer) => customer.validateOtp(id, anotherCode(code)));
    expect(codes(answers)).toEqual([9402, 9402, 9402, 9402, 9402, 9406, 9406, 9406]);
  });

  it('take one payment', async () => {
    const page = new URL(await here.withValidOtp(await here.approved(PERSONAL_LOAN)));
    const pay = (base: string) =>
      fetch(new URL(page.pathname + page.search, base), {
        method: 'POST',
        body: new URLSearchParams({ gateway: 'fawry' }),
      });
    const bases = Array.from({ length: MANY }, (_, turn) => (turn % 2 === 0 ? first.url : second.url));
    const statuses = (await Promise.all(bases.map(pay))).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(MANY - 1).fill(409)]);
  });

  it('number requests without a gap or a double', async () => {
    const mona = await Customer.loggedIn(second, MONA);
    const answers = await Promise.all([here.create(), mona.create()]);
    expect(answers.map(({ data }) => data.requestNumber).sort()).toEqual([
      'REQ-2026-00001',
      'REQ-2026-00002',
    ]);
  });

  it('make two tenants at once, and go back to the seed at once', async () => {
    const made = await Promise.all([
      first.control('POST', 'tenants', { tenant: 'one', apiKey: 'key-of-one' }),
      second.control('POST', 'tenants', { tenant: 'two', apiKey: 'key-of-two' }),
    ]);
    const reset = await Promise.all([first.control('POST', 'reset'), second.control('POST', 'reset')]);
    expect([...made, ...reset].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});
