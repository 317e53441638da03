import { describe, expect, it } from '@jest/globals';
import { answered, currencyOf, day, figure, period } from '../../web/src/i18n/figures.js';

describe('The figures of a contract', () => {
  it.each([
    ['400000.00', '400,000.00'],
    ['400000', '400,000'],
    ['0.5', '0.5'],
    ['12,666.67 EGP', 'EGP\u00a012,666.67'],
    ['EGP 12666.67', 'EGP\u00a012,666.67'],
    ['about 12,000 EGP', 'about 12,000 EGP'],
    ['1e9', '1e9'],
    ['12345678901234567890', '12345678901234567890'],
    [null, null],
  ])('%s is written %s', (text, written) => {
    expect(figure('en', text)).toBe(written);
  });

  it.each([
    ['en', '60', 'Month', '60 months'],
    ['en', '1', 'years', '1 year'],
    ['en', '2', 'Instalments', '2 Instalments'],
    ['en', null, 'Month', 'Month'],
    ['en', null, null, ''],
    ['ar', '60', 'Month', '٦٠ شهرًا'],
    ['ar', '3', 'months', '٣ أشهر'],
  ] as const)('in %s a period of %s %s is written %s', (language, value, unit, written) => {
    expect(period(language, value, unit)).toBe(written);
  });

  it.each([
    ['en', '2027-02-01', '1 February 2027'],
    ['en', '2027-02-01T00:00:00Z', '1 February 2027'],
    ['ar', '2027-01-01', '١ يناير ٢٠٢٧'],
    ['ar', '01/02/2027', '٠١/٠٢/٢٠٢٧'],
    ['en', '01/02/2027', '01/02/2027'],
    ['en', '2027-13-45', '2027-13-45'],
    ['en', undefined, undefined],
  ] as const)('in %s the day %s is written %s', (language, text, written) => {
    expect(day(language, text)).toBe(written);
  });

  it('name one currency, or none', () => {
    expect(currencyOf(['400000', '12,666.67 EGP', '760,000.20 EGP', null])).toBe('EGP');
    expect(currencyOf(['100 جنيه', '5 USD'])).toBeNull();
    expect(currencyOf([])).toBeNull();
    expect(figure('en', '400000', 'EGP')).toBe('EGP\u00a0400,000.00');
    expect(figure('ar', '400000.5', 'EGP')).toMatch(/^\u200f?٤٠٠٬٠٠٠٫٥٠\s?ج\.م\.\u200f?$/);
  });

  it.each([
    ['en', '5000', 'Monthly income (EGP)', 'EGP\u00a05,000.00'],
    ['en', '29901234567890', 'National ID', '29901234567890'],
    ['ar', '29901234567890', 'الرقم القومي', '٢٩٩٠١٢٣٤٥٦٧٨٩٠'],
    ['ar', 'ahmed1@example.com', 'البريد', 'ahmed1@example.com'],
    ['ar', '2027-01-01', 'تاريخ البدء', '١ يناير ٢٠٢٧'],
  ] as const)('in %s the answer %s to %s is written %s', (language, text, label, written) => {
    expect(answered(language, text, label)).toBe(written);
  });
});
