import { asciiDigits } from '../messages/digits.js';

/**
 * All characters but plain ASCII and the plain letters of scripts that are used around Egypt. It matches blanks, joiners, controls and
 * accents. It also matches emoji and other characters that are newer than a database's collation tables, which give them no weight.
 */
const WEIGHTLESS = /[^!-~\u0370-\u03ff\u0430-\u045f\u05d0-\u05ea\u0621-\u064a\u0671-\u06d3]/gu;
/** Latin letters that are no ASCII letter with an accent, but that a database compares as ASCII letters. */
const AS_ASCII: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
};
const NOT_ASCII = new RegExp(`[${Object.keys(AS_ASCII).join('')}]`, 'g');
const HEX = /^[0-9a-f]{32}$/;
/** A UUID as eleven numbers, each with any number of leading zeros. */
const IN_NUMBERS = new RegExp(
  `^[{(]?${Array(3).fill('0x([0-9a-f]+)').join(',')},[{(]?${Array(8).fill('0x([0-9a-f]+)').join(',')}[})]*$`,
);
const DIGITS_OF_NUMBERS = [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2];

/**
 * An id in one spelling, since Vlens may accept several: any case, spaces, and the forms in which .NET reads a UUID (without hyphens, in
 * braces or parentheses, as numbers, with a sign or 0x in place of a zero). Used only for counting: the id is sent as it came.
 */
export function comparableId(id: string | undefined): string | undefined {
  const plain = comparableName(id);
  if (plain === undefined) return undefined;
  const numbers = IN_NUMBERS.exec(plain)?.slice(1);
  const digits = numbers
    ? numbers.map((number, at) => withDigits(number, DIGITS_OF_NUMBERS[at] ?? 0)).join('')
    : plain
        .replace(/[{}()]/g, '')
        .replace(/(^|-)\+?(?:0x)?/g, zerosFor)
        .replace(/[-,]|0x/g, '');
  return HEX.test(digits) ? digits : plain;
}

/**
 * A name in one spelling, as databases compare names: without differences of case, width, accents and digits, and without characters that
 * some databases ignore. Two names that become one here share their attempts. Otherwise one name in two spellings would have twice the
 * attempts.
 */
export function comparableName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return asciiDigits(name.normalize('NFKD').toLowerCase())
    .replace(NOT_ASCII, (letter) => AS_ASCII[letter] ?? '')
    .replace(WEIGHTLESS, '');
}

/**
 * The digits of a phone number. Egyptian numbers may contain the zero that is dialled within Egypt: phone number libraries treat both forms as
 * the same number.
 */
export function comparablePhone(phoneNumber: string): string {
  return phoneNumber.replace(/\D/g, '').replace(/^200+/, '20');
}

function withDigits(number: string, digits: number): string {
  return number.replace(/^0+/, '').padStart(digits, '0');
}

/** The zeros that a sign or 0x at the beginning of a group stands for. */
function zerosFor(sign: string, hyphen: string): string {
  return hyphen + '0'.repeat(sign.length - hyphen.length);
}
