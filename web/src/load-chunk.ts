const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 30_000;

/**
 * A part of the page that not everybody needs at once, asked for as often as it takes, ever less often. A newer release has it
 * no more, and many browsers remember that it did not come: both ask in vain until the page is loaded again, which is offered after long.
 */
export async function loadChunk<Chunk>(load: () => Promise<Chunk>): Promise<Chunk> {
  for (let ms = FIRST_PAUSE_MS; ; ms = Math.min(2 * ms, MAX_PAUSE_MS)) {
    try {
      return await load();
    } catch {
      await passed(ms);
    }
  }
}

/** Or until the connection is back. */
function passed(ms: number): Promise<void> {
  return new Promise((over) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      over();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
  });
}
