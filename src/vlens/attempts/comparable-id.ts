import { asciiDigits } from '../messages/digits.js';

/**
 * All but plain ASCII and the plain letters of the scripts that are at home around us: blanks, joiners, controls, accents; and emoji
 * and whatever else has no weight of its own where a database compares by tables older than it.
 */
const WEIGHTLESS = /[^!-~\u0370-\u03ff\u0430-\u045f\u05d0-\u05ea\u0621-\u064a\u0671-\u06d3]/gu;
/** Latin letters that are no ASCII letter with an accent, and compare as some. */
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
/** A UUID as eleven numbers, each with as many zeros before it as anybody likes. */
const IN_NUMBERS = new RegExp(
  `^[{(]?${Array(3).fill('0x([0-9a-f]+)').join(',')},[{(]?${Array(8).fill('0x([0-9a-f]+)').join(',')}[})]*$`,
);
const DIGITS_OF_NUMBERS = [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2];

/**
 * An id in one spelling, since Vlens may take several for the same: case, spaces, and the forms in which .NET reads a UUID
 * (without hyphens, in braces or parentheses, as numbers, with a sign or 0x in place of a zero). Only for counting: what is sent
 * stays as it came.
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
 * A name in one spelling, as databases compare names: whatever its case, width, accents and digits, and without what some of them pass
 * over. Two names that are one here share their attempts; one name in two spellings would have them twice.
 */
export function comparableName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return asciiDigits(name.normalize('NFKD').toLowerCase())
    .replace(NOT_ASCII, (letter) => AS_ASCII[letter] ?? '')
    .replace(WEIGHTLESS, '');
}

/** A phone number in digits. Numbers of Egypt also with the zero that is dialled within it: libraries that read phone numbers take both for the same. */
export function comparablePhone(phoneNumber: string): string {
  return phoneNumber.replace(/\D/g, '').replace(/^200+/, '20');
}

function withDigits(number: string, digits: number): string {
  return number.replace(/^0+/, '').padStart(digits, '0');
}

/** What stands for zeros at the beginning of a group. */
function zerosFor(sign: string, hyphen: string): string {
  return hyphen + '0'.repeat(sign.length - hyphen.length);
}
