import { type EventEmitter, once } from 'node:events';

/** Waits for the first of these events, and leaves no listener behind. Rejects if an `error` comes first. */
export async function firstEvent(emitter: EventEmitter, ...names: string[]): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race(names.map((name) => once(emitter, name, { signal: over.signal })));
  } finally {
    over.abort();
  }
}
