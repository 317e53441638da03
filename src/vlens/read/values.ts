/** A string, or a number or boolean as text. Null for anything else. */
export function text(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Trimmed text; null if it is empty. */
export function filledText(value: unknown): string | null {
  return text(value)?.trim() || null;
}

/** Vlens's messages are a sentence or two. A longer one would go to every client, and into the caches. */
export const MAX_SENTENCE = 2000;

/** As `filledText`, cut to the maximal length. */
export function sentenceText(value: unknown): string | null {
  const words = filledText(value);
  return words !== null && words.length > MAX_SENTENCE ? words.slice(0, MAX_SENTENCE).toWellFormed() : words;
}

/**
 * A whole number of 32 bits, also from a numeric string. The contract's integers are int32, and GraphQL's Int can hold no larger one: a
 * larger number counts as not sent.
 */
export function integer(value: unknown): number | null {
  const number = typeof value === 'string' && /^\s*[+-]?\d+(?:\.0+)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && (number | 0) === number ? number | 0 : null;
}

/** A boolean, also from "true" and "false" in any case, 1 and 0; else null. */
export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  switch (filledText(value)?.toLowerCase()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      return null;
  }
}

const UUID = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/;
const USUAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** .NET's `default(Guid)`. */
export const EMPTY_UUID = '00000000-0000-0000-0000-000000000000';

/** A UUID in lower case with hyphens, from a spelling with or without hyphens and braces; null if it is none, or the empty one. */
export function uuid(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const written = USUAL_UUID.test(value) ? value : respelled(value);
  return written === EMPTY_UUID ? null : written;
}

function respelled(uuid: string): string | null {
  return UUID.exec(uuid.trim().toLowerCase())?.slice(1).join('-') ?? null;
}
