import type { UtcText } from '../types.js';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d)?)?)?$/i;
const MS_PER_MINUTE = 60_000;
/** The last year of RFC 3339. .NET's `DateTime.MaxValue` in a zone west of Greenwich would be after it. */
const LAST_YEAR = 9999;

/**
 * A moment in .NET's format, with up to seven digits of a second, cut to milliseconds. Without a zone it is UTC. Null for anything else,
 * and for .NET's `default(DateTime)`, the year 1, which means "not set".
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

/** Date.UTC turns a 30th of February into a day of March, and reads the years 0 to 99 as 1900 to 1999. */
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

/** A moment in UTC from the year 1000 on, as nearly all are. */
const USUAL = /^[1-9]\d{3}-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3,9})?Z?$/;
/** How many days each month has in every year. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const TO_THE_SECOND = 'YYYY-MM-DDThh:mm:ss'.length;
const TO_THE_MILLISECOND = TO_THE_SECOND + '.sss'.length;

/** As `utcDate`, but as text. A usual moment is converted without a Date. */
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
