import { asciiDigits } from '../src/vlens/messages/digits.js';
import { pasted } from './pasted.js';

/** The country of numbers without a country code. */
export type DefaultCountry = 'EG';

/**
 * A phone number in E.164: without spaces, hyphens and brackets, and with + for 00. A local number is completed if its country is given.
 * Null for anything else.
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

/** Whether the value can be a phone number. A local one can be if the gateway has a default country, which the resolver checks. */
export function isPhoneNumber(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 40 && phoneNumber(value, 'EG') !== null;
}
