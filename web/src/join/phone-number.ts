import { westernDigits } from '../i18n/digits.js';

/** Egypt's mobile numbers as they are dialled at home: 010, 011, 012 or 015, and eight digits. */
const AT_HOME = /^0(1[0125]\d{8})$/;

/** A number as it was typed, as E.164: in either kind of digits, with spaces or without; null where it can't be one. */
export function phoneNumberOf(typed: string): string | null {
  const number = westernDigits(typed)
    .replace(/[\s().\-\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/^00/, '+')
    // No number in Egypt begins with the zero that is dialled at home, and many leave it in.
    .replace(/^\+200/, '+20');
  const local = AT_HOME.exec(number)?.[1];
  if (local) return `+20${local}`;
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
}
