/** An absolute http(s) address, as the URL standard writes it; null where the text is no such address. */
export function httpUrl(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? new URL(text).href : null;
}

/** As `httpUrl`, where a path from the root stands for an address under `baseUrl`. */
export function httpUrlUnder(baseUrl: string, value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return /^\/\S*$/.test(text) && URL.canParse(text, baseUrl)
    ? httpUrl(new URL(text, baseUrl).href)
    : httpUrl(text);
}

/**
 * The SecurityHash of a signing link, under its name in any case. A plus stays one, since a hash in base64 holds
 * pluses and Vlens may not have encoded them.
 */
export function securityHashOf(url: string): string | null {
  const encoded = /[?&#]securityhash=([^&#]+)/i.exec(url)?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
