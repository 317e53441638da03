import { pasted } from './pasted.js';
import { type DefaultCountry, phoneNumber } from './phone-number.js';

/** A trimmed e-mail address; null if the text can't be one. */
export function emailAddress(text: string): string | null {
  const address = pasted(text);
  return address.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? address : null;
}

/** Whether the value can be an e-mail address. */
export function isEmailAddress(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 300 && emailAddress(value) !== null;
}

/** An e-mail address or a phone number, in Vlens's form; null for anything else. */
export function emailOrPhone(text: string, country: DefaultCountry | null): string | null {
  return emailAddress(text) ?? phoneNumber(text, country);
}

/** Whether the value can be an e-mail address or a phone number. */
export function isEmailOrPhone(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 300 && emailOrPhone(value, 'EG') !== null;
}
