/**
 * The Egyptian national id: C YYMMDD GG SSSS X. C is the century, GG the governorate of birth, the 13th digit is odd for men.
 * The check digit X has no official algorithm: ours is good for making numbers, never for refusing one.
 */
export interface NationalId {
  /** `yyyy-MM-dd`. */
  dateOfBirth: string;
  governorate: keyof typeof GOVERNORATES;
  gender: 'male' | 'female';
}

/** By code; 88 is a birth abroad. */
export const GOVERNORATES = {
  '01': 'Cairo',
  '02': 'Alexandria',
  '03': 'Port Said',
  '04': 'Suez',
  '11': 'Damietta',
  '12': 'Dakahlia',
  '13': 'Sharqia',
  '14': 'Qalyubia',
  '15': 'Kafr El Sheikh',
  '16': 'Gharbia',
  '17': 'Monufia',
  '18': 'Beheira',
  '19': 'Ismailia',
  '21': 'Giza',
  '22': 'Beni Suef',
  '23': 'Faiyum',
  '24': 'Minya',
  '25': 'Asyut',
  '26': 'Sohag',
  '27': 'Qena',
  '28': 'Aswan',
  '29': 'Luxor',
  '31': 'Red Sea',
  '32': 'New Valley',
  '33': 'Matrouh',
  '34': 'North Sinai',
  '35': 'South Sinai',
  '88': 'abroad',
} as const;

/** Anybody who is younger can't bind themselves by a contract (Egyptian Civil Code, article 44). */
export const FULL_AGE_YEARS = 21;

/** The codes that Vlens publishes for a document whose data can't be right. */
export type NationalIdFault = 3001 | 3002 | 3003;

/** What the number says, or which part of it is wrong: the number (3001), the birth date (3002), the governorate (3003). */
export function readNationalId(text: string, now: Date): NationalId | NationalIdFault {
  const [, century, year, month, day, governorate, serial] =
    /^([23])(\d\d)(\d\d)(\d\d)(\d\d)(\d{4})\d$/.exec(text) ?? [];
  if (century === undefined || serial === undefined || governorate === undefined) return 3001;
  const dateOfBirth = `${century === '2' ? 19 : 20}${year}-${month}-${day}`;
  if (!isDay(dateOfBirth) || dateOfBirth > isoDay(now)) return 3002;
  if (!isGovernorate(governorate)) return 3003;
  return { dateOfBirth, governorate, gender: Number(serial) % 2 === 1 ? 'male' : 'female' };
}

/** A number for somebody invented. `serial` is 0 to 4999: which one of those born there that day. */
export function makeNationalId({ dateOfBirth, governorate, gender }: NationalId, serial: number): string {
  const [year = '', month, day] = dateOfBirth.split('-');
  const century = year.startsWith('19') ? 2 : 3;
  const number = serial * 2 + (gender === 'male' ? 1 : 0);
  const digits = `${century}${year.slice(2)}${month}${day}${governorate}${String(number).padStart(4, '0')}`;
  return digits + checkDigit(digits);
}

/** Whether somebody born on that day is of full age now. In a year without 29 February, who was born on it is on 1 March. */
export function isOfFullAge(dateOfBirth: string, now: Date): boolean {
  const today = isoDay(now);
  // As text, since a Date of 29 February in such a year is 1 March, and would let in who was born then.
  return dateOfBirth <= `${Number(today.slice(0, 4)) - FULL_AGE_YEARS}${today.slice(4)}`;
}

/** `yyyy-MM-dd` in UTC. */
export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

const WEIGHTS = [2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

function checkDigit(digits: string): number {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return (11 - (sum % 11)) % 10;
}

/** `2003-02-30` is none. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && isoDay(date) === day;
}

function isGovernorate(code: string): code is keyof typeof GOVERNORATES {
  return Object.hasOwn(GOVERNORATES, code);
}
