import { type Duplex, pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A body without its content coding; one that is not known stays as it is. */
export function decoded(body: Readable, coding: string): Readable {
  body.on('error', () => undefined);
  const decoder = decoderOf(coding);
  if (!decoder) return body;
  pipeline(body, decoder, () => undefined);
  return decoder.on('error', () => undefined);
}

/** What ends early but well is taken as it is, as browsers do; a cut connection fails before. */
function decoderOf(coding: string): Duplex | null {
  const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ flush: constants.Z_SYNC_FLUSH, ...lenient });
    case 'deflate':
    case 'x-deflate':
      return createInflate(lenient);
    case 'br':
      return createBrotliDecompress();
    default:
      return null;
  }
}
