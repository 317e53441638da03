/** An absolute http(s) address in the form of the URL standard; null if the text is none. */
export function httpUrl(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? new URL(text).href : null;
}

/** As `httpUrl`, but a path from the root is an address below `baseUrl`. */
export function httpUrlUnder(baseUrl: string, value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return /^\/\S*$/.test(text) && URL.canParse(text, baseUrl)
    ? httpUrl(new URL(text, baseUrl).href)
    : httpUrl(text);
}

/**
 * The SecurityHash of a signing link, whatever the case of the parameter's name. A plus stays a plus, since a base64 hash contains pluses
 * that Vlens may not have encoded.
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
