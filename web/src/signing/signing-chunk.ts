import { loadChunk } from '../load-chunk';

let chunk: Promise<typeof import('./sign')> | undefined;

/**
 * What signs: camera, code, payment and the way through them. Nobody needs it to read the contract, so that it is fetched once that is
 * there: before, it would take the contract's share of a slow network.
 */
export function signingChunk(): Promise<typeof import('./sign')> {
  chunk ??= loadChunk(() => import('./sign'));
  return chunk;
}
