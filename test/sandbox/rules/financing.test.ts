import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { financing } from '../../../sandbox/src/rules/financing.js';
import { requestNumber } from '../../../sandbox/src/rules/request-number.js';

const terms = (loanAmount: string, periodMonths: string, startDate = '2027-01-01') =>
  financing(new Map(Object.entries({ loanAmount, periodMonths, startDate })));

describe('a loan', () => {
  it('is repaid with 18 % a year in equal instalments', () => {
    expect(terms('50000', '24')).toEqual({
      amount: '50000.00',
      periodValue: '24',
      periodUnit: 'Month',
      installmentValue: '2,833.33 EGP',
      installmentValueNumber: '2833.33',
      totalAmount: '67,999.92 EGP',
      totalAmountNumber: '67999.92',
      installmentsNo: '24',
      firstInstallmentDate: '2027-02-01',
    });
  });

  it('has a total that is its instalments’ sum, to the piastre', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 360 }),
        (amount, months) => {
          const told = terms(String(amount), String(months));
          const piastres = (text = '') => Math.round(Number(text) * 100);
          const total = piastres(told?.totalAmountNumber);
          // Interest is never taken away.
          expect(total).toBeGreaterThan(0);
          expect(piastres(told?.installmentValueNumber) * months).toBe(total);
        },
      ),
    );
  });

  it.each([
    ['2027-01-31', '2027-02-28'],
    ['2028-01-31', '2028-02-29'],
    ['2027-12-15', '2028-01-15'],
    ['2027-03-31', '2027-04-30'],
  ])('that starts on %s has its first instalment on %s', (start, first) => {
    expect(terms('1000', '12', start)?.firstInstallmentDate).toBe(first);
  });

  it('may be written in Arabic-Indic digits', () => {
    const western = terms('50000', '24', '2027-01-01');
    expect(western).not.toBeNull();
    expect(terms('٥٠٠٠٠', '٢٤', '٢٠٢٧-٠١-٠١')).toEqual(western);
    expect(terms('٥٠٬٠٠٠٫٠٠', '24')).toEqual(western);
  });

  it.each([
    ['', '12'],
    ['a lot', '12'],
    ['-5', '12'],
    ['1000', '0'],
    ['1000', '1.5'],
  ])('of %p over %p months is none', (amount, months) => {
    expect(terms(amount, months)).toBeNull();
  });
});

describe('a request’s number', () => {
  it('has five digits, and more when they are used up', () => {
    expect([requestNumber(2026, 1), requestNumber(2026, 99_999), requestNumber(2026, 100_000)]).toEqual([
      'REQ-2026-00001',
      'REQ-2026-99999',
      'REQ-2026-100000',
    ]);
  });
});
