import { type Duplex, PassThrough, pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** What ends early but well is taken as it is, as browsers do; a cut connection fails before. */
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH };

/** A body without its content coding; one that is not known stays as it is. */
export function decoded(body: Readable, coding: string): Readable {
  body.on('error', () => undefined);
  const name = coding.trim().toLowerCase().replace(/^x-/, '');
  if (name === 'gzip') return through(createGunzip({ flush: constants.Z_SYNC_FLUSH, ...LENIENT }), body);
  if (name === 'deflate') return inflated(body);
  if (name === 'br') return through(createBrotliDecompress(), body);
  return body;
}

function through(decoder: Duplex, body: Readable): Readable {
  pipeline(body, decoder, () => undefined);
  return decoder.on('error', () => undefined);
}

/** Old servers send deflate without the two bytes that begin it. */
function inflated(body: Readable): Readable {
  const plain = new PassThrough().on('error', () => undefined);
  body.once('error', (error) => plain.destroy(error));
  plain.once('close', () => body.destroy());
  body.once('readable', () => {
    const first: Buffer | null = body.read();
    if (first) body.unshift(first);
    const isWhole = first === null || ((first[0] ?? 0) & 0x0f) === 8;
    pipeline(body, isWhole ? createInflate(LENIENT) : createInflateRaw(LENIENT), plain, () => undefined);
  });
  return plain;
}
