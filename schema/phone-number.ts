import { asciiDigits } from './digits.js';

/** A phone number as E.164 has it, without the spaces, hyphens and brackets that people put in; null for others. */
export function phoneNumber(text: string): string | null {
  const number = asciiDigits(text).replace(/[\s()-]/g, '');
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : null;
}

export function isPhoneNumber(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 40 && phoneNumber(value) !== null;
}
