import { LRUCache } from 'lru-cache';
import type { CallerKey } from '../../vlens/caller-keys.js';

/** In characters of the texts; each takes up to two bytes. */
export const PERSISTED_QUERY_LIMITS = {
  /** Several times as many as the largest build of a frontend sends. */
  queriesPerCaller: 200,
  charactersPerCaller: 200_000,
  /** Any text that a client sends as a token counts as a caller here, so this limits all callers together. */
  characters: 8_000_000,
};
/** What V8 and lru-cache need besides the texts, counted in characters: some 200 bytes for each query, 2 kB for each caller. */
const BESIDES_A_QUERY = 100;
const BESIDES_A_CALLER = 1000;

/**
 * The automatic persisted queries of Apollo's and urql's links: texts that callers asked to store by hash. A caller finds only its own. The
 * one unused for longest is removed first, and its client then sends the text again. Apollo Server's own store uses the hash alone as its
 * key, so one caller would execute what another one has sent.
 */
export class PersistedQueries {
  private readonly callers = new LRUCache<CallerKey, LRUCache<string, string>>({
    maxSize: PERSISTED_QUERY_LIMITS.characters,
  });

  get(caller: CallerKey, hash: string): string | null {
    return this.callers.get(caller)?.get(hash) ?? null;
  }

  keep(caller: CallerKey, hash: string, text: string): void {
    const queries = this.callers.get(caller) ?? noQueries();
    queries.set(hash, text);
    if (queries.size > PERSISTED_QUERY_LIMITS.queriesPerCaller) queries.pop();
    // lru-cache would keep the old size of a value that it already has.
    this.callers.delete(caller);
    this.callers.set(caller, queries, { size: BESIDES_A_CALLER + queries.calculatedSize });
  }

  /** The characters of all texts, plus the overhead. */
  get size(): number {
    return this.callers.calculatedSize;
  }
}

/** There is no `max` option here, since lru-cache would allocate memory for that many entries at once. */
function noQueries(): LRUCache<string, string> {
  return new LRUCache({
    maxSize: PERSISTED_QUERY_LIMITS.charactersPerCaller,
    sizeCalculation: (text, hash) => text.length + hash.length + BESIDES_A_QUERY,
  });
}
