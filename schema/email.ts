import { pasted } from './pasted.js';
import { type DefaultCountry, phoneNumber } from './phone-number.js';

/** An e-mail address without the space around it; null for what can't be one. */
export function emailAddress(text: string): string | null {
  const address = pasted(text);
  return address.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? address : null;
}

/** Whether it can be one. */
export function isEmailAddress(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 300 && emailAddress(value) !== null;
}

/** An e-mail address or a phone number, as Vlens takes it; null for anything else. */
export function emailOrPhone(text: string, country: DefaultCountry | null): string | null {
  return emailAddress(text) ?? phoneNumber(text, country);
}

/** Whether it can be one of the two. */
export function isEmailOrPhone(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 300 && emailOrPhone(value, 'EG') !== null;
}
