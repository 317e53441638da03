import { loadChunk } from '../load-chunk';

/** Once, for the first who asks. */
function once<Chunk>(load: () => Promise<Chunk>): () => Promise<Chunk> {
  let loading: Promise<Chunk> | null = null;
  return () => {
    loading ??= loadChunk(load);
    return loading;
  };
}

/** What is not needed to begin: fetched while the code is on its way, so that a lost network does not stop the next step. */
export const chunks = {
  later: once(() => import('./later')),
  sign: once(() => import('./sign-here')),
};
