import { invalidResponse } from '../faults.js';
import { throwFailure } from './call-failures.js';
import type { HttpResponse } from './transport.js';

/** A page of full requests with their documents is far smaller, and Vlens sends nothing larger. */
const MAX_BYTES = 20_000_000;

/**
 * The whole body as text (`textOf`).
 * @throws VlensFault if the connection fails, or UPSTREAM_INVALID_RESPONSE above 20 MB after decompression
 */
export async function bodyText(response: HttpResponse): Promise<string> {
  return textOf(await bodyBytes(response), response.header('content-type'));
}

/**
 * The whole body, decompressed.
 * @throws as `bodyText`
 */
export function bodyBytes(response: HttpResponse): Promise<Buffer> {
  return response.bytes(MAX_BYTES, invalidResponse).catch(throwFailure);
}

/** A body's text without its byte order mark, in the charset of its content type or of its mark, or else in UTF-8. */
export function textOf(bytes: Buffer, contentType: string | null): string {
  const charset = charsetOf(contentType) ?? markedCharset(bytes);
  return /^utf-?8$/i.test(charset) ? utf8(bytes) : decoder(charset).decode(bytes);
}

/** The same as TextDecoder, without making one: that costs more than reading most bodies. */
function utf8(bytes: Buffer): string {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', hasMark ? 3 : 0);
}

function charsetOf(contentType: string | null): string | null {
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? null;
}

function markedCharset(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function decoder(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
