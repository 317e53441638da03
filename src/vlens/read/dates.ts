import type { UtcText } from '../types.js';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d)?)?)?$/i;
const MS_PER_MINUTE = 60_000;
/** RFC 3339 knows no later one; .NET's `DateTime.MaxValue` under a zone west of Greenwich would lie beyond it. */
const LAST_YEAR = 9999;

/**
 * A moment as .NET writes it, with up to seven digits of a second, cut to the millisecond. Without a zone it is UTC.
 * Null for what is no such moment, and for .NET's `default(DateTime)`, the year 1, which means "not set".
 */
export function utcDate(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const match = ISO.exec(value.trim());
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', , sign, ...zone] = match;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const local = new Date(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms),
  );
  const [zoneHours = '0', zoneMinutes = '0'] = zone;
  if (!isOnCalendar(local, match) || Number(zoneHours) > 14 || Number(zoneMinutes) > 59) return null;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * MS_PER_MINUTE;
  const moment = new Date(local.getTime() - (sign === '-' ? -offset : offset));
  return moment.getUTCFullYear() > LAST_YEAR ? null : moment;
}

/** Date.UTC rolls a 30th of February over into March, and takes the years 0 to 99 for 1900 to 1999. */
function isOnCalendar(date: Date, [, ...parts]: readonly string[]): boolean {
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.map((part) => (part ? Number(part) : 0));
  return (
    date.getUTCFullYear() === year &&
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  );
}

/** In UTC, from the year 1000 on: nearly every moment that is sent. */
const USUAL = /^[1-9]\d{3}-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3,9})?Z?$/;
/** How many days each month has in every year. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const TO_THE_SECOND = 'YYYY-MM-DDThh:mm:ss'.length;
const TO_THE_MILLISECOND = TO_THE_SECOND + '.sss'.length;

/** As `utcDate`, as text: a usual moment needs no Date to become one. */
export function utcText(value: unknown): UtcText | null {
  const usual = typeof value === 'string' ? USUAL.exec(value) : null;
  if (usual === null || !isOnEveryCalendar(usual))
    return (utcDate(value)?.toISOString() ?? null) as UtcText | null;
  const [text] = usual;
  const fraction = text[TO_THE_SECOND] === '.' ? text.slice(TO_THE_SECOND, TO_THE_MILLISECOND) : '.000';
  return `${text.slice(0, TO_THE_SECOND)}${fraction}Z` as UtcText;
}

function isOnEveryCalendar([, month, day]: RegExpExecArray): boolean {
  return Number(day) >= 1 && Number(day) <= (DAYS[Number(month) - 1] ?? 0);
}
