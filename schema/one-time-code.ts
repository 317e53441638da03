import { asciiDigits } from '../src/vlens/messages/digits.js';
import { pasted } from './pasted.js';

/** An SMS code in ASCII digits: 4 to 8 digits, grouped or not, in any script that is typed in Egypt; else null. */
export function oneTimeCode(text: string): string | null {
  const digits = asciiDigits(pasted(text)).replace(/[\s-]/g, '');
  return /^\d{4,8}$/.test(digits) ? digits : null;
}

/** Whether the value can be a code. */
export function isOneTimeCode(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 40 && oneTimeCode(value) !== null;
}
