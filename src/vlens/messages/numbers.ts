import type { Language } from './language.js';

/** A number in the digits of the reader's language. Minutes and seconds get their unit. */
export function count(name: string, value: number, language: Language): string {
  if (language === 'en') return `${value}${ENGLISH_UNITS[name] ?? ''}`;
  const number = ARABIC.format(value);
  const unit = ARABIC_UNITS[name];
  return unit ? unit[FORMS.select(value)].replace('{}', number) : number;
}

const ENGLISH_UNITS: Readonly<Record<string, string>> = { minutes: ' min', seconds: ' s' };

const ARABIC = new Intl.NumberFormat('ar-EG', { useGrouping: false });
const FORMS = new Intl.PluralRules('ar');

type Forms = Readonly<Record<Intl.LDMLPluralRule, string>>;

/** The forms that follow «بعد», by the plural categories of Unicode CLDR. */
const ARABIC_UNITS: Readonly<Record<string, Forms>> = {
  minutes: {
    zero: '{} دقيقة',
    one: 'دقيقة واحدة',
    two: 'دقيقتين',
    few: '{} دقائق',
    many: '{} دقيقة',
    other: '{} دقيقة',
  },
  seconds: {
    zero: '{} ثانية',
    one: 'ثانية واحدة',
    two: 'ثانيتين',
    few: '{} ثوانٍ',
    many: '{} ثانية',
    other: '{} ثانية',
  },
};
