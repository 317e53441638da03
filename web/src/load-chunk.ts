const RETRY_MS = 1000;

/** A part of the page that not everybody needs at once, asked for as often as it takes. */
export async function loadChunk<Chunk>(load: () => Promise<Chunk>): Promise<Chunk> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((retry) => setTimeout(retry, RETRY_MS));
    }
  }
}
