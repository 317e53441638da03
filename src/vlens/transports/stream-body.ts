import type { Readable } from 'node:stream';
import type { HttpResponse } from '../http/transport.js';

/**
 * A body that arrives as a stream. An abort makes it fail even while nobody reads it; without a listener that error would end the process.
 */
export function streamBody(body: Readable): Pick<HttpResponse, 'body' | 'bytes' | 'whenOver'> {
  body.on('error', () => undefined);
  return {
    body,
    bytes: (most, tooMany) => allBytes(body, most, tooMany),
    whenOver(callback) {
      if (body.readableEnded || body.destroyed) callback();
      else body.once('close', callback);
    },
  };
}

/** Uses events, because an async iterator costs several promises per chunk, more than the chunk itself. */
function allBytes(body: Readable, most: number, tooMany: () => Error): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    body.on('data', (chunk: Buffer | string) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      length += bytes.length;
      chunks.push(bytes);
      if (length > most) body.destroy(tooMany());
    });
    body.once('end', () => resolve(oneOf(chunks)));
    body.once('error', reject);
    body.once('close', () => {
      // Made only if the body is incomplete: an error costs more than everything else here, because of its stack.
      if (!body.readableEnded) reject(new Error('The body ended early.'));
    });
    if (body.readableEnded) resolve(Buffer.alloc(0));
    else if (body.errored) reject(body.errored);
    else if (body.destroyed) reject(new Error('The body was let go.'));
  });
}

/** All chunks as one; most bodies have only one. */
export function oneOf(chunks: Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
