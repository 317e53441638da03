import { asciiDigits } from '../src/vlens/messages/digits.js';
import { pasted } from './pasted.js';

/** The country that a number without a country's code is taken to be of. */
export type DefaultCountry = 'EG';

/**
 * A phone number as E.164 has it, without the spaces, hyphens and brackets that people put in, and with + for 00; a local
 * one where its country is given. Null for others.
 */
export function phoneNumber(text: string, country: DefaultCountry | null = null): string | null {
  const digits = asciiDigits(pasted(text)).replace(/[\s()-]/g, '');
  const number = international(digits, country);
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : null;
}

/** Egyptian mobile numbers are 01 and nine digits (ITU-T E.164 national numbering plan of Egypt, +20). */
function international(digits: string, country: DefaultCountry | null): string {
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  return country === 'EG' && /^01\d{9}$/.test(digits) ? `+20${digits.slice(1)}` : digits;
}

/** Whether it can be one: a local number can where the gateway has a default country, which its resolver knows. */
export function isPhoneNumber(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 40 && phoneNumber(value, 'EG') !== null;
}
