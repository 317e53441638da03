import { inDigits, westernDigits } from './digits.js';

/** One kind of digits on a page: the language's own. */
const LOCALES = { en: 'en-GB', ar: 'ar-EG-u-nu-arab' } as const;
type Language = keyof typeof LOCALES;

const NUMBER = /^(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,4}))?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:T00:00:00\S*)?$/;
const UNIT = /^(day|week|month|year)s?$/i;
/** How contracts in Egypt name a currency; ISO 4217 besides. */
const CURRENCY = /\b(EGP|USD|EUR|GBP|SAR|AED|KWD|QAR)\b|(جنيه(?: مصري)?|ج\.م\.?|L\.?E\.?(?![A-Za-z]))/;

/** A text of Vlens, which may leave any out. */
export type Text = string | null | undefined;

/** A number with its thousands apart, and its currency where it names one; what is worded otherwise keeps its words. */
export function figure(language: Language, text: Text, currency: string | null = null): Text {
  if (!text) return text;
  const named = currencyIn(text);
  const bare = westernDigits(named ? text.replace(CURRENCY, '') : text).trim();
  const number = NUMBER.exec(bare);
  if (!number) return inDigits(language, text);
  const code = named ?? currency;
  const money = code ? { style: 'currency', currency: code, currencyDisplay: 'code' } : {};
  const digits = code ? 2 : (number[1]?.length ?? 0);
  return new Intl.NumberFormat(LOCALES[language], {
    ...(language === 'ar' && code === 'EGP' ? { ...money, currencyDisplay: 'symbol' } : money),
    minimumFractionDigits: digits,
  } as Intl.NumberFormatOptions).format(Number(bare.replaceAll(',', '')));
}

/** The one currency that these texts name; null where they name none, or more than one. */
export function currencyOf(texts: readonly Text[]): string | null {
  const named = new Set(texts.map((text) => currencyIn(text ?? '')).filter((code) => code !== null));
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

function currencyIn(text: string): string | null {
  const [, code, word] = CURRENCY.exec(text) ?? [];
  return code ?? (word ? 'EGP' : null);
}

/** A number of days, weeks, months or years in words; anything else as it came. */
export function period(language: Language, value: Text, unit: Text): Text {
  const [, known] = UNIT.exec(unit ?? '') ?? [];
  if (!value || !known || !NUMBER.test(value)) return [value, unit].filter(Boolean).join(' ');
  const words = { style: 'unit', unit: known.toLowerCase(), unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(LOCALES[language], words).format(Number(value));
}

/** A day with its month in words; what is no such date keeps its words. */
export function day(language: Language, text: Text): Text {
  const date = new Date(DATE.test(text ?? '') ? String(text).slice(0, 10) : Number.NaN);
  if (Number.isNaN(date.getTime())) return inDigits(language, text);
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** A number of minutes in words. */
export function minutes(language: Language, count: number): string {
  const words = { style: 'unit', unit: 'minute', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(LOCALES[language], words).format(count);
}

/** The time of day of a moment, where the customer is. */
export function clock(language: Language, moment: number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeStyle: 'short' }).format(moment);
}

/** What a form was answered: a date as a day, an amount where its label names a currency, else as it was written. */
export function answered(language: Language, text: string, label: Text): string {
  if (DATE.test(text)) return day(language, text) ?? text;
  const currency = currencyIn(label ?? '');
  return (currency ? figure(language, text, currency) : inDigits(language, text)) ?? text;
}
