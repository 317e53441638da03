/** Marks without a width that copying takes along (directions in Arabic text, joiners, byte order marks). */
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** Dashes that word processors and phones write in place of a hyphen. */
const DASHES = /[\u2010-\u2015]/g;

/** Nothing that is cleaned here is as long: megabytes are refused as they came, since looking through them costs tens of milliseconds. */
const MAX_PASTED_LENGTH = 1000;

/** What somebody meant to paste: without invisible marks and the space around it, with plain hyphens. */
export function pasted(text: string): string {
  if (text.length > MAX_PASTED_LENGTH) return text;
  return text.replace(INVISIBLE, '').replace(DASHES, '-').trim();
}
