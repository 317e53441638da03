import { asciiDigits } from '../messages/digits.js';
import type { UtcText } from '../types.js';
import { utcDate } from './dates.js';
import { filledText } from './values.js';

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/;
const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** A day as YYYY-MM-DD, from the forms of cards and answers, in any digits; null if it is no day. */
export function calendarDate(value: unknown): string | null {
  const text = asciiDigits(filledText(value) ?? '');
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? [];
  if (year && month && day) return onCalendar(year, month, day);
  const [, first, second, last] = DAY_FIRST.exec(text) ?? [];
  return first && second && last ? onCalendar(last, second, first) : null;
}

/** A moment from ISO 8601, or from `dd/MM/yyyy HH:mm:ss` in UTC, the form of GetTransactionById. */
export function utcMoment(value: unknown): UtcText | null {
  const [, day, month, year, hour = '00', minute = '00', second = '00'] =
    DAY_FIRST.exec(filledText(value) ?? '') ?? [];
  const date = day && month && year ? onCalendar(year, month, day) : null;
  const moment = date === null ? utcDate(value) : utcDate(`${date}T${hour}:${minute}:${second}Z`);
  return (moment?.toISOString() ?? null) as UtcText | null;
}

function onCalendar(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return utcDate(text) === null ? null : text;
}
