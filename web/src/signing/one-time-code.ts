import { westernDigits } from '../i18n/digits.js';

const MIN_LENGTH = 4;
const MAX_LENGTH = 8;

/**
 * The code in what a customer typed or pasted, in either kind of digits: a code written in groups ("123 456"), or the longest number of 4
 * to 8 digits in a whole message. Never one made of several numbers; null where there is none.
 */
export function findCode(text: string): string | null {
  const western = westernDigits(text);
  const alone = /^\s*\d+(?:[\s-]\d+)*\s*$/.test(western) ? western.replace(/\D/g, '') : '';
  if (isCode(alone)) return alone;
  const numbers = (western.match(/\d+/g) ?? []).filter(isCode);
  return numbers.reduce<string | null>(
    (longest, next) => (next.length > (longest?.length ?? 0) ? next : longest),
    null,
  );
}

function isCode(digits: string): boolean {
  return digits.length >= MIN_LENGTH && digits.length <= MAX_LENGTH;
}
