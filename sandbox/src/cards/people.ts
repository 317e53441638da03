import { makeNationalId, type NationalId } from '../rules/national-id.js';
import { CARD_YEARS, type CardBack, type CardFront } from './card.js';

/** An invented person, and what is on both sides of their card. */
export interface SamplePerson {
  front: CardFront;
  back: CardBack;
}

/** How many people there are cards of: `?person=1` to this number. */
export const SAMPLE_PEOPLE = 500;

type Name = readonly [arabic: string, english: string];

const MEN: readonly Name[] = [
  ['أحمد', 'Ahmed'],
  ['محمود', 'Mahmoud'],
  ['كريم', 'Karim'],
  ['يوسف', 'Youssef'],
  ['طارق', 'Tarek'],
];
const WOMEN: readonly Name[] = [
  ['منى', 'Mona'],
  ['سارة', 'Sara'],
  ['ليلى', 'Laila'],
  ['نادية', 'Nadia'],
  ['هبة', 'Heba'],
];
const FAMILIES: readonly Name[] = [
  ['عبد الله', 'Abdallah'],
  ['حسن', 'Hassan'],
  ['إبراهيم', 'Ibrahim'],
  ['الشاذلي', 'El Shazly'],
  ['منصور', 'Mansour'],
  ['سالم', 'Salem'],
  ['رضوان', 'Radwan'],
];
const PLACES = [
  ['01', '١٢ شارع النيل - القاهرة'],
  ['02', '٤ شارع البحر - الإسكندرية'],
  ['21', '٧ شارع الهرم - الجيزة'],
  ['16', '٣٠ شارع الجيش - طنطا'],
  ['28', '٥ شارع السوق - أسوان'],
] as const;
const JOBS = ['مهندس', 'محاسب', 'طبيب', 'مدرس', 'تاجر'] as const;
const MARITAL_STATUSES = ['أعزب', 'متزوج', 'مطلق'] as const;

/**
 * The person of that number, always the same, with a card issued two years ago; `expired` gives them one that ran out.
 * @param number 1 to `SAMPLE_PEOPLE`.
 */
export function samplePerson(number: number, now: Date, { expired = false } = {}): SamplePerson {
  const gender = number % 2 === 0 ? 'female' : 'male';
  const [given, givenEnglish] = pick(gender === 'female' ? WOMEN : MEN, number);
  const [father, fatherEnglish] = pick(MEN, number * 3 + 1);
  const [family, familyEnglish] = pick(FAMILIES, number);
  const [governorate, address] = pick(PLACES, number);
  const birth: NationalId = {
    dateOfBirth: `${1960 + (number % 40)}-${two(1 + (number % 12))}-${two(1 + (number % 28))}`,
    governorate,
    gender,
  };
  const nationalId = makeNationalId(birth, 1000 + number);
  const issued = new Date(now);
  issued.setUTCFullYear(now.getUTCFullYear() - (expired ? CARD_YEARS + 1 : 2));
  const issuedOn = issued.toISOString().slice(0, 7);
  return {
    front: {
      side: 'front',
      nationalId,
      name: `${given} ${father} ${family}`,
      nameEnglish: `${givenEnglish} ${fatherEnglish} ${familyEnglish}`,
      address,
      factoryNumber: `SM${String(1_000_000 + number)}`,
    },
    back: {
      side: 'back',
      nationalId,
      issuedOn,
      expiresOn: `${issued.getUTCFullYear() + CARD_YEARS}-${issuedOn.slice(5)}-01`,
      job: pick(JOBS, number),
      gender,
      religion: '-',
      maritalStatus: pick(MARITAL_STATUSES, number),
    },
  };
}

/**
 * The number of the person who has this national id; null for everybody else. The check digit does not count: a database may hold
 * people whose card was drawn with another one.
 */
export function samplePersonOf(nationalId: string | null): number | null {
  if (!nationalId) return null;
  const number = Math.floor(Number(nationalId.slice(9, 13)) / 2) - 1000;
  if (!(number >= 1 && number <= SAMPLE_PEOPLE)) return null;
  const known = samplePerson(number, new Date(0)).front.nationalId;
  return known.slice(0, 13) === nationalId.slice(0, 13) ? number : null;
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
