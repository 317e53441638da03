/** Invisible marks that copying takes along (directions in Arabic text, joiners, byte order marks). */
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** Dashes that word processors and phones write in place of a hyphen. */
const DASHES = /[\u2010-\u2015]/g;

/** No text that is cleaned here is as long. Megabytes are not cleaned, since that takes tens of milliseconds; later rules refuse them. */
const MAX_PASTED_LENGTH = 1000;

/** The text that somebody meant to paste: trimmed, without invisible marks, with plain hyphens. */
export function pasted(text: string): string {
  if (text.length > MAX_PASTED_LENGTH) return text;
  return text.replace(INVISIBLE, '').replace(DASHES, '-').trim();
}
