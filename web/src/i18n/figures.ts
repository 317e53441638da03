/** With the digits that the provider writes, so that one contract doesn't hold two kinds. */
const LOCALES = { en: 'en-GB', ar: 'ar-EG-u-nu-latn' } as const;
type Language = keyof typeof LOCALES;

const PLAIN_NUMBER = /^\d{1,12}(?:\.(\d{1,4}))?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:T00:00:00\S*)?$/;
const UNIT = /^(day|week|month|year)s?$/i;

type Text = string | null | undefined;

/** A plain number with its thousands apart; what is worded already stays as it is. */
export function figure(language: Language, text: Text): Text {
  const number = PLAIN_NUMBER.exec(text ?? '');
  if (!text || !number) return text;
  const digits = number[1]?.length ?? 0;
  return new Intl.NumberFormat(LOCALES[language], { minimumFractionDigits: digits }).format(Number(text));
}

/** A number of days, weeks, months or years in words; anything else as it came. */
export function period(language: Language, value: Text, unit: Text): Text {
  const [, known] = UNIT.exec(unit ?? '') ?? [];
  if (!value || !known || !PLAIN_NUMBER.test(value)) return [value, unit].filter(Boolean).join(' ');
  const words = { style: 'unit', unit: known.toLowerCase(), unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(LOCALES[language], words).format(Number(value));
}

/** A day with its month in words; what is no such date stays as it is. */
export function day(language: Language, text: Text): Text {
  const date = new Date(DATE.test(text ?? '') ? String(text).slice(0, 10) : Number.NaN);
  if (Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
