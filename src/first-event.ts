import { type EventEmitter, once } from 'node:events';

/** Waits for whichever of these events comes first, and leaves no listener behind; rejects with an `error` that comes before. */
export async function firstEvent(emitter: EventEmitter, ...names: string[]): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race(names.map((name) => once(emitter, name, { signal: over.signal })));
  } finally {
    over.abort();
  }
}
