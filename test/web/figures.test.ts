import { describe, expect, it } from '@jest/globals';
import { day, figure, period } from '../../web/src/i18n/figures.js';

describe('The figures of a contract', () => {
  it.each([
    ['400000.00', '400,000.00'],
    ['400000', '400,000'],
    ['0.5', '0.5'],
    ['12,666.67 EGP', '12,666.67 EGP'],
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
    ['ar', '60', 'Month', '60 شهرًا'],
    ['ar', '3', 'months', '3 أشهر'],
  ] as const)('in %s a period of %s %s is written %s', (language, value, unit, written) => {
    expect(period(language, value, unit)).toBe(written);
  });

  it.each([
    ['en', '2027-02-01', '1 February 2027'],
    ['en', '2027-02-01T00:00:00Z', '1 February 2027'],
    ['ar', '2027-02-01', '1 فبراير 2027'],
    ['en', '01/02/2027', '01/02/2027'],
    ['en', '2027-13-45', '2027-13-45'],
    ['en', undefined, undefined],
  ] as const)('in %s the day %s is written %s', (language, text, written) => {
    expect(day(language, text)).toBe(written);
  });
});
