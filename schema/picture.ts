import { MAX_CHARACTERS, MAX_PICTURE_BYTES } from './input-limits.js';

const DATA_PREFIX = /^\s*data:image\/(?:jpe?g|png);base64,/i;

/** A picture's base64, without the data: prefix and the line breaks that some encoders insert. */
export function pictureBase64(text: string): string {
  const base64 = text.replace(DATA_PREFIX, '');
  return /\s/.test(base64) ? base64.replace(/\s+/g, '') : base64;
}

/** Whether a text is base64 of something that is not empty; one that is too long counts as base64, and another rule reports it. */
export function isBase64Picture(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.length > MAX_CHARACTERS.picture || isBase64(value);
}

/** Whether a text of any length is base64 of something. */
export function isBase64(text: string): boolean {
  const base64 = pictureBase64(text);
  const digits = base64.length - paddingOf(base64);
  return digits > 0 && base64.length % 4 === 0 && isOfDigits(base64, digits);
}

/**
 * Whether decoding and encoding give the same text, except for the unused bits of the last group. A regular expression over the megabytes
 * of a photograph takes five times as long, and blocks all other requests.
 */
function isOfDigits(base64: string, digits: number): boolean {
  const again = Buffer.from(base64, 'base64').toString('base64');
  const last = base64.length - 4;
  if (again.length !== base64.length || again.slice(0, last) !== base64.slice(0, last)) return false;
  return !/[^A-Za-z0-9+/]/.test(base64.slice(last, digits));
}

/** Whether the picture in a base64 text is at most 500 KB. */
export function isSmallPicture(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.length <= MAX_CHARACTERS.picture && sizeOf(pictureBase64(value)) <= MAX_PICTURE_BYTES;
}

/** Whether two texts contain the same picture, whatever their prefix and line breaks. */
export function isSamePicture(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' && pictureBase64(one) === pictureBase64(other);
}

/** The size of the decoded picture in bytes. */
export function sizeOf(base64: string): number {
  return Math.floor((base64.length * 3) / 4) - paddingOf(base64);
}

function paddingOf(base64: string): number {
  if (base64.endsWith('==')) return 2;
  return base64.endsWith('=') ? 1 : 0;
}
