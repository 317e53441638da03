import { describe, expect, it } from '@jest/globals';
import { findCode } from '../../web/src/signing/one-time-code.js';

describe('The code that a customer enters', () => {
  it.each([
    ['as it is', '123456', '123456'],
    ['in Arabic-Indic digits', '١٢٣٤٥٦', '123456'],
    ['in Persian digits', '۱۲۳۴۵۶', '123456'],
    ['in groups', '123 456', '123456'],
    ['with a hyphen', ' 123-456 ', '123456'],
    ['in a pasted message', 'Your Vlens code is 482913. It expires in 5 minutes.', '482913'],
    ['in an Arabic message', 'رمز التفعيل الخاص بك هو ٤٨٢٩١٣ صالح لمدة ٥ دقائق', '482913'],
    ['before a longer number that is none', 'Code 4829 for request 2026000000012', '4829'],
    ['the longest of several', 'In 2026 your code is 482913', '482913'],
  ])('is found %s', (_, text, code) => {
    expect(findCode(text)).toBe(code);
  });

  it.each([
    ['too short', '123'],
    ['too long', '123456789'],
    ['made of several numbers', 'call 123 or 456'],
    ['missing', 'no code here'],
    ['empty', ''],
  ])('is none where it is %s', (_, text) => {
    expect(findCode(text)).toBeNull();
  });
});
