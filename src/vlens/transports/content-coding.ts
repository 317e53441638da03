import { type Duplex, PassThrough, pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzip,
  gunzipSync,
  type InputType,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
} from 'node:zlib';
import type { HttpResponse } from '../http/transport.js';
import { streamBody } from './stream-body.js';

/** The same codings as node-fetch requests. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br';

/** Accepts a body whose coding ends early, as browsers do. A cut connection fails before this. */
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH };

/** A body up to this size, and what it decodes to, is decoded synchronously: half a millisecond at most. */
const MAX_SYNC_BYTES = 16 * 1024;
const MAX_SYNC_DECODED_BYTES = 256 * 1024;

interface Decoder {
  /** Options other than a length. */
  options: { finishFlush?: number };
  decodeSync(bytes: Buffer, options: ZlibOptions): Buffer;
  decode(bytes: InputType, options: ZlibOptions): Promise<Buffer>;
}

const GZIP: Decoder = { options: LENIENT, decodeSync: gunzipSync, decode: promisify(gunzip) };
const BROTLI: Decoder = {
  options: {},
  decodeSync: brotliDecompressSync,
  decode: promisify(brotliDecompress),
};
const DEFLATE: Decoder = { options: LENIENT, decodeSync: inflateSync, decode: promisify(inflate) };
const RAW_DEFLATE: Decoder = { options: LENIENT, decodeSync: inflateRawSync, decode: promisify(inflateRaw) };

/**
 * Decodes a body with a content coding; an unknown coding is left as it is. If the whole body is wanted, it is decoded in one call: a
 * stream takes eight times as much CPU, and in Node 24 it survives minor collections with everything it references
 * (findings/node-24-keeps-what-a-writable-reaches.sh).
 */
export function codedBody(
  body: Readable,
  coding: string | null,
): Pick<HttpResponse, 'body' | 'bytes' | 'whenOver'> {
  const sent = streamBody(body);
  if (coding === null) return sent;
  // A reader that has looked at the first bytes may then want the whole body, which is in the decoder by now.
  let plain: Readable | null = null;
  return {
    get body() {
      plain ??= decoded(body, nameOf(coding));
      return plain;
    },
    bytes: async (most, tooMany) =>
      plain
        ? streamBody(plain).bytes(most, tooMany)
        : decodedBytes(await sent.bytes(most, tooMany), nameOf(coding), most, tooMany),
    whenOver: sent.whenOver,
  };
}

function nameOf(coding: string): string {
  return coding.trim().toLowerCase().replace(/^x-/, '');
}

async function decodedBytes(
  bytes: Buffer,
  coding: string,
  most: number,
  tooMany: () => Error,
): Promise<Buffer> {
  const decoder = decoderOf(bytes, coding);
  if (!decoder || bytes.length === 0) return bytes;
  const { options, decodeSync, decode } = decoder;
  try {
    if (bytes.length <= MAX_SYNC_BYTES)
      return decodeSync(bytes, { ...options, maxOutputLength: Math.min(most, MAX_SYNC_DECODED_BYTES) });
  } catch (error) {
    if (!isTooLarge(error)) throw error;
  }
  try {
    return await decode(bytes, { ...options, maxOutputLength: most });
  } catch (error) {
    throw isTooLarge(error) ? tooMany() : error;
  }
}

function decoderOf(bytes: Buffer, coding: string): Decoder | null {
  if (coding === 'gzip') return GZIP;
  if (coding === 'br') return BROTLI;
  if (coding === 'deflate') return hasHead(bytes) ? DEFLATE : RAW_DEFLATE;
  return null;
}

/** Old servers send deflate without its two-byte header. */
function hasHead(bytes: Buffer): boolean {
  return ((bytes[0] ?? 0) & 0x0f) === 8;
}

function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
}

/** A stream of the body without its content coding. */
function decoded(body: Readable, coding: string): Readable {
  if (coding === 'gzip') return through(createGunzip({ flush: constants.Z_SYNC_FLUSH, ...LENIENT }), body);
  if (coding === 'deflate') return inflated(body);
  if (coding === 'br') return through(createBrotliDecompress(), body);
  return body;
}

function through(decoder: Duplex, body: Readable): Readable {
  pipeline(body, decoder, () => undefined);
  return decoder.on('error', () => undefined);
}

function inflated(body: Readable): Readable {
  const plain = new PassThrough().on('error', () => undefined);
  body.once('error', (error) => plain.destroy(error));
  plain.once('close', () => body.destroy());
  body.once('readable', () => {
    const first: Buffer | null = body.read();
    if (first) body.unshift(first);
    const isWhole = first === null || hasHead(first);
    pipeline(body, isWhole ? createInflate(LENIENT) : createInflateRaw(LENIENT), plain, () => undefined);
  });
  return plain;
}
