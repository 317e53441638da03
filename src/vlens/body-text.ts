import type { Readable } from 'node:stream';
import { throwFailure } from './call-failures.js';
import { invalidResponse } from './faults.js';
import type { HttpResponse } from './transport.js';

/** A page of full requests with their documents stays far below; nothing of Vlens's is larger. */
const MOST_BYTES = 20_000_000;

/**
 * The whole body as text, without a byte order mark, in the charset that it says or UTF-8.
 * @throws VlensFault where the connection failed, or UPSTREAM_INVALID_RESPONSE above 20 MB after decompression.
 */
export async function bodyText(response: HttpResponse): Promise<string> {
  const bytes = await allBytes(response.body).catch(throwFailure);
  return decoder(charsetOf(response.header('content-type')) ?? markedCharset(bytes)).decode(bytes);
}

async function allBytes(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MOST_BYTES) throw invalidResponse();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
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
