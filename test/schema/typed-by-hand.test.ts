import { describe, expect, it } from '@jest/globals';
import { isOneTimeCode, oneTimeCode } from '../../schema/one-time-code.js';
import { isPhoneNumber, phoneNumber } from '../../schema/phone-number.js';

describe('a code from an SMS', () => {
  it.each([
    ['123456', '123456'],
    [' 1234 ', '1234'],
    ['١٢٣٤٥٦', '123456'],
    ['۱۲۳۴۵۶۷۸', '12345678'],
  ])('may be typed as %s', (typed, code) => {
    expect(oneTimeCode(typed)).toBe(code);
    expect(isOneTimeCode(typed)).toBe(true);
  });

  it.each(['', '123', '123456789', '12a456', '१२३४', '1'.repeat(10_000)])('is not %j', (typed) =>
    expect(isOneTimeCode(typed)).toBe(false),
  );
});

describe('a phone number', () => {
  it.each([
    ['+201000000001', '+201000000001'],
    ['+20 100 000-0001', '+201000000001'],
    ['+20 (100) 0000001', '+201000000001'],
    ['+٢٠١٠٠٠٠٠٠٠٠١', '+201000000001'],
  ])('may be typed as %s', (typed, number) => {
    expect(phoneNumber(typed)).toBe(number);
    expect(isPhoneNumber(typed)).toBe(true);
  });

  it.each(['', '+0100000000', '+2010000', '+2010000000012345', '+20abc', 5])('is not %j', (typed) =>
    expect(isPhoneNumber(typed)).toBe(false),
  );
});
