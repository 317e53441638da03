const DATA_PREFIX = /^data:[a-z]+\/[a-z0-9.+-]+;base64,/i;

/** The bytes of a base64 text, with or without a `data:` prefix; null where it is none. */
export function decodeBase64(sent: string): Buffer | null {
  const text = sent.replace(DATA_PREFIX, '');
  if (text.length === 0 || text.length % 4 !== 0) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
